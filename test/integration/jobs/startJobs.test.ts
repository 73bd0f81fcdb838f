import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../../src/database/openDatabase.ts';
import { startJobs } from '../../../src/jobs/startJobs.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { Program } from '../../../src/program/programs.ts';
import type { TestDatabase } from '../../support/testDatabase.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const PROGRAM = { id: 'club' } as Program;

function jobParts() {
  const ledger = {
    expireLots: vi.fn<Ledger['expireLots']>(() => Promise.resolve(1)),
    clearDueAwards: vi.fn<Ledger['clearDueAwards']>(() => Promise.resolve(0)),
    releaseDueHolds: vi.fn<Ledger['releaseDueHolds']>(() => Promise.reject(new Error('PostgreSQL went away'))),
  };
  const replayWaiting = vi.fn(() => Promise.resolve(0));
  return { ledger, programs: { all: () => Promise.resolve([PROGRAM]) }, replayWaiting };
}

async function start(parts: ReturnType<typeof jobParts>): Promise<void> {
  const { connectionString } = database;
  const jobs = await startJobs({ ...parts, connectionString, logger: pino({ level: 'silent' }) });
  onTestFinished(() => jobs.stop());
}

test('what fell due while nobody ran is done at the start, whatever the number of replicas, and then by the clock', async () => {
  const replicas = [jobParts(), jobParts()];
  await Promise.all(replicas.map(start));
  const calls = (job: 'clearDueAwards' | 'expireLots' | 'releaseDueHolds'): unknown[][] =>
    replicas.flatMap(({ ledger }) => ledger[job].mock.calls);
  await expect.poll(() => calls('expireLots')[0], { timeout: 30_000 }).toEqual([[PROGRAM]]);
  await expect.poll(() => calls('clearDueAwards')[0], { timeout: 30_000 }).toEqual([[PROGRAM]]);
  await expect
    .poll(() => replicas.flatMap(({ replayWaiting }) => replayWaiting.mock.calls).length, { timeout: 30_000 })
    .toBeGreaterThan(0);
  await expect.poll(() => calls('releaseDueHolds')[0], { timeout: 30_000 }).toEqual([[PROGRAM]]);

  const owner = openDatabase({ connectionString: database.connectionString, connections: 1 });
  onTestFinished(() => owner.close());
  const text = 'SELECT name, cron FROM pgboss.schedule ORDER BY name';
  expect(await owner.query({ name: 'schedules', text }, [])).toEqual([
    { name: 'clear-due-awards', cron: '* * * * *' },
    { name: 'expire-lots', cron: '5 * * * *' },
    { name: 'release-due-holds', cron: '* * * * *' },
    { name: 'replay-waiting-messages', cron: '* * * * *' },
  ]);
});
