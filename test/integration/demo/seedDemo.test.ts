import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/port.ts';
import { DEMO_FRACTIONAL_PROGRAM, DEMO_MEMBER_IDS } from '../../../src/demo/demoPrograms.ts';
import { seedDemo } from '../../../src/demo/seedDemo.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { createLedger } from '../../../src/ledger/createLedger.ts';
import { type Day, dayOf } from '../../../src/ledger/day.ts';
import { spendable } from '../../../src/ledger/lots.ts';
import type { EntryKind } from '../../../src/ledger/statement.ts';
import { verifyBooks } from '../../../src/ledger/verifyBooks.ts';
import type { ProgramStore } from '../../../src/program/programs.ts';
import { aProgram, memoryPrograms, memoryProfiles } from '../../doubles/memoryPrograms.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';

const databases: TestDatabase[] = [];

afterEach(async () => {
  await Promise.all(databases.splice(0).map(async (database) => database.close()));
});

async function freshDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  databases.push(database);
  return database;
}

const TODAY = new Date('2027-05-20T15:00:00Z');

async function seed(
  { hot, reads }: { hot: Database; reads: Database },
  today = TODAY,
  programs: ProgramStore = memoryPrograms(),
): Promise<boolean> {
  return seedDemo({ programs, memberProfiles: memoryProfiles(), hot, reads, today });
}

interface AccountPicture {
  readonly memberId: string;
  readonly available: bigint;
  readonly held: bigint;
  readonly kinds: readonly EntryKind[];
  readonly entries: readonly (readonly (string | bigint | number | null)[])[];
}

/** What every account shows on a day, its dates counted back from that day. */
async function pictureOf({ hot, reads }: TestDatabase, today = TODAY): Promise<readonly AccountPicture[]> {
  const ledger = createLedger({ hot, reads });
  const refs = ['demo', 'demo-fractional'].flatMap((id) => DEMO_MEMBER_IDS.map((member) => accountRef(id, member)));
  const accounts = await ledger.accounts(refs);
  const pages = await ledger.entryPages(refs.map((account) => ({ account, first: 100, before: null, kinds: null })));
  const day: Day = dayOf(today, 'UTC');
  return accounts.flatMap((account, index) => {
    const entries = pages[index]?.entries ?? [];
    if (account === null) return [];
    return [
      {
        memberId: account.memberId,
        available: spendable(account.lots, day),
        held: account.held,
        kinds: entries.map(({ kind }) => kind),
        entries: entries.map(({ kind, points, balanceAfter, reason, recordedAt }) => [
          kind,
          points,
          balanceAfter,
          reason,
          day - dayOf(recordedAt, 'UTC'),
        ]),
      },
    ];
  });
}

/** A database whose process is killed at the n-th batch: it and all later ones never happen, and nobody is told. */
async function seedKilledAt(batch: number, { hot, reads }: TestDatabase): Promise<void> {
  const underWay: Promise<unknown>[] = [];
  await new Promise<void>((resolve) => {
    const dying: Database = {
      query: (statement, values) => hot.query(statement, values),
      transaction: async (work) => {
        if (underWay.length + 1 >= batch) {
          resolve();
          return new Promise(() => {});
        }
        const transaction = hot.transaction(work);
        underWay.push(transaction);
        return transaction;
      },
    };
    // The dead seeding hears of nothing until its ledger gives up on it, when nobody listens any more.
    seed({ hot: dying, reads }).catch(() => {});
  });
  await Promise.all(underWay);
}

describe('the demo', () => {
  let seeded: TestDatabase;
  let expected: readonly AccountPicture[];
  const programs = memoryPrograms();

  beforeAll(async () => {
    seeded = await createTestDatabase();
    expect(await seed(seeded, TODAY, programs)).toBe(true);
    expected = await pictureOf(seeded);
  });
  afterAll(async () => seeded.close());

  test('is a believable year of two hundred accounts, and the books prove it', async () => {
    expect(await verifyBooks(seeded.reads)).toBeNull();
    expect(expected).toHaveLength(200);
    for (const { kinds, entries } of expected) {
      expect(kinds.length).toBeGreaterThanOrEqual(15);
      expect(kinds.length).toBeLessThanOrEqual(40);
      expect(kinds).toContain('REDEEM');
      expect(kinds).toContain('REVERSE');
      expect(entries.every(([, , , , daysAgo]) => Number(daysAgo) > 0)).toBe(true);
    }
    expect(expected.filter(({ kinds }) => kinds.includes('EXPIRE')).length).toBeGreaterThan(60);
    expect(expected.filter(({ held }) => held > 0n).length).toBeGreaterThan(40);
  });

  test('shows everything on m-0001', () => {
    const [whole, fractional] = expected.filter(({ memberId }) => memberId === 'm-0001');
    expect(whole).toMatchObject({ available: 4145n, held: 300n });
    expect(fractional).toMatchObject({ available: 414_675n, held: 30_050n });
    expect(whole?.entries.filter(([kind]) => kind === 'EXPIRE')).toEqual([['EXPIRE', -200n, 4350n, null, 81]]);
    expect(whole?.kinds).toContain('REVERSE');
  });

  test('is seeded once', async () => {
    expect(await seed(seeded, TODAY, programs)).toBe(false);
  });

  test('is not seeded beside programs of one’s own', async () => {
    expect(await seed(seeded, TODAY, memoryPrograms([aProgram()]))).toBe(false);
  });

  test('does everything again if it was killed before its very last line, and nothing comes of it', async () => {
    expect(await seed(seeded, TODAY, memoryPrograms([DEMO_FRACTIONAL_PROGRAM]))).toBe(true);
    expect(await pictureOf(seeded)).toEqual(expected);
  });

  test.each([2, 41])('is finished after a kill at batch %i, on another day even', async (batch) => {
    const interrupted = await freshDatabase();
    await seedKilledAt(batch, interrupted);
    expect(await seed(interrupted, new Date('2027-06-02T09:00:00Z'))).toBe(true);
    expect(await pictureOf(interrupted)).toEqual(expected);
    expect(await verifyBooks(interrupted.reads)).toBeNull();
  });

  // With a leap day among the twelve months, and over the end of a year.
  test.each(['2028-03-14', '2030-12-31'])('is the same on %s', async (date) => {
    const other = await freshDatabase();
    const today = new Date(`${date}T00:00:00Z`);
    await seed(other, today);
    expect(await pictureOf(other, today)).toEqual(expected);
  });
});
