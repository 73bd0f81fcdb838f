import type { EngineMovement } from '../../connectors/loyaltyConnector.ts';
import type { EngineMessage } from '../../connectors/engineNews.ts';
import type { DecimalText } from '../../ledger/points.ts';
import type { AccountRef } from '../../ledger/account.ts';
import type { DeadLetters } from '../../inbox/deadLetters.ts';
import type { SecurityEvents } from '../../inbox/securityEvents.ts';
import type { EngineSaga } from '../../redemption/engine/engineSaga.ts';
import type { EngineBalances } from '../engineBalances.ts';
import type { EngineMembers } from '../engineMembers.ts';
import type { ConfiguredEngine, ProgramEngines } from '../programEngines.ts';

/** What the engine said of an earning, and whose it is; null: none of ours. Null points: ask. Idempotent. */
export type TellEarning = (
  engine: ConfiguredEngine,
  told: { readonly reference: string; readonly points: DecimalText | null; readonly engineReference: string | null },
) => Promise<{ readonly memberId: string } | null>;

/** Repeats a movement that the engine made by itself in our books, once. Idempotent by the engine's reference. */
export type LearnMovement = (
  engine: ConfiguredEngine,
  account: AccountRef,
  movement: EngineMovement,
) => Promise<unknown>;

export interface EngineNewsParts {
  readonly engines: Pick<ProgramEngines, 'find'>;
  readonly members: Pick<EngineMembers, 'ours'>;
  readonly balances: Pick<EngineBalances, 'outdate' | 'read'>;
  readonly saga: Pick<EngineSaga, 'hurry'>;
  readonly letters: Pick<DeadLetters, 'known' | 'keep' | 'takeIn'>;
  /** Bounded: see boundedEvents. */
  readonly events: Pick<SecurityEvents, 'add'>;
  /** Absent: earnings are not handed to engines. */
  readonly tellEarning?: TellEarning | undefined;
  /** Absent: movements are not imported. */
  readonly learnMovement?: LearnMovement | undefined;
}

/** What was done with an engine's message. */
export type NewsReception =
  /** It has its effect, or its effect is under way. */
  | { readonly status: 'applied' }
  /** It was dealt with before. */
  | { readonly status: 'duplicate' }
  /** It says nothing about points. */
  | { readonly status: 'nothing' }
  /** Its id came with another body before: nothing was done. */
  | { readonly status: 'ignored' }
  /** It is kept for a person. */
  | { readonly status: 'kept'; readonly reason: string }
  /** The engine: whose settings or secrets do not let it be believed; null: there is none that tells anything. */
  | { readonly status: 'untrusted'; readonly engine: Pick<ConfiguredEngine, 'kind'> | null; readonly words: string };

export interface EngineNewsDesk {
  /**
   * Takes in what came for a program's engine. Throws DatabaseUnavailable and LedgerUnavailable when the outcome is
   * unknown: the engine sends it again.
   */
  receive(programId: string, message: EngineMessage): Promise<NewsReception>;
  /** Waits for what is asked of engines behind the answers. */
  close(): Promise<void>;
}
