import { EventEmitter, once } from 'node:events';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DatabaseUnavailable, type Sql } from '../../../src/database/port.ts';
import type { AccountRef } from '../../../src/ledger/account.ts';
import { credit, debit, memberAccount } from './support/commands.ts';
import { watched } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();
const clients: Client[] = [];

beforeAll(async () => {
  for (let i = 0; i < 2; i += 1) {
    const client = new Client({ connectionString: books.database.connectionString });
    await client.connect();
    clients.push(client);
  }
});
afterEach(async () => {
  expect(await books.verify()).toBeNull();
});
afterAll(async () => {
  await Promise.all(clients.map(async (client) => client.end()));
});

const LOCK = 'SELECT FROM account WHERE account_id = $1 FOR UPDATE';

/** Two accounts of one lane, in the order in which they are locked. */
async function twoAccounts(name: string): Promise<readonly [AccountRef, AccountRef]> {
  const first = memberAccount(name);
  for (let i = 0; ; i += 1) {
    const second = memberAccount(`${name}-${i}`);
    if (second.bucket % 2 !== first.bucket % 2 || second.bucket <= first.bucket) continue;
    await Promise.all([first, second].map(async (account) => books.ledger.post(credit(account, 10n))));
    return [first, second];
  }
}

/** Waits until a ledger's statement waits for a lock, and gives its text. */
async function waitingStatement(): Promise<string> {
  for (;;) {
    const { rows } = await (clients[1] as Client).query<{ query: string }>(
      `SELECT query FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'points'`,
    );
    if (rows[0] !== undefined) return rows[0].query;
  }
}

test.each([0, 1])('accounts are locked first of all, in one order for everybody (%i)', async (locked) => {
  const accounts = await twoAccounts(`ordered-${locked}`);
  const [holder, other] = clients as [Client, Client];
  await holder.query('BEGIN');
  await holder.query(LOCK, [accounts[locked]?.id]);
  // Asked for in the other order.
  const posted = Promise.all(accounts.toReversed().map(async (account) => books.ledger.post(debit(account, 1n))));
  expect(await waitingStatement()).toContain('FOR UPDATE');
  // The first is locked before the second is waited for; the second is not locked while the first is waited for.
  const free = other.query(`${LOCK} NOWAIT`, [accounts[1 - locked]?.id]);
  if (locked === 1) await expect(free).rejects.toMatchObject({ code: '55P03' });
  else await free;
  await holder.query('COMMIT');
  for (const outcome of await posted) expect(outcome).toMatchObject({ status: 'accepted' });
});

test('a batch decides on what was committed while it waited for its locks', async () => {
  const [account] = await twoAccounts('fresh');
  const [holder] = clients as [Client];
  const seen: string[] = [];
  const ledger = books.another({ hot: watched(books.database.hot, ({ name }) => void seen.push(name)) });
  const command = debit(account, 4n);
  await holder.query('BEGIN');
  await holder.query(LOCK, [account.id]);
  const waiting = ledger.post(debit(account, 7n));
  await waitingStatement();
  // What another process would do under its lock: the same as a ledger, in SQL.
  await holder.query('UPDATE account SET balance = 6, lots[2] = 6, seq = 2 WHERE account_id = $1', [account.id]);
  await holder.query(
    `INSERT INTO posting SELECT bucket, account_id, 2, 'REDEEM', 'REDEMPTION', -4, 6, ARRAY[next_expiry, 4], '{}', NULL, $2,
       changed_at, changed_at FROM account WHERE account_id = $1`,
    [account.id, command.id],
  );
  await holder.query(
    `INSERT INTO request SELECT $2, bucket, account_id, 'DEBIT', decode($3, 'hex'), 4, NULL, 2, NULL, NULL, changed_at
     FROM account WHERE account_id = $1`,
    [account.id, command.id, command.fingerprint],
  );
  await holder.query('COMMIT');
  expect(await waiting).toMatchObject({ status: 'rejected', rejection: { available: 6n } });
  expect(await ledger.post(command)).toMatchObject({ status: 'accepted', replayed: true });
  expect(seen.filter((name) => name === 'lock_accounts')).toHaveLength(2);
});

test('a lost commit that lands while the next try is under way is still the caller’s own', async () => {
  const account = memberAccount('late-commit');
  const { hot } = books.database;
  const gate = new EventEmitter();
  const landed: Promise<unknown>[] = [];
  const slow = {
    ...hot,
    transaction: async <Value>(work: (sql: Sql) => Promise<Value>): Promise<Value> => {
      if (landed.length > 0) return hot.transaction(work);
      const written = once(gate, 'written');
      landed.push(
        hot.transaction(async (sql) => {
          await work(sql);
          gate.emit('written');
          await once(gate, 'commit');
        }),
      );
      await written;
      throw new DatabaseUnavailable(new Error('lost, and not yet ended'));
    },
  };
  const posted = books.another({ hot: slow }).post(credit(account, 5n));
  // The next try opens the same account, and waits for what became of the first one.
  expect(await waitingStatement()).toContain('INSERT INTO account');
  gate.emit('commit');
  expect(await posted).toMatchObject({ status: 'accepted', replayed: false, receipt: { seq: 1n } });
  await Promise.all(landed);
  expect(await books.account(account)).toMatchObject({ balance: 5n, seq: 1n });
});

test('the time of a batch is when it had its locks, not when it began to wait for them', async () => {
  const account = memberAccount('time');
  const [holder] = clients as [Client];
  const ledger = books.another({ now: (time) => time });
  await ledger.post(credit(account, 10n));
  await holder.query('BEGIN');
  await holder.query(LOCK, [account.id]);
  const waiting = ledger.post(debit(account, 1n));
  await waitingStatement();
  const { rows } = await holder.query<{ time: Date }>('SELECT clock_timestamp() AS time');
  await holder.query('COMMIT');
  const outcome = await waiting;
  if (outcome.status !== 'accepted') throw new Error(outcome.status);
  expect(outcome.receipt.recordedAt.getTime()).toBeGreaterThanOrEqual(rows[0]?.time.getTime() ?? Infinity);
});
