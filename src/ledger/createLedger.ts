import type { Database } from '../database/port.ts';
import { balancesAt } from './asOf.ts';
import { clearDueAwards } from './clearDueAwards.ts';
import type { Command } from './command.ts';
import { expireLots } from './expireLots.ts';
import { createLane, type Lane } from './lane.ts';
import type { Ledger } from './ledger.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';
import type { Outcome } from './outcome.ts';
import { readAccounts, readAccountsOfMembers } from './readAccounts.ts';
import { readActivity } from './readActivity.ts';
import { readCounters } from './readCounters.ts';
import { readEntries, readEntryPages } from './readEntries.ts';
import { readLiability } from './readLiability.ts';
import { readTogether } from './readTogether.ts';
import { readMovementPages, readMovements } from './readMovements.ts';
import { releaseDueHolds } from './releaseDueHolds.ts';
import { createSharedRequests } from './sharedRequests.ts';

export interface LedgerOptions {
  /** Where points are moved: a connection a lane, with plans that stay right while tables grow. */
  readonly hot: Database;
  /** Where everything else is read. */
  readonly reads: Database;
  /** How many batches run at once: about one a core. */
  readonly lanes?: number;
  /** The ledger's time for the database's: a simulation's clock. Absent: the database's. */
  readonly now?: (databaseTime: Date) => Date;
  /** Milliseconds that a command waits for PostgreSQL. */
  readonly patience?: number;
  /** How many commands may wait: those beyond are refused at once. */
  readonly capacity?: number;
}

/** The ledger on PostgreSQL. Every process may have one of its own on the same books. */
export function createLedger(options: LedgerOptions): Ledger {
  const { hot, reads, now = (time) => time, patience = 10_000, capacity = 20_000 } = options;
  const lanes = Array.from({ length: options.lanes ?? 2 }, () => createLane({ database: hot, now, patience }));
  const underWay = { count: 0, isClosed: false, whenIdle: [] as (() => void)[] };

  const share = createSharedRequests(
    (command) =>
      new Promise<Outcome>((resolve, reject) => {
        const lane = lanes[command.account.bucket % lanes.length] as Lane;
        lane.add({ command, resolve, reject });
      }),
  );

  async function post(command: Command): Promise<Outcome> {
    if (underWay.isClosed) throw new LedgerUnavailable(new Error('The ledger is closed.'));
    if (underWay.count >= capacity) throw new LedgerUnavailable(new Error('Too many commands are waiting.'));
    underWay.count += 1;
    try {
      return await share(command);
    } finally {
      underWay.count -= 1;
      if (underWay.count === 0) for (const resolve of underWay.whenIdle.splice(0)) resolve();
    }
  }

  return {
    post,
    accounts: readTogether(async (refs) => readAccounts(reads, refs)),
    accountsOfMembers: (memberIds) => readAccountsOfMembers(reads, memberIds),
    balancesAt: (queries) => balancesAt(reads, queries),
    entryPages: (queries) => readEntryPages(reads, queries),
    entries: (refs) => readEntries(reads, refs),
    movements: (ids) => readMovements(reads, ids),
    movementPages: (queries) => readMovementPages(reads, queries),
    counters: (queries) => readCounters(reads, queries),
    activity: (query) => readActivity({ reads, now }, query),
    liability: (program) => readLiability({ reads, now }, program),
    expireLots: (programs) => expireLots({ reads, now, post }, programs),
    clearDueAwards: (programs) => clearDueAwards({ reads, now, post }, programs),
    releaseDueHolds: (programs) => releaseDueHolds({ reads, now, post }, programs),
    async close() {
      underWay.isClosed = true;
      if (underWay.count === 0) return;
      await new Promise<void>((resolve) => {
        underWay.whenIdle.push(resolve);
      });
    },
  };
}
