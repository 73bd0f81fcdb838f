import { afterEach, expect, test } from 'vitest';
import type { Command } from '../../../src/ledger/command.ts';
import { NEVER } from '../../../src/ledger/day.ts';
import type { Outcome, Receipt } from '../../../src/ledger/outcome.ts';
import {
  capture,
  changeStatus,
  credit,
  debit,
  hold,
  idOf,
  memberAccount,
  PROGRAM,
  release,
  reverse,
} from './support/commands.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

async function accepted(command: Command): Promise<Receipt> {
  const outcome = await books.ledger.post(command);
  if (outcome.status !== 'accepted') throw new Error(`${command.kind} was ${outcome.status}`);
  return outcome.receipt;
}

test('a first credit opens the account', async () => {
  const account = memberAccount('new');
  expect(await books.ledger.accounts([account])).toEqual([null]);
  const receipt = await accepted(credit(account, 100n, { key: 'open', details: { reason: 'a "quoted" \\ reason' } }));
  expect(receipt).toMatchObject({ id: idOf('open'), kind: 'CREDIT', points: 100n, seq: 1n });
  expect(await books.account(account)).toMatchObject({
    ...account,
    status: 'ACTIVE',
    balance: 100n,
    held: 0n,
    lots: [{ day: NEVER, points: 100n }],
    seq: 1n,
  });
  const [entry] = await books.ledger.entries([{ accountId: account.id, seq: 1n }]);
  expect(entry).toMatchObject({ kind: 'EARN', points: 100n, balanceAfter: 100n, reason: 'a "quoted" \\ reason' });
});

test('a credit opens no account where the program does not, and nothing else ever does', async () => {
  const account = memberAccount('nobody');
  const closedProgram = { ...PROGRAM, opensAccounts: false };
  expect(await books.ledger.post({ ...credit(account, 1n), program: closedProgram })).toEqual({ status: 'absent' });
  expect(await books.ledger.post(debit(account, 1n))).toEqual({ status: 'absent' });
  expect(await books.ledger.accounts([account])).toEqual([null]);
});

test('a debit takes the soonest expiring points first', async () => {
  const account = memberAccount('debit');
  await accepted(credit(account, 10n, { expiresOn: 40_000 }));
  await accepted(credit(account, 10n, { expiresOn: 30_000 }));
  await accepted(debit(account, 12n));
  expect((await books.account(account)).lots).toEqual([{ day: 40_000, points: 8n }]);
  expect(await books.ledger.post(debit(account, 9n))).toEqual({
    status: 'rejected',
    rejection: { code: 'INSUFFICIENT_POINTS', available: 8n, requested: 9n },
    replayed: false,
  });
});

test('a hold is captured in part, and the rest is free again', async () => {
  const account = memberAccount('capture');
  await accepted(credit(account, 100n));
  const { id: holdId, seq } = await accepted(hold(account, 60n));
  expect(seq).toBeNull();
  expect(await books.account(account)).toMatchObject({ balance: 100n, held: 60n });
  expect(await books.ledger.post(debit(account, 41n))).toMatchObject({ rejection: { available: 40n } });
  const captured = await accepted(capture(account, holdId, 25n));
  expect(captured).toMatchObject({ points: 25n, seq: 2n, targetId: holdId });
  expect(await books.account(account)).toMatchObject({ balance: 75n, held: 0n });
  expect(await books.ledger.post(capture(account, holdId, 1n))).toMatchObject({ rejection: { code: 'HOLD_NOT_OPEN' } });
});

test('a hold is released', async () => {
  const account = memberAccount('release');
  await accepted(credit(account, 50n));
  const { id: holdId } = await accepted(hold(account, 50n));
  expect(await books.ledger.post(changeStatus(account, 'CLOSED'))).toMatchObject({ rejection: { code: 'HOLDS_OPEN' } });
  await accepted(release(account, holdId));
  expect(await books.account(account)).toMatchObject({ balance: 50n, held: 0n, lots: [{ points: 50n }] });
});

