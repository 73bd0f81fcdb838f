import type { Engine } from '../../connectors/engines.ts';
import type { AccountRef } from '../../ledger/account.ts';
import type { Delivery } from '../../ledger/command.ts';
import type { Program } from '../../program/programs.ts';
import type { Transaction } from '../transaction.ts';

/** A transaction on its way to the program's engine. */
export interface EngineRecording {
  /** The earning's. */
  readonly id: string;
  readonly fingerprint: string;
  readonly engine: Engine;
  readonly account: AccountRef;
  readonly program: Program;
  readonly transaction: Transaction;
  readonly delivery: Delivery | undefined;
}
