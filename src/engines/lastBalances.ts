import type { AccountRef } from '../ledger/account.ts';
import type { DecimalText } from '../ledger/points.ts';

/** Whom an engine was asked about, and by which settings. */
export interface AskedMember {
  readonly account: AccountRef;
  readonly engineMemberId: string;
  readonly settingsVersion: number;
}

export interface LastBalance {
  readonly available: DecimalText;
  readonly pending: DecimalText;
  /** When it was asked. */
  readonly asOf: Date;
}

/** What engines last said about members. Throws DatabaseUnavailable and DatabaseRefused. */
export interface LastBalances {
  /** In the order asked; null: it was never said, or by other settings, or of another of the engine's members. */
  find(members: readonly AskedMember[]): Promise<(LastBalance | null)[]>;
  /** Keeps what is newer than what is kept. One statement. */
  save(balances: readonly (AskedMember & LastBalance)[]): Promise<void>;
  /** The accounts of members whom an engine was heard to know, in the order asked. One statement. */
  accounts(ids: readonly string[]): Promise<(AccountRef | null)[]>;
  /** The like, of each member in every program, in no order. One statement. */
  accountsOfMembers(memberIds: readonly string[]): Promise<AccountRef[]>;
}
