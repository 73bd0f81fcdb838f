import type { Sql } from '../database/port.ts';
import type { Changes } from './changes.ts';
import { insertDeliveries } from './deliveries.ts';
import { insertOutbox } from './insertOutbox.ts';
import { insertPostings } from './insertPostings.ts';
import { insertRequests } from './insertRequests.ts';
import { changeAccounts, openAccounts } from './writeAccounts.ts';
import { changeAwards, insertAwards } from './writeAwards.ts';
import { addToCounters } from './writeCounters.ts';
import { closeHolds, openHolds } from './writeHolds.ts';

/**
 * Writes a batch: one statement a table that it changes, all sent together, and always in this order: counters come
 * first, as in every batch they are taken before anything new is added. Whichever fails is the reason; those behind it are then
 * refused too, and the transaction does nothing.
 */
export async function writeBatch(sql: Sql, changes: Changes, time: Date): Promise<void> {
  await Promise.all([
    addToCounters(sql, changes.adds),
    openAccounts(sql, changes.openedAccounts),
    changeAccounts(sql, changes.changedAccounts),
    insertRequests(sql, changes.requests),
    openHolds(sql, changes.openedHolds),
    closeHolds(sql, changes.changedHolds),
    insertAwards(sql, changes.newAwards),
    changeAwards(sql, changes.changedAwards),
    insertDeliveries(sql, changes.deliveries),
    insertPostings(sql, changes.postings),
    insertOutbox(sql, changes, time),
  ]);
}
