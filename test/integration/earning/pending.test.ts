import { expect, test } from 'vitest';
import { aBase, aPolicy } from '../../doubles/rules.ts';
import { day, dollars, useEarning } from './support/useEarning.ts';

const earning = useEarning();
const { books } = earning;
const afterDays = (days: number | null) => aPolicy({ clearing: [{ kinds: ['PURCHASE'], afterDays: days }] });
const clear = (transactionId: string) => earning.useCases.clearEarning(earning.staff, { transactionId });
const reverse = (transactionId: string, amount?: string) =>
  earning.useCases.reverseEarning(earning.staff, {
    idempotencyKey: `r-${transactionId}-${amount}`,
    earning: { transactionId },
    amount: amount === undefined ? null : dollars(amount),
  });
const spend = (points: string) =>
  earning.useCases.redeemPoints(earning.staff, { idempotencyKey: `s-${points}`, memberId: 'm-1', points });

test('points clear after their days by a job that may be late and run twice', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('policy', afterDays(14));
  const pending = await earning.earn('t-1', { occurredAt: day(1, 10) });
  expect(pending).toMatchObject({ status: 'PENDING', points: 10n, clearsAt: day(15, 10) });
  expect(await earning.account()).toMatchObject({ balance: 0n, pending: 10n });
  expect(await spend('1')).toMatchObject({ failure: { type: 'InsufficientPoints', available: 0n } });
  books.toDay(14);
  expect(await books.ledger.clearDueAwards([earning.program])).toBe(0);
  books.toDay(20);
  const cleared = await Promise.all([1, 2].map(() => books.ledger.clearDueAwards([earning.program])));
  expect(cleared.reduce((sum, one) => sum + one)).toBe(1);
  expect(await earning.earn('t-1', { occurredAt: day(1, 10) })).toEqual({
    ...pending,
    status: 'POSTED',
    clearsAt: null,
  });
  expect(await earning.account()).toMatchObject({ balance: 10n, pending: 0n });
  expect(await spend('10')).toMatchObject({ ok: true });
  expect(await books.verify()).toBeNull();
});

test('a signal clears before the days are over, once, however often and from wherever it comes', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('policy', afterDays(14));
  await earning.earn('t-1');
  const other = earning.another();
  const answers = await Promise.all([
    clear('t-1'),
    other.clearEarning(earning.staff, { transactionId: 't-1' }),
    clear('t-1'),
  ]);
  for (const answer of answers) expect(answer).toMatchObject({ value: { status: 'POSTED', points: 10n } });
  books.toDay(20);
  expect(await books.ledger.clearDueAwards([earning.program])).toBe(0);
  expect(await clear('t-1')).toEqual(answers[0]);
  expect(await earning.account()).toMatchObject({ balance: 10n, pending: 0n });
  expect(await books.verify()).toBeNull();
});

test('what waits for a signal alone waits for ever, and what is late does not wait', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('policy', afterDays(null));
  await earning.earn('t-1');
  books.toDay(800);
  expect(await books.ledger.clearDueAwards([earning.program])).toBe(0);
  expect(await earning.account()).toMatchObject({ balance: 0n, pending: 10n });
  await earning.rule('policy', afterDays(3), day(700));
  expect(await earning.earn('t-2', { occurredAt: day(750) })).toMatchObject({ status: 'POSTED', clearsAt: null });
  // The rules of its own day let it wait for a signal.
  expect(await earning.earn('t-3', { occurredAt: day(650) })).toMatchObject({ status: 'PENDING', clearsAt: null });
});

test('a reversal cancels what is pending, and the rest clears', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('policy', afterDays(14));
  await earning.earn('t-1');
  await earning.earn('t-2');
  expect(await reverse('t-1', '4')).toMatchObject({
    value: { status: 'PENDING', reversedPoints: 4n, remainingAmount: dollars('6') },
  });
  expect(await reverse('t-2')).toMatchObject({ value: { status: 'REVERSED', reversedPoints: 10n } });
  expect(await earning.account()).toMatchObject({ balance: 0n, pending: 6n, debt: 0n });
  books.toDay(20);
  await books.ledger.clearDueAwards([earning.program]);
  expect(await clear('t-1')).toMatchObject({ value: { status: 'PARTIALLY_REVERSED' } });
  expect(await clear('t-2')).toMatchObject({ value: { status: 'REVERSED' } });
  expect(await earning.account()).toMatchObject({ balance: 6n, pending: 0n, debt: 0n });
  expect(await books.verify()).toBeNull();
});
