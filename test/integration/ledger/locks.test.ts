import { EventEmitter, once } from 'node:events';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DatabaseUnavailable, type Sql } from '../../../src/database/port.ts';
import type { AccountRef } from '../../../src/ledger/account.ts';
import { changesOf } from '../../../src/ledger/changes.ts';
import { capture, credit, debit, hold, idOf, memberAccount } from './support/commands.ts';
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

test('a row that was changed behind the lock is found out by the write, which does nothing', async () => {
  const account = memberAccount('tampered');
  await books.ledger.post(credit(account, 100n));
  let batches = 0;
  const hot = watched(books.database.hot, async ({ name }, _, sql) => {
    if (name !== 'change_accounts') return;
    batches += 1;
    if (batches > 1) return;
    // In the batch's own transaction: its lock keeps everybody else out.
    const text = "UPDATE account SET status = 'FROZEN' WHERE account_id = $1";
    await sql.query({ name: 'tamper', text }, [account.id]);
  });
  expect(await books.another({ hot }).post(debit(account, 30n))).toMatchObject({ status: 'accepted' });
  expect(batches).toBe(2);
  expect(await books.account(account)).toMatchObject({ status: 'ACTIVE', balance: 70n, seq: 2n });
});

test('a hold that was closed behind the lock is found out by the write, which does nothing', async () => {
  const account = memberAccount('tampered-hold');
  await books.ledger.post(credit(account, 100n));
  await books.ledger.post(hold(account, 30n, { key: 'tampered-hold' }));
  let batches = 0;
  const hot = watched(books.database.hot, async ({ name }, _, sql) => {
    if (name !== 'close_holds') return;
    batches += 1;
    if (batches > 1) return;
    const text = "UPDATE hold SET state = 'RELEASED' WHERE account_id = $1";
    await sql.query({ name: 'tamper_hold', text }, [account.id]);
  });
  const captured = await books.another({ hot }).post(capture(account, idOf('tampered-hold'), 30n));
  expect(captured).toMatchObject({ status: 'accepted' });
  expect(batches).toBe(2);
  expect(await books.account(account)).toMatchObject({ balance: 70n, held: 0n });
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

test('new rows are written in the order of their keys, so that two processes do not wait for each other', async () => {
  const refs = Array.from({ length: 30 }, (_, i) => memberAccount(`sorted-${i}`));
  const at = new Date();
  const decisions = refs.map((ref) => ({
    outcome: { status: 'idle' as const },
    account: {
      ...ref,
      status: 'ACTIVE' as const,
      balance: 0n,
      held: 0n,
      lots: [],
      seq: 0n,
      openedAt: at,
      changedAt: at,
    },
    request: {
      id: credit(ref, 1n).id,
      account: ref,
      kind: 'CREDIT' as const,
      points: 1n,
      seq: null,
      targetId: null,
      details: {},
      recordedAt: at,
      fingerprint: '',
      rejection: null,
    },
  }));
  const changes = changesOf({ accounts: new Map(), holds: new Map() }, decisions);
  const keys = changes.openedAccounts.map(({ bucket, id }) => `${String(bucket).padStart(2, '0')} ${id}`);
  const ids = changes.requests.map(({ id }) => id);
  expect(keys).toHaveLength(30);
  expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
});
