import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/database/openDatabase.ts';
import type { OpenDatabase } from '../../../src/database/openDatabase.ts';
import type { Sql } from '../../../src/database/port.ts';
import { DatabaseRefused, DatabaseUnavailable } from '../../../src/database/port.ts';
import { startCuttingProxy } from '../../support/cuttingProxy.ts';
import type { TestDatabase } from '../../support/testDatabase.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const addMember = (sql: Sql, id: string): Promise<object[]> =>
  sql.query({ name: 'add_member', text: 'INSERT INTO member_profile (member_id) VALUES ($1)' }, [id]);
const members = async (sql: Sql): Promise<string[]> => {
  const text = 'SELECT member_id FROM member_profile ORDER BY 1';
  const rows = await sql.query<{ member_id: string }>({ name: 'members', text }, []);
  return rows.map((row) => row.member_id);
};
const setting = async (sql: Sql, name: string): Promise<string | undefined> => {
  const statement = { name: 'setting', text: 'SELECT current_setting($1) AS value' };
  return (await sql.query<{ value: string }>(statement, [name]))[0]?.value;
};
/** Ends the session that runs it, as an administrator would. */
const killBackend = async (sql: Sql): Promise<void> => {
  const [backend] = await sql.query<{ pid: number }>({ name: 'pid', text: 'SELECT pg_backend_pid() AS pid' }, []);
  const administrator = openDatabase({ connectionString: database.connectionString, connections: 1 });
  const text = 'SELECT pg_terminate_backend($1, 10000)';
  await administrator.query({ name: 'kill', text }, [backend?.pid ?? 0]);
  await administrator.close();
};

test('int8 and int8[] come back as bigint, and nobody else notices', async () => {
  const text = 'SELECT 9007199254740993::int8 AS one, ARRAY[1, -9223372036854775808]::int8[] AS many, 7::int4 AS four';
  const rows = await database.hot.query({ name: 'types', text }, []);
  expect(rows).toEqual([{ one: 9_007_199_254_740_993n, many: [1n, -9_223_372_036_854_775_808n], four: 7 }]);
});

test('the ledger works as the role that cannot rewrite the books, on plans that stay', async () => {
  expect(await setting(database.hot, 'role')).toBe('points_service');
  expect(await setting(database.hot, 'enable_seqscan')).toBe('off');
  expect(await setting(database.hot, 'plan_cache_mode')).toBe('force_generic_plan');
  expect(await setting(database.hot, 'statement_timeout')).toBe('30s');
  expect(await setting(database.reads, 'enable_seqscan')).toBe('on');
  const rewrite = { name: 'rewrite', text: 'UPDATE posting SET amount = 1' };
  await expect(database.hot.query(rewrite, [])).rejects.toMatchObject({ sqlState: '42501' });
});

test.each(['hot', 'reads'] as const)('a transaction on %s commits, or does nothing at all', async (which) => {
  const sql = database[which];
  await sql.transaction((inside) => addMember(inside, `${which}-kept`));
  const broken = sql.transaction(async (inside) => {
    await addMember(inside, `${which}-dropped`);
    throw new Error('thought better of it');
  });
  await expect(broken).rejects.toThrow('thought better of it');
  const doubled = sql.transaction(async (inside) => {
    await addMember(inside, `${which}-dropped`);
    await addMember(inside, `${which}-kept`);
  });
  await expect(doubled).rejects.toMatchObject({ name: 'DatabaseRefused', sqlState: '23505' });
  const found = await members(sql);
  expect(found.filter((id) => id.startsWith(which))).toEqual([`${which}-kept`]);
});

test('a transaction that ignores a refused statement is not taken for committed', async () => {
  const careless = database.hot.transaction(async (sql) => {
    await addMember(sql, 'careless');
    await addMember(sql, 'careless').catch(() => []);
  });
  await expect(careless).rejects.toBeInstanceOf(DatabaseRefused);
  expect(await members(database.hot)).not.toContain('careless');
});

describe('a connection that is lost', () => {
  test('in a transaction says so, and the next one is new', async () => {
    const halfway = database.hot.transaction(async (sql) => {
      await addMember(sql, 'halfway');
      await killBackend(sql);
      await addMember(sql, 'never');
    });
    await expect(halfway).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await members(database.hot)).not.toContain('halfway');
  });

  test('while nobody uses it ends nothing', async () => {
    const lonely = openDatabase({ connectionString: database.connectionString, connections: 1 });
    // Not events.once: it takes the pool's word of the lost connection for a failure of the wait.
    const removed = new Promise<void>((resolve) => {
      lonely.pool.once('remove', () => resolve());
    });
    await killBackend(lonely);
    await removed;
    expect(await members(lonely)).toEqual(await members(database.reads));
    await lonely.close();
  });

  test('with the answer to COMMIT leaves the outcome unknown', async () => {
    const proxy = await startCuttingProxy(database.connectionString, 'COMMIT');
    const cut = openDatabase({ connectionString: proxy.connectionString, connections: 1, hot: true });
    await expect(cut.transaction((sql) => addMember(sql, 'unheard'))).rejects.toBeInstanceOf(DatabaseUnavailable);
    await cut.close();
    await proxy.close();
    await expect.poll(() => members(database.hot)).toContain('unheard');
  });

  test('before it began is no different', async () => {
    const url = new URL(database.connectionString);
    url.port = '1';
    const nowhere: OpenDatabase = openDatabase({ connectionString: url.href, connections: 1 });
    await expect(members(nowhere)).rejects.toBeInstanceOf(DatabaseUnavailable);
    await expect(nowhere.transaction(members)).rejects.toBeInstanceOf(DatabaseUnavailable);
    await nowhere.close();
  });
});
