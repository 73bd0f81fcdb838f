import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { findEmbeddedPostgres } from '../../../src/database/embeddedPostgres.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { projectFile } from '../../../src/projectFile.ts';
import { build } from './support/build.ts';
import { askGraph, MAIN, runCli, startService } from './support/service.ts';
import { startProgram } from './support/startProgram.ts';

const ACCOUNT = accountRef('demo', 'm-0001').id;
const BALANCE = `{ pointsAccount(id: "${ACCOUNT}") { balance { available } } }`;
const REDEEM = `mutation ($input: RedeemPointsInput!) {
  redeemPoints(input: $input) { __typename ... on RedeemPointsSuccess { redemption { points status } } }
}`;
const BALANCE_IS = (available: number): object => ({
  status: 200,
  body: { data: { pointsAccount: { balance: { available } } } },
});

/** Milliseconds. Each test starts several processes, on whatever machine. */
const PATIENCE = 300_000;

let dataDir: string;
beforeAll(async () => {
  build();
  dataDir = await mkdtemp(join(tmpdir(), 'points-life-'));
});
afterAll(async () => rm(dataDir, { recursive: true, force: true }));

test(
  'it sets itself up, says what to paste, and has its data folder for itself',
  async () => {
    const service = await startService({ DATA_DIR: dataDir });
    expect(await askGraph(service.url, BALANCE)).toEqual(BALANCE_IS(4145));
    const [, pasted = ''] = await service.said(/ -d '(.+)'$/m);
    expect((await askGraph(service.url, (JSON.parse(pasted) as { query: string }).query)).body).toMatchObject({
      data: { programs: [{ id: 'demo' }, { id: 'demo-fractional' }] },
    });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);

    const second = await startProgram(MAIN, { environment: { DATA_DIR: dataDir, PORT: '0' } }).ended;
    expect(second).toMatchObject({ code: 1, output: '' });
    expect(second.problems).toContain(`${dataDir} is in use by process ${service.pid}.`);

    const minted = await runCli('token', ['--member', 'm-0002'], { DATA_DIR: dataDir });
    const asMember = { token: minted.output.trim() };
    const other = accountRef('demo', 'm-0002').id;
    expect((await askGraph(service.url, BALANCE, asMember)).body).toEqual({ data: { pointsAccount: null } });
    expect((await askGraph(service.url, BALANCE.replace(ACCOUNT, other), asMember)).body).toMatchObject({
      data: { pointsAccount: { balance: {} } },
    });

    const verified = {
      code: 0,
      output: expect.stringMatching(/^The books are right: 200 accounts, \d+ postings\.\n$/),
    };
    expect(await runCli('verify', [], { DATA_DIR: dataDir })).toMatchObject(verified);
    process.kill(service.pid, 'SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0, problems: '' });
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
    expect(await runCli('verify', [], { DATA_DIR: dataDir })).toMatchObject(verified);
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
  },
  PATIENCE,
);

test(
  'what is under way when it is told to end is answered',
  async () => {
    const service = await startService({ DATA_DIR: dataDir });
    const blocker = new Client({ connectionString: (await findEmbeddedPostgres(dataDir)) ?? '' });
    await blocker.connect();
    onTestFinished(async () => blocker.end().catch(() => {}));
    await blocker.query('BEGIN');
    await blocker.query('SELECT 1 FROM account WHERE account_id = $1 FOR UPDATE', [ACCOUNT]);
    const input = { idempotencyKey: 'under-way', memberId: 'm-0001', points: 45 };
    const redeeming = askGraph(service.url, REDEEM, { variables: { input } });
    const waiting = 'SELECT count(*) > 0 AS waits FROM pg_locks WHERE NOT granted';
    await expect.poll(async () => (await blocker.query(waiting)).rows, { timeout: 30_000 }).toEqual([{ waits: true }]);

    process.kill(service.pid, 'SIGTERM');
    const stillListens = (): Promise<boolean> =>
      fetch(`${service.url}/healthz`).then(
        () => true,
        () => false,
      );
    await expect.poll(stillListens, { timeout: 30_000 }).toBe(false);
    await blocker.query('COMMIT');
    await blocker.end();
    expect(await redeeming).toEqual({
      status: 200,
      body: {
        data: { redeemPoints: { __typename: 'RedeemPointsSuccess', redemption: { points: 45, status: 'CONFIRMED' } } },
      },
    });
    expect(await service.ended).toMatchObject({ code: 0, problems: '' });
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
  },
  PATIENCE,
);

test(
  'after kill -9, of it or of everything, the next start goes on',
  async () => {
    const first = await startService({ DATA_DIR: dataDir });
    const before = await askGraph(first.url, BALANCE);
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const orphan = await findEmbeddedPostgres(dataDir);
    expect(orphan).not.toBeNull();

    const second = await startService({ DATA_DIR: dataDir });
    expect(await findEmbeddedPostgres(dataDir)).toBe(orphan);
    expect(await askGraph(second.url, BALANCE)).toEqual(before);
    process.kill(second.pid, 'SIGKILL');
    await second.ended;
    const [postmaster] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(postmaster), 'SIGKILL');

    const third = await startService({ DATA_DIR: dataDir });
    expect(await askGraph(third.url, BALANCE)).toEqual(before);
    process.kill(third.pid, 'SIGINT');
    expect(await third.ended).toMatchObject({ code: 0, problems: '' });
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
  },
  PATIENCE,
);

test(
  'Ctrl-C on npm start ends it in order: a terminal signals everybody in the group, and npm passes it on besides',
  async () => {
    const npm = { command: ['npm', 'start'], folder: projectFile('.'), detached: true };
    const service = await startService({ DATA_DIR: dataDir }, npm);
    process.kill(-service.pid, 'SIGINT');
    expect(await service.ended).toMatchObject({ code: 0 });
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
  },
  PATIENCE,
);
