import { afterEach, expect, test } from 'vitest';
import { changesOf } from '../../../src/ledger/changes.ts';
import { capture, credit, debit, hold, idOf, memberAccount } from './support/commands.ts';
import { watched } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
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
      pending: 0n,
      debt: 0n,
      awards: 0n,
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
  const changes = changesOf({ accounts: new Map(), holds: new Map(), awards: new Map() }, decisions);
  const keys = changes.openedAccounts.map(({ bucket, id }) => `${String(bucket).padStart(2, '0')} ${id}`);
  const ids = changes.requests.map(({ id }) => id);
  expect(keys).toHaveLength(30);
  expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
});
