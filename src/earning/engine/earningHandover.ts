import type { Minor } from '../../ledger/points.ts';
import type { DeclineReason } from '../../saga/sagaRow.ts';
import type { EngineEarning } from './engineEarning.ts';

/** The engine refused a transaction, and no attempt before it is in doubt: nothing is kept, and it may come again. */
export interface RefusedTransaction {
  readonly refused: DeclineReason;
  /** The engine's, for an operator. */
  readonly words: string;
}

/** What an engine told of an earning by itself. Null points: it did not say how many, or cannot be believed: ask. */
export interface ToldEarning {
  readonly reference: string;
  readonly points: Minor | null;
  readonly engineReference: string | null;
}

/** Transactions of programs whose points live in an engine. */
export interface EarningHandover {
  /**
   * Hands transactions over, a few at a time, and waits for the outcomes as long as a caller may wait, for all of them
   * together; later outcomes are written down all the same. In the order given; null: another caller of the same one
   * was told that it is refused, and it is not there any more.
   */
  handOver(rows: readonly EngineEarning[]): Promise<readonly (EngineEarning | RefusedTransaction | null)[]>;
  /**
   * Writes down what the engine told of one of ours, or asks for it. Whose it is; null: it is none of the program's.
   * Repeating it is safe. Never rejects behind that.
   */
  tell(programId: string, told: ToldEarning): Promise<Pick<EngineEarning, 'accountId' | 'memberId'> | null>;
  /** Drives what is due on. May be late, killed, repeated or doubled. */
  settleDueEarnings(): Promise<number>;
  /** Waits for the calls that are under way. */
  close(): Promise<void>;
}
