import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { programOwner } from '../../../src/ledger/counters.ts';
import { award, takeBack } from './support/awards.ts';
import { memberAccount, PROGRAM } from './support/commands.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();
const clients: Client[] = [];
const OWNER = programOwner(PROGRAM.id);

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

const LOCK = `SELECT FROM counter WHERE owner = '${OWNER.id}' AND key = $1 FOR UPDATE`;
const ADD = `INSERT INTO counter VALUES (${OWNER.bucket}, '${OWNER.id}', $1, 0)`;

/** An award that reads the program's counters in the wrong order. */
function awardOf(name: string, keys: readonly string[]): ReturnType<typeof award> {
  return award(memberAccount(name), 1n, {
    reads: keys.toReversed().map((key) => ({ owner: 'program', from: key, to: key })),
    assess: () => ({ points: 1n, adds: [], clearing: 'AT_ONCE', facts: '{}' }),
  });
}

/**
 * Waits until a ledger's statement waits for a lock, and gives its text. PostgreSQL reads the text and the wait one after
 * the other, so that a text counts when it is there twice.
 */
async function waitingStatement(): Promise<string> {
  let before: string | null = null;
  for (;;) {
    const { rows } = await (clients[1] as Client).query<{ query: string }>(
      `SELECT query FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'points'`,
    );
    const seen = rows[0]?.query ?? null;
    if (seen !== null && seen === before) return seen;
    before = seen;
  }
}

test.each([0, 1])('a program’s counters are locked in one order for everybody (%i)', async (locked) => {
  const keys = [`lock-${locked}-a`, `lock-${locked}-b`];
  const [holder, other] = clients as [Client, Client];
  await books.ledger.post(awardOf(`lock-${locked}`, keys));
  await holder.query('BEGIN');
  await holder.query(LOCK, [keys[locked]]);
  const posted = books.ledger.post(awardOf(`lock-${locked}`, keys));
  expect(await waitingStatement()).toContain('FOR UPDATE OF c');
  // The first is locked before the second is waited for; the second is not locked while the first is waited for.
  const free = other.query(`${LOCK} NOWAIT`, [keys[1 - locked]]);
  if (locked === 1) await expect(free).rejects.toMatchObject({ code: '55P03' });
  else await free;
  await holder.query('COMMIT');
  expect(await posted).toMatchObject({ status: 'accepted' });
});

test.each([0, 1])('missing ones are added in one order for everybody (%i)', async (added) => {
  const keys = [`add-${added}-a`, `add-${added}-b`];
  const [holder, other] = clients as [Client, Client];
  await holder.query('BEGIN');
  await holder.query(ADD, [keys[added]]);
  const posted = books.ledger.post(awardOf(`add-${added}`, keys));
  expect(await waitingStatement()).toContain('INSERT INTO counter');
  await other.query("BEGIN; SET LOCAL lock_timeout = '100ms'");
  const free = other.query(ADD, [keys[1 - added]]);
  if (added === 1) await expect(free).rejects.toMatchObject({ code: '55P03' });
  else await free;
  await other.query('ROLLBACK');
  await holder.query('COMMIT');
  expect(await posted).toMatchObject({ status: 'accepted' });
});

test('what taking back gives to is locked before anything is written', async () => {
  const account = memberAccount('back');
  const [holder] = clients as [Client];
  await books.ledger.post(award(account, 5n, { key: 'locked-back' }));
  await holder.query('BEGIN');
  await holder.query(LOCK, ['cap']);
  const posted = books.ledger.post(takeBack(account, 'locked-back', 2n));
  expect(await waitingStatement()).toContain('FOR UPDATE OF c');
  await holder.query('COMMIT');
  expect(await posted).toMatchObject({ status: 'accepted' });
});
