import { createReconciliationBooks } from '../../../src/database/createReconciliationBooks.ts';
import { createReconciliationRows } from '../../../src/database/createReconciliationRows.ts';
import { available } from '../../../src/ledger/account.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { dayOf } from '../../../src/ledger/day.ts';
import type { ReconciliationContext } from '../../../src/reconciliation/reconciliationContext.ts';
import { RECONCILIATION_LIMITS } from '../../../src/reconciliation/reconciliationContext.ts';
import { aProgram, memoryPrograms } from '../../doubles/memoryPrograms.ts';
import type { TestDatabase } from '../../support/testDatabase.ts';
import type { TestSaga } from '../saga/support/startSaga.ts';

/** Short, so that what has to wait need not wait long. */
export const QUICK_RUN = {
  ...RECONCILIATION_LIMITS,
  callTimeout: 1000,
  lease: 10_000,
  settlesWithin: 0,
  undecidedFor: 0,
  attempts: 100,
};

export function aContext(
  { reads }: TestDatabase,
  { ledger, redeeming }: TestSaga,
  more: Partial<ReconciliationContext> = {},
): ReconciliationContext {
  return {
    engines: redeeming.engines,
    programs: memoryPrograms([aProgram({ decimals: 2 })]),
    ledger,
    rows: createReconciliationRows(reads),
    books: createReconciliationBooks(reads),
    limits: QUICK_RUN,
    now: () => new Date(),
    ...more,
  };
}

/** What our books have of a member, in minor units. */
export async function mirrorOf({ ledger }: TestSaga, memberId: string): Promise<bigint> {
  const [account = null] = await ledger.accounts([accountRef('rewards', memberId)]);
  return account === null ? 0n : available(account, dayOf(new Date(), 'UTC'));
}
