import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { migrate } from '../../../src/database/migrate.ts';
import { openBooks } from '../../../src/database/openBooks.ts';
import { openDatabase } from '../../../src/database/openDatabase.ts';
import { workingRole } from '../../../src/database/workingRole.ts';
import { StartupProblem } from '../../../src/startupProblem.ts';

async function run(connectionString: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** An empty database, as its owner sees it. */
async function emptyDatabase(owner?: string): Promise<string> {
  const server = inject('postgres');
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await run(server, `CREATE DATABASE ${name} ${owner === undefined ? '' : `OWNER ${owner}`}`);
  onTestFinished(async () => run(server, `DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(server);
  url.pathname = name;
  return url.href;
}

test('several starts at once migrate once', async () => {
  const connectionString = await emptyDatabase();
  const applied = await Promise.all(Array.from({ length: 3 }, () => migrate(connectionString)));
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await migrate(connectionString)).toEqual([]);
});

test('a database that is newer than the code is refused', async () => {
  const connectionString = await emptyDatabase();
  await migrate(connectionString);
  const row = `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name)
               VALUES ('x', 'x', now(), '29991231000000_later')`;
  await run(connectionString, row);
  await expect(migrate(connectionString)).rejects.toThrow(/newer than this version.*29991231000000_later/);
});

test('a migration that was left half done, or changed since, is refused', async () => {
  const connectionString = await emptyDatabase();
  await migrate(connectionString);
  await run(connectionString, 'UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(migrate(connectionString)).rejects.toThrow(/half done/);
  await run(connectionString, "UPDATE _prisma_migrations SET finished_at = now(), checksum = 'other'");
  await expect(migrate(connectionString)).rejects.toThrow(/changed since/);
});

test('a server that cannot be reached is named by its variable', async () => {
  const unreachable = migrate('postgresql://nobody@127.0.0.1:1/nothing');
  await expect(unreachable).rejects.toThrow(/^DATABASE_URL: .*ECONNREFUSED/);
  await expect(unreachable).rejects.toBeInstanceOf(StartupProblem);
});

test.each([
  ['who may not create roles', []],
  ['whom an administrator gave the role before', ['GRANT points_service TO $user']],
])('a user %s has books all the same, and nobody rewrites them', async (_, grants) => {
  const user = `plain_${randomUUID().replaceAll('-', '')}`;
  const preparations = grants.map((grant) => grant.replace('$user', user));
  await run(inject('postgres'), `CREATE ROLE ${user} LOGIN PASSWORD 'plain'`, ...preparations);
  onTestFinished(async () => run(inject('postgres'), `DROP ROLE ${user}`));
  const url = new URL(await emptyDatabase(user));
  [url.username, url.password] = [user, 'plain'];
  const options = { connectionString: url.href, lanes: 1, connections: 1, defaultProgram: 'demo' };
  const books = await openBooks(options);
  onTestFinished(() => books.close());
  const insert = `INSERT INTO request (id, bucket, account_id, kind, fingerprint, points, recorded_at)
                  VALUES (gen_random_uuid(), 0, gen_random_uuid(), 'CREDIT', '', 1, now())`;
  await books.hot.query({ name: 'insert', text: insert }, []);
  const rewrite = books.hot.query({ name: 'rewrite', text: 'UPDATE request SET points = 2' }, []);
  await expect(rewrite).rejects.toMatchObject({ sqlState: expect.stringMatching(/^(?:23001|42501)$/) });
});

test('the role is worked as where it was granted', async () => {
  const connectionString = await emptyDatabase();
  await migrate(connectionString);
  const owner = openDatabase({ connectionString, connections: 1 });
  onTestFinished(() => owner.close());
  expect(await workingRole(owner)).toBe('points_service');
});
