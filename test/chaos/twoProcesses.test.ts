import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { build } from '../integration/process/support/build.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { type BuiltService, startBuiltService } from './builtService.ts';
import { checkLoad } from './checkLoad.ts';
import { startLoad } from './load.ts';
import { membersOf } from './wishes.ts';

const PROGRAM = 'club';
const CALLERS = 64;
const ANSWERS = 3_000;

beforeAll(build);

async function startOn(connectionString: string, signal: AbortSignal): Promise<BuiltService> {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'points-process-'));
  const settings = { DATA_DIR, DATABASE_URL: connectionString, DEFAULT_PROGRAM: PROGRAM };
  const service = await startBuiltService(settings, signal);
  onTestFinished(async () => {
    await service.kill();
    await rm(DATA_DIR, { recursive: true, force: true });
  });
  return service;
}

test('64 callers that send every key to two processes hear of one ledger', async ({ signal }) => {
  const seed = 1 + Math.floor(Math.random() * 2 ** 31);
  const database = await createTestDatabase();
  onTestFinished(async () => database.close());
  await database.prisma.program.create({
    data: { id: PROGRAM, name: 'The club', unitName: 'point', decimals: 0, timeZone: 'UTC' },
  });
  const { connectionString } = database;
  const services = await Promise.all([startOn(connectionString, signal), startOn(connectionString, signal)]);
  const [left, right] = services;
  const targets = [async () => left.url, async () => right.url] as const;
  const load = await startLoad({ callers: CALLERS, seed, members: membersOf(PROGRAM), targets, signal });
  await load.answers(ANSWERS);
  await load.stop();

  const { problems } = await checkLoad({ load, connectionString, url: left.url });
  expect(problems, `seed ${seed}`).toEqual([]);
  const told = new Set(load.calls.map(({ outcome }) => outcome?.status));
  expect(told, 'the run was worth checking').toEqual(new Set(['accepted', 'conflict', 'rejected']));
  await Promise.all(services.map(async (service) => service.stop()));
}, 300_000);
