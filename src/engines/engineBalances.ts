import type { AccountRef } from '../ledger/account.ts';
import type { LastBalance } from './lastBalances.ts';
import type { ConfiguredEngine } from './programEngines.ts';

export interface LiveBalance extends LastBalance {
  /** The engine did not answer: these are the last figures that it gave. */
  readonly isStale: boolean;
}

/** Members' balances as their engines tell them. */
export interface EngineBalances {
  /**
   * Null: the engine does not know the member. Whoever asks while the same member is being asked about shares the
   * answer. Who has no time left, `until` an instant of performance.now(), is given the last figures and cuts nobody
   * else's call short; absent: they wait as long as the call takes. Throws EngineUnavailable when the engine does not
   * answer in time and never did, and DatabaseUnavailable when who the member is there cannot be read.
   */
  read(engine: ConfiguredEngine, account: AccountRef, until?: number): Promise<LiveBalance | null>;
  /** What is being asked is out of date: something moved the account's points. Later readers ask anew. */
  outdate(account: Pick<AccountRef, 'id'>): void;
  /** Waits until what engines said is kept. */
  close(): Promise<void>;
}
