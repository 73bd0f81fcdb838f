import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { DatabaseRefused, type Sql } from '../../../src/database/port.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import { credit, debit, hold, memberAccount } from './support/commands.ts';
import { unsteady, watched } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

describe.each(['before', 'after'] as const)('a connection that is lost %s the commit', (when) => {
  test('does everything once, and tells every caller that it was done for them', async () => {
    const accounts = Array.from({ length: 10 }, (_, i) => memberAccount(`${when}-${i}`));
    await Promise.all(accounts.map(async (account) => books.ledger.post(credit(account, 10n))));
    const hot = unsteady(books.database.hot);
    hot.lose[when] = 3;
    const ledger = books.another({ hot });
    const outcomes = await Promise.all(
      accounts.flatMap((account) => [
        ledger.post(debit(account, 4n)),
        ledger.post(hold(account, 5n)),
        ledger.post(debit(account, 2n)),
      ]),
    );
    expect(hot.lose[when]).toBe(0);
    for (const [i, outcome] of outcomes.entries()) {
      expect(outcome).toMatchObject({ status: i % 3 === 2 ? 'rejected' : 'accepted', replayed: false });
    }
    const after = await books.ledger.accounts(accounts);
    for (const account of after) expect(account).toMatchObject({ balance: 6n, held: 5n, seq: 2n });
  });

  test('opens an account once', async () => {
    const account = memberAccount(`opened-${when}`);
    const hot = unsteady(books.database.hot);
    hot.lose[when] = 1;
    const outcome = await books.another({ hot }).post(credit(account, 3n));
    expect(outcome).toMatchObject({ status: 'accepted', replayed: false, receipt: { seq: 1n } });
    expect(await books.account(account)).toMatchObject({ balance: 3n, seq: 1n });
  });
});

test('what was done by a lost try is still the caller’s own when the next try is refused', async () => {
  const accounts = ['x', 'y', 'z'].map((name) => memberAccount(`lost-and-refused-${name}`));
  const steady = unsteady(books.database.hot);
  steady.lose.after = 1;
  const hot = watched(steady, ({ name }) => {
    if (name === 'lock_accounts' && steady.transactions === 2) throw new DatabaseRefused('22000', new Error('no'));
  });
  const ledger = books.another({ hot, lanes: 1 });
  const outcomes = await Promise.all(accounts.map(async (account) => ledger.post(credit(account, 1n))));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'accepted', replayed: false });
  expect(steady.transactions).toBe(4);
});

test('a replay of an earlier request is still a replay when the connection was lost on the way', async () => {
  const account = memberAccount('replayed-after-loss');
  const command = credit(account, 3n);
  await books.ledger.post(command);
  const hot = unsteady(books.database.hot);
  hot.lose.after = 1;
  expect(await books.another({ hot }).post(command)).toMatchObject({ status: 'accepted', replayed: true });
});

test.each(['lock_accounts', 'read_requests', 'insert_postings'])(
  'a backend that is terminated before %s loses nothing and doubles nothing',
  async (statement) => {
    const account = memberAccount(`terminated-${statement}`);
    await books.ledger.post(credit(account, 100n));
    const admin = new Client({ connectionString: books.database.connectionString });
    await admin.connect();
    let isTerminated = false;
    const hot = watched(books.database.hot, async ({ name }, _, sql) => {
      if (name !== statement || isTerminated) return;
      isTerminated = true;
      const [row] = await sql.query<{ pid: number }>({ name: 'own_pid', text: 'SELECT pg_backend_pid() AS pid' }, []);
      await admin.query('SELECT pg_terminate_backend($1, 5000)', [row?.pid]);
    });
    const ledger = books.another({ hot });
    const outcomes = await Promise.all([1n, 2n, 3n].map(async (points) => ledger.post(debit(account, points))));
    await admin.end();
    expect(isTerminated).toBe(true);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'accepted', replayed: false });
    expect(await books.account(account)).toMatchObject({ balance: 94n, seq: 4n });
  },
);

test('PostgreSQL out of reach for too long is told to everybody who waits, and repeating is safe', async () => {
  const account = memberAccount('away');
  await books.ledger.post(credit(account, 100n));
  const hot = unsteady(books.database.hot);
  hot.lose.after = Infinity;
  const ledger = books.another({ hot, patience: 1_000 });
  const commands = Array.from({ length: 5 }, () => debit(account, 1n));
  const results = await Promise.allSettled(commands.map(async (command) => ledger.post(command)));
  for (const result of results) expect(result).toMatchObject({ reason: expect.any(LedgerUnavailable) });
  hot.lose.after = 0;
  for (const command of commands) {
    expect(await books.ledger.post(command)).toMatchObject({ status: 'accepted', replayed: true });
  }
  expect(await books.account(account)).toMatchObject({ balance: 95n });
});

test('a PostgreSQL that neither answers nor fails is told in time, to those under way and those behind', async () => {
  const account = memberAccount('silence');
  await books.ledger.post(credit(account, 10n));
  const gate = new EventEmitter();
  const steady = unsteady(books.database.hot);
  const hot = {
    ...steady,
    transaction: async <Value>(work: (sql: Sql) => Promise<Value>): Promise<Value> => {
      await once(gate, 'answer');
      return steady.transaction(work);
    },
  };
  const ledger = books.another({ hot, lanes: 1, patience: 20 });
  const command = debit(account, 4n);
  const first = expect(ledger.post(command)).rejects.toThrow(LedgerUnavailable);
  await nextTurn();
  await nextTurn();
  const behind = expect(ledger.post(debit(account, 1n))).rejects.toThrow(LedgerUnavailable);
  await Promise.all([first, behind]);
  // It was only slow: what was under way is done, and its repetition says so; what waited is not done.
  gate.emit('answer');
  await expect.poll(() => steady.transactions).toBe(1);
  expect(await books.ledger.post(command)).toMatchObject({ status: 'accepted', replayed: true });
  expect(await books.account(account)).toMatchObject({ balance: 6n, seq: 2n });
});

test('a ledger with as many commands waiting as it takes refuses the next one at once', async () => {
  const ledger = books.another({ capacity: 3 });
  const account = memberAccount('crowd');
  const results = await Promise.allSettled(Array.from({ length: 5 }, async () => ledger.post(credit(account, 1n))));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(await ledger.post(credit(account, 1n))).toMatchObject({ status: 'accepted' });
});

test('a ledger that closes finishes what is under way and takes no more', async () => {
  const ledger = books.another();
  const account = memberAccount('closing');
  const command = credit(account, 1n);
  const underWay = [
    ledger.post(command),
    ledger.post({ ...command, fingerprint: 'ff' }),
    ledger.post(credit(account, 2n)),
  ];
  const closed = Promise.all([ledger.close(), ledger.close()]);
  await expect(ledger.post(credit(account, 4n))).rejects.toThrow(LedgerUnavailable);
  await closed;
  const outcomes = await Promise.all(underWay);
  expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'conflict', 'accepted']);
  expect(await books.account(account)).toMatchObject({ balance: 3n });
  await ledger.close();
});
