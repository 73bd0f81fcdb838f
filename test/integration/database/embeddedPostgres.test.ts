import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { DataFolderInUse } from '../../../src/database/embedded/dataFolderLock.ts';
import type { EmbeddedPostgres } from '../../../src/database/embeddedPostgres.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embeddedPostgres.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const start = (dataDir: string): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, durable: false });

async function ask(connectionString: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const postmasterPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a set-up that was killed half way starts over, and what was written outlives a stop', async () => {
  const dataDir = await temporaryFolder();
  await mkdir(join(dataDir, 'postgres.new', 'base'), { recursive: true });
  await writeFile(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n');
  await writeFile(join(dataDir, 'postgres.password'), 'of the one that was killed');

  const first = await start(dataDir);
  await ask(first.connectionString, 'CREATE TABLE kept AS SELECT 7 AS seven');
  const pid = await postmasterPid(dataDir);
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  expect(await findEmbeddedPostgres(dataDir)).toBeNull();

  const second = await start(dataDir);
  onTestFinished(() => second.stop());
  expect(await ask(second.connectionString, 'SELECT seven FROM kept')).toEqual([7]);
  expect(await findEmbeddedPostgres(dataDir)).toBe(second.connectionString);
  await expect(start(dataDir)).rejects.toThrow(new DataFolderInUse(dataDir, process.pid));
});

test('a server that is killed is started again, on the same port', async () => {
  const dataDir = await temporaryFolder();
  const postgres = await startEmbeddedPostgres({ dataDir });
  onTestFinished(() => postgres.stop());
  await ask(postgres.connectionString, 'CREATE TABLE kept AS SELECT 7 AS seven');
  const killed = await postmasterPid(dataDir);
  process.kill(killed, 'SIGKILL');
  const seven = (): Promise<unknown> => ask(postgres.connectionString, 'SELECT seven FROM kept').catch(() => null);
  await expect.poll(seven, { timeout: 30_000 }).toEqual([7]);
  expect(await postmasterPid(dataDir)).not.toBe(killed);
});

test('what a killed service leaves behind is not taken for a living one', async () => {
  const dataDir = await temporaryFolder();
  await (await start(dataDir)).stop();
  // Numbers of processes that live, but are others: this one was started at another time, that one works elsewhere.
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(stranger, 'spawn');
  onTestFinished(() => {
    stranger.kill();
  });
  await writeFile(
    join(dataDir, 'service.lock'),
    JSON.stringify({ pid: process.pid, start: 'before', token: 'theirs' }),
  );
  const pidFile = [stranger.pid, join(dataDir, 'postgres'), 1, 5432, '', '127.0.0.1', '', 'ready', ''].join('\n');
  await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), pidFile);

  const postgres = await start(dataDir);
  onTestFinished(() => postgres.stop());
  expect(await ask(postgres.connectionString, 'SELECT 1')).toEqual([1]);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
});

test('of two starts at once on one folder, one is refused', async () => {
  const dataDir = await temporaryFolder();
  const starts = await Promise.allSettled([start(dataDir), start(dataDir)]);
  const started = starts.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  onTestFinished(async () => {
    await Promise.all(started.map((each) => each.stop()));
  });
  expect(started).toHaveLength(1);
  expect(starts.find((each) => each.status === 'rejected')?.reason).toBeInstanceOf(DataFolderInUse);
});