test('a debit is given back in parts, to its lots, and never more than it took', async () => {
  const account = memberAccount('reverse');
  await accepted(credit(account, 10n, { expiresOn: 30_000 }));
  await accepted(credit(account, 10n, { expiresOn: 40_000 }));
  const { id } = await accepted(debit(account, 15n));
  await accepted(reverse(account, id, 4n));
  await accepted(reverse(account, id, 3n));
  await accepted(reverse(account, id, 1n));
  expect(await books.ledger.post(reverse(account, id, 8n))).toMatchObject({
    status: 'rejected',
    rejection: { code: 'NOT_REVERSIBLE', reversible: 7n },
  });
  await accepted(reverse(account, id, null));
  expect((await books.account(account)).lots).toEqual([
    { day: 30_000, points: 10n },
    { day: 40_000, points: 10n },
  ]);
  expect(await books.ledger.movements([id])).toMatchObject([{ points: 15n, reversed: 15n }]);
  expect(await books.ledger.post(reverse(account, id, 1n))).toMatchObject({ rejection: { reversible: 0n } });
});

test('parts that are given back out of order of their days still add up by lot', async () => {
  const account = memberAccount('reverse-parts');
  await accepted(credit(account, 10n, { expiresOn: 30_000 }));
  await accepted(credit(account, 10n, { expiresOn: 40_000 }));
  const { id } = await accepted(debit(account, 15n));
  // Of the second lot, of both, of the first, of the first.
  for (const points of [4n, 3n, 5n, 3n]) await accepted(reverse(account, id, points));
  expect((await books.account(account)).lots).toEqual([
    { day: 30_000, points: 10n },
    { day: 40_000, points: 10n },
  ]);
  expect(await books.ledger.post(reverse(account, id, null))).toMatchObject({ rejection: { reversible: 0n } });
});

test('a capture can be given back too', async () => {
  const account = memberAccount('reverse-capture');
  await accepted(credit(account, 10n));
  const { id: holdId } = await accepted(hold(account, 10n));
  const { id } = await accepted(capture(account, holdId, 6n));
  await accepted(reverse(account, id, 5n));
  expect(await books.account(account)).toMatchObject({ balance: 9n });
});

test('an account is frozen, reactivated and closed, which forfeits its points', async () => {
  const account = memberAccount('status');
  await accepted(credit(account, 10n));
  await accepted(changeStatus(account, 'FROZEN'));
  expect(await books.ledger.post(debit(account, 1n))).toMatchObject({
    rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'FROZEN' },
  });
  await accepted(changeStatus(account, 'ACTIVE'));
  await accepted(debit(account, 1n));
  await accepted(changeStatus(account, 'CLOSED'));
  expect(await books.account(account)).toMatchObject({ status: 'CLOSED', balance: 0n, lots: [] });
  expect(await books.ledger.post(credit(account, 1n))).toMatchObject({ rejection: { status: 'CLOSED' } });
});

test('everything of one account can come at once, and is done in its order', async () => {
  const account = memberAccount('at-once');
  const outcomes = await Promise.all(
    [
      credit(account, 10n),
      hold(account, 4n, { key: 'at-once-hold' }),
      debit(account, 7n),
      capture(account, idOf('at-once-hold'), 3n, { key: 'at-once-capture' }),
      debit(account, 7n, { key: 'at-once-debit' }),
      reverse(account, idOf('at-once-debit'), 2n),
      reverse(account, idOf('at-once-capture'), null),
    ].map(async (command): Promise<Outcome> => books.ledger.post(command)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual([
    'accepted',
    'accepted',
    'rejected',
    'accepted',
    'accepted',
    'accepted',
    'accepted',
  ]);
  expect(await books.account(account)).toMatchObject({ balance: 5n, held: 0n, seq: 5n });
});
