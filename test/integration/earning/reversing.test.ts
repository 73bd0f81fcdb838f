import { expect, test } from 'vitest';
import { aBase, aCap, aMultiplier, aPolicy } from '../../doubles/rules.ts';
import { day, dollars, useEarning } from './support/useEarning.ts';

const earning = useEarning();
const { books } = earning;
const reverse = (key: string, transactionId: string, amount?: string) =>
  earning.useCases.reverseEarning(earning.staff, {
    idempotencyKey: key,
    earning: { transactionId, programId: earning.program.id },
    amount: amount === undefined ? null : dollars(amount),
  });
const spend = async (points: string): Promise<void> => {
  const input = { idempotencyKey: `s-${points}`, memberId: 'm-1', points };
  expect(await earning.useCases.redeemPoints(earning.staff, input)).toMatchObject({ ok: true });
};

test('parts take back what they earned under the rules of then, and never more than all of it', async () => {
  await earning.rule('dollars', aBase('1.5'));
  await earning.rule('twice', aMultiplier('2'));
  await earning.earn('t-1', { occurredAt: day(1, 8) });
  await earning.rule('dollars', aBase('100'), day(1, 9));
  await earning.rule('twice', null, day(1, 9));
  const parts = ['0.1', '3.33', '3.33', '3.24'];
  const reversed: bigint[] = [];
  for (const [index, amount] of parts.entries()) {
    const result = await reverse(`r-${index}`, 't-1', amount);
    if (!result.ok) throw new Error(result.failure.message);
    reversed.push(result.value.reversedPoints);
  }
  // What stays is worth 29.7, 19.71, 9.72 and 0 points, rounded down.
  expect(reversed).toEqual([1n, 11n, 21n, 30n]);
  expect(await reverse('r-9', 't-1', '0.01')).toMatchObject({
    failure: { type: 'EarningNotReversible', reversibleAmount: null },
  });
  expect(await earning.account()).toMatchObject({ balance: 0n, debt: 0n });
  expect(await books.verify()).toBeNull();
});

test('the same key replays with the earning as it stands now, and another input conflicts', async () => {
  await earning.rule('dollars', aBase());
  await earning.earn('t-1');
  await reverse('r-1', 't-1', '1');
  const rest = await reverse('r-2', 't-1');
  expect(await reverse('r-1', 't-1', '1.00')).toEqual(rest);
  expect(await reverse('r-1', 't-1', '2')).toMatchObject({ failure: { type: 'IdempotencyKeyConflict' } });
  const refused = { failure: { type: 'EarningNotReversible', reversibleAmount: null } };
  expect(await reverse('r-3', 't-1')).toMatchObject(refused);
  expect(await reverse('r-3', 't-1')).toMatchObject(refused);
});

test('64 callers who reverse parts of one transaction take back all of it and not a point more', async () => {
  await earning.rule('dollars', aBase());
  await earning.earn('t-1', { amount: dollars('100') });
  const answers = await Promise.all(Array.from({ length: 64 }, (_, index) => reverse(`r-${index}`, 't-1', '3')));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(33);
  for (const answer of answers) {
    if (!answer.ok) expect(answer.failure).toMatchObject({ type: 'EarningNotReversible', reversibleAmount: '1' });
  }
  expect(await earning.account()).toMatchObject({ balance: 1n, debt: 0n });
  expect(await books.verify()).toBeNull();
});

test('a reversal gives its points back to the cap of its own period', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('daily', aCap('15'));
  books.toDay(3);
  await earning.earn('t-1', { occurredAt: day(2, 8) });
  await earning.earn('t-2', { occurredAt: day(2, 9) });
  await earning.earn('t-3', { occurredAt: day(3, 8) });
  await reverse('r-1', 't-1');
  // What the cap trimmed from the second one stays trimmed: it was judged by what was there then.
  expect((await earning.earn('t-4', { occurredAt: day(2, 10) })).points).toBe(10n);
  expect((await earning.earn('t-5', { occurredAt: day(2, 11) })).points).toBe(0n);
  expect((await earning.earn('t-6', { occurredAt: day(3, 9) })).points).toBe(5n);
});

test('what was spent becomes a debt, which every later earning pays first', async () => {
  await earning.rule('dollars', aBase());
  await earning.earn('t-1', { amount: dollars('30') });
  await spend('25');
  expect(await reverse('r-1', 't-1')).toMatchObject({ value: { status: 'REVERSED', reversedPoints: 30n } });
  expect(await earning.account()).toMatchObject({ balance: 0n, debt: 25n });
  expect(await earning.earn('t-2')).toMatchObject({ status: 'POSTED', points: 10n });
  expect(await earning.account()).toMatchObject({ balance: 0n, debt: 15n });
  const credit = { idempotencyKey: 'c-1', memberId: 'm-1', points: '4' };
  expect(await earning.useCases.earnPoints(earning.staff, credit)).toMatchObject({ value: { points: 4n } });
  await earning.earn('t-3', { amount: dollars('20') });
  expect(await earning.account()).toMatchObject({ balance: 9n, debt: 0n });
  expect(await books.verify()).toBeNull();
});

test('a policy within the balance forgives the rest, and one that refuses takes nothing', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('policy', aPolicy({ shortfall: 'WITHIN_BALANCE' }));
  await earning.earn('t-1', { amount: dollars('30') });
  await spend('25');
  expect(await reverse('r-1', 't-1')).toMatchObject({ value: { status: 'REVERSED', reversedPoints: 30n } });
  expect(await earning.account()).toMatchObject({ balance: 0n, debt: 0n });

  await earning.rule('policy', aPolicy({ shortfall: 'REFUSE' }), day(2, 0));
  books.toDay(2);
  await earning.earn('t-2', { amount: dollars('20') });
  await spend('15');
  const refused = { failure: { type: 'InsufficientPoints', available: 5n, requested: 20n } };
  expect(await reverse('r-2', 't-2')).toMatchObject(refused);
  await earning.earn('t-3', { amount: dollars('15') });
  // The refusal is remembered under its key; a new wish has a new one.
  expect(await reverse('r-2', 't-2')).toMatchObject(refused);
  expect(await reverse('r-3', 't-2')).toMatchObject({ value: { status: 'REVERSED' } });
  expect(await earning.account()).toMatchObject({ balance: 0n, debt: 0n });
  expect(await books.verify()).toBeNull();
});
