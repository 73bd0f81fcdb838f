import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createMemberProfiles } from '../../../src/database/createMemberProfiles.ts';
import { createPrograms } from '../../../src/database/createPrograms.ts';
import { openDatabase } from '../../../src/database/openDatabase.ts';
import { openPrisma } from '../../../src/database/openPrisma.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import type { Program } from '../../../src/program/programs.ts';
import type { TestDatabase } from '../../support/testDatabase.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
afterEach(() => {
  vi.useRealTimers();
});

const program = (id: string): Program => ({
  id,
  name: 'The club',
  unitName: 'point',
  decimals: 2,
  timeZone: 'Asia/Kolkata',
  expiryMonths: null,
  refundGraceDays: 30,
  opensAccounts: false,
  plumTokenHash: Uint8Array.of(1, 2, 3),
  plumAllowedIps: ['203.0.113.0/24'],
});

test('what one process saves, it knows at once and another within a second', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const here = createPrograms(database.prisma, { defaultId: 'club' });
  const there = createPrograms(database.prisma, { defaultId: 'club' });
  expect(await there.find('club')).toBeNull();
  await here.save(program('club'));
  expect(await here.find('club')).toEqual(program('club'));
  expect(await there.find('club')).toBeNull();
  vi.advanceTimersByTime(1_000);
  expect(await there.find('club')).toEqual(program('club'));

  await here.save({ ...program('club'), name: 'The new club' });
  expect((await here.all()).map(({ name }) => name)).toEqual(['The new club']);
  expect((await there.find('club'))?.name).toBe('The club');
  vi.advanceTimersByTime(5_000);
  expect((await there.find('club'))?.name).toBe('The new club');
});

test('the decimals of a program never change', async () => {
  const programs = createPrograms(database.prisma, { defaultId: 'fixed' });
  await programs.save(program('fixed'));
  await expect(programs.save({ ...program('fixed'), decimals: 3 })).rejects.toThrow(/2 decimals, which never change/);
  expect((await programs.find('fixed'))?.decimals).toBe(2);
});

test('programs that were read once serve on while PostgreSQL is away; those that never were, do not', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const leaving = openDatabase({ connectionString: database.connectionString, connections: 1 });
  const prisma = openPrisma(leaving.pool);
  const programs = createPrograms(prisma, { defaultId: 'kept' });
  await programs.save(program('kept'));
  await leaving.close();
  vi.advanceTimersByTime(60_000);
  expect(await programs.find('kept')).toEqual(program('kept'));
  const late = createPrograms(prisma, { defaultId: 'kept' });
  await expect(late.find('kept')).rejects.toBeInstanceOf(LedgerUnavailable);
});

test('a profile is added, then replaced', async () => {
  const profiles = createMemberProfiles(database.prisma);
  expect(await profiles.find('m-1')).toBeNull();
  const profile = { memberId: 'm-1', givenName: 'Ada', familyName: 'Lovelace', email: null, phone: '+44' };
  await profiles.save(profile);
  await profiles.save({ ...profile, email: 'ada@example.com', phone: null });
  expect(await profiles.find('m-1')).toEqual({ ...profile, email: 'ada@example.com', phone: null });
});
