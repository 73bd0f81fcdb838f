import type { AccountRef, AccountStatus } from './account.ts';
import type { Command } from './command.ts';
import type { Minor } from './points.ts';

/** Why a command was refused, with the figures of the moment. Stored: a replay is refused with the same figures. */
export type Rejection =
  | { readonly code: 'INSUFFICIENT_POINTS'; readonly available: Minor; readonly requested: Minor }
  | { readonly code: 'ACCOUNT_NOT_ACTIVE'; readonly status: AccountStatus }
  | { readonly code: 'BALANCE_LIMIT'; readonly greatest: Minor }
  | { readonly code: 'NOT_REVERSIBLE'; readonly reversible: Minor }
  | { readonly code: 'HOLD_NOT_OPEN' }
  | { readonly code: 'CAPTURE_EXCEEDS_HOLD'; readonly held: Minor }
  | { readonly code: 'HOLDS_OPEN'; readonly held: Minor }
  | { readonly code: 'AWARDS_PENDING'; readonly pending: Minor }
  | { readonly code: 'AWARD_NOT_PENDING' }
  | { readonly code: 'CAP_EXCEEDED'; readonly rule: string; readonly limit: Minor }
  /** Taking back: nothing is left, or more of the transaction than is left was named. In the currency's own text. */
  | { readonly code: 'NOT_TAKEN_BACK'; readonly left: string | null };

/** An accepted request: what it moved and where it stands in the account's history. */
export interface Receipt {
  /** The request's id; a redemption's or an earning's id in the graph. */
  readonly id: string;
  readonly account: Pick<AccountRef, 'id' | 'bucket'>;
  readonly kind: Command['kind'];
  /** What it moved, without a sign. */
  readonly points: Minor;
  /** Its posting; null: it made none. */
  readonly seq: bigint | null;
  readonly targetId: string | null;
  readonly details: Readonly<Record<string, string>>;
  readonly recordedAt: Date;
}

/**
 * What came of a command.
 * `accepted` and `rejected` are stored under the command's id and come back on a replay as they were.
 * `conflict`: the id was used for another input; nothing changed.
 * `absent`: there is no such account and the command opens none; nothing is stored.
 * `idle`: there was nothing to do, or not yet; nothing is stored.
 */
export type Outcome =
  | { readonly status: 'accepted'; readonly receipt: Receipt; readonly replayed: boolean }
  | { readonly status: 'rejected'; readonly rejection: Rejection; readonly replayed: boolean }
  | { readonly status: 'conflict' }
  | { readonly status: 'absent' }
  | { readonly status: 'idle' };
