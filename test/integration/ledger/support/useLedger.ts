import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Account, AccountRef } from '../../../../src/ledger/account.ts';
import { type Day, dayOf, startOfDay } from '../../../../src/ledger/day.ts';
import { createLedger, type LedgerOptions } from '../../../../src/ledger/createLedger.ts';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { type BookProblem, verifyBooks } from '../../../../src/ledger/verifyBooks.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/testDatabase.ts';

export interface LedgerOfTest {
  readonly database: TestDatabase;
  readonly ledger: Ledger;
  /** Makes it noon of that many days from today, in UTC and for everybody; each test starts at noon of today. */
  toDay(days: number, hours?: number): void;
  /** The ledger's time. */
  now(): Date;
  /** Another ledger on the same books, as another process would have one. */
  another(options?: Partial<LedgerOptions>): Ledger;
  account(ref: AccountRef): Promise<Account>;
  verify(): Promise<BookProblem | null>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The day on which the tests run, once and for all: midnight changes nothing. */
export const TODAY: Day = dayOf(new Date(), 'UTC');
const NOON = startOfDay(TODAY, 'UTC').getTime() + 12 * HOUR;

/** A ledger on a database of the test file's own. */
export function useLedger(): LedgerOfTest {
  const clock = { ahead: 0 };
  const ahead = (time: Date): Date => new Date(time.getTime() + clock.ahead);
  const ledgers: Ledger[] = [];
  const opened: { database?: TestDatabase } = {};
  const test: LedgerOfTest = {
    toDay(days, hours = 0) {
      clock.ahead = NOON + days * DAY + hours * HOUR - Date.now();
    },
    now: () => ahead(new Date()),
    get database() {
      if (opened.database === undefined) throw new Error('The database is there once the tests run.');
      return opened.database;
    },
    get ledger() {
      return ledgers[0] ?? test.another();
    },
    another(options = {}) {
      const { hot, reads } = test.database;
      const ledger = createLedger({ hot, reads, now: ahead, ...options });
      ledgers.push(ledger);
      return ledger;
    },
    async account(ref) {
      const [account] = await test.ledger.accounts([ref]);
      if (account == null) throw new Error(`There is no account ${ref.id}.`);
      return account;
    },
    verify: async () => verifyBooks(test.database.reads),
  };
  beforeEach(() => {
    test.toDay(0);
  });
  beforeAll(async () => {
    test.toDay(0);
    opened.database = await createTestDatabase();
  });
  afterAll(async () => {
    await Promise.all(ledgers.map(async (ledger) => ledger.close()));
    await test.database.close();
  });
  return test;
}
