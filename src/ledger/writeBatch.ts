import type { Sql } from '../database/port.ts';
import type { Changes } from './changes.ts';
import { insertOutbox } from './insertOutbox.ts';
import { insertPostings } from './insertPostings.ts';
import { insertRequests } from './insertRequests.ts';
import { changeAccounts, openAccounts } from './writeAccounts.ts';
import { closeHolds, openHolds } from './writeHolds.ts';

/**
 * Writes a batch: one statement a table, all sent together. Whichever fails is the reason; those behind it are then
 * refused too, and the transaction does nothing.
 */
export async function writeBatch(sql: Sql, changes: Changes, time: Date): Promise<void> {
  await Promise.all([
    openAccounts(sql, changes.openedAccounts),
    changeAccounts(sql, changes.changedAccounts),
    insertRequests(sql, changes.requests),
    openHolds(sql, changes.openedHolds),
    closeHolds(sql, changes.changedHolds),
    insertPostings(sql, changes.postings),
    insertOutbox(sql, changes, time),
  ]);
}
