import { createHash, randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Delivery } from '../../../src/ledger/command.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { award, takeBack } from './support/awards.ts';
import { memberAccount } from './support/commands.ts';
import { abreast, unsteady } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

function message(messageId: string = randomUUID(), body = messageId): Delivery {
  return { sourceId: 'shop', messageId, bodyHash: createHash('sha256').update(body).digest('hex') };
}

async function inbox(ids: readonly string[]): Promise<Record<string, string>> {
  const rows = await books.database.reads.query<{ id: string; hash: string }>(
    {
      name: 'inbox',
      text: `SELECT message_id AS id, encode(body_hash, 'hex') AS hash FROM inbox WHERE message_id = ANY ($1)`,
    },
    [`{${ids.join(',')}}`],
  );
  return Object.fromEntries(rows.map(({ id, hash }) => [id, hash]));
}

test('a message is kept with the effect that it asked for, and again it is a replay', async () => {
  const delivery = message();
  const command = award(memberAccount('kept'), 5n, { delivery });
  expect(await books.ledger.post(command)).toMatchObject({ status: 'accepted', replayed: false });
  expect(await inbox([delivery.messageId])).toEqual({ [delivery.messageId]: delivery.bodyHash });
  expect(await books.ledger.post(command)).toMatchObject({ status: 'accepted', replayed: true });
  expect(await books.account(memberAccount('kept'))).toMatchObject({ balance: 5n });
});

test('the same id with another body is a conflict, and nothing is written', async () => {
  const delivery = message();
  await books.ledger.post(award(memberAccount('forged'), 5n, { delivery }));
  const forged = award(memberAccount('forged'), 7n, { key: 'forged', delivery: message(delivery.messageId, 'other') });
  expect(await books.ledger.post(forged)).toEqual({ status: 'conflict' });
  expect(await inbox([delivery.messageId])).toEqual({ [delivery.messageId]: delivery.bodyHash });
  expect(await books.account(memberAccount('forged'))).toMatchObject({ balance: 5n, awards: 1n });
  // Its request is not used up: a message that is right may still bring it.
  expect(await books.ledger.post({ ...forged, delivery: message() })).toMatchObject({ replayed: false });
});

test('another message about what is done already is kept with the replay, and so is one about a refusal', async () => {
  const account = memberAccount('again');
  const [first, second, third] = [message(), message(), message()];
  const command = award(account, 5n, { key: 'again', delivery: first });
  await books.ledger.post(command);
  expect(await books.ledger.post({ ...command, delivery: second })).toMatchObject({ replayed: true });
  expect(await books.ledger.post(takeBack(account, 'unknown', 1n, { delivery: third }))).toMatchObject({
    status: 'rejected',
  });
  expect(Object.keys(await inbox([first, second, third].map(({ messageId }) => messageId)))).toHaveLength(3);
});

test('what two messages ask for at once is done once, and both are kept', async () => {
  const [first, second] = [message(), message()];
  const command = award(memberAccount('at-once'), 5n, { key: 'two-at-once' });
  const outcomes = await Promise.all(
    [first, second, first].map(async (delivery) => books.ledger.post({ ...command, delivery })),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'accepted')).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome.status === 'accepted' && outcome.replayed)).toHaveLength(2);
  expect(Object.keys(await inbox([first.messageId, second.messageId]))).toHaveLength(2);
});

test('one message id with two bodies, through two ledgers at once: one has its effect', async () => {
  const ids = Array.from({ length: 20 }, () => randomUUID());
  const [left, right] = abreast(books.database.hot, 2).map((hot) => books.another({ hot })) as [Ledger, Ledger];
  const outcomes = await Promise.all(
    ids.flatMap((id, i) => [
      left.post(award(memberAccount(`left-${i}`), 5n, { delivery: message(id, 'left') })),
      right.post(award(memberAccount(`right-${i}`), 5n, { delivery: message(id, 'right') })),
    ]),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'accepted')).toHaveLength(20);
  expect(outcomes.filter((outcome) => outcome.status === 'conflict')).toHaveLength(20);
});

test('a message whose batch was lost before or after its commit has one effect', async () => {
  const hot = unsteady(books.database.hot);
  const ledger = books.another({ hot });
  Object.assign(hot.lose, { before: 1, after: 1 });
  const commands = Array.from({ length: 10 }, (_, i) => award(memberAccount(`lost-${i}`), 5n, { delivery: message() }));
  const outcomes = await Promise.all(commands.map(async (command) => ledger.post(command)));
  expect(outcomes.every((outcome) => outcome.status === 'accepted' && !outcome.replayed)).toBe(true);
  const after = await books.ledger.accounts(commands.map(({ account }) => account));
  for (const account of after) expect(account).toMatchObject({ balance: 5n, awards: 1n });
});
