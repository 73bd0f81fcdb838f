import { expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import { aBase, aCap, aMultiplier, aPolicy, aTierPolicy } from '../../doubles/rules.ts';
import { day, dollars, useEarning } from './support/useEarning.ts';

const earning = useEarning();
const { books } = earning;

test('a transaction is explained line by line, and replays with the earning as it stands', async () => {
  await earning.rule('dollars', aBase('1.5'));
  await earning.rule('books', aMultiplier('2', { when: { categories: ['books'] } }));
  const first = await earning.earn('t-1', { amount: dollars('3.25'), category: 'books' });
  expect(first).toMatchObject({ points: 9n, status: 'POSTED', transactionId: 't-1', occurredAt: expect.any(Date) });
  expect(first.breakdown).toEqual([
    { rule: 'dollars', kind: 'BASE', points: '4.875' },
    { rule: 'books', kind: 'MULTIPLIER', points: '4.875' },
    { rule: 'rounding', kind: 'ROUNDING', points: '-0.75' },
  ]);
  const again = await earning
    .another()
    .recordTransaction(earning.staff, earning.purchase('t-1', { amount: dollars('3.250'), category: 'books' }));
  expect(again).toEqual({ ok: true, value: first });
  const other = await earning.useCases.recordTransaction(earning.staff, earning.purchase('t-1'));
  expect(other).toMatchObject({ failure: { type: 'IdempotencyKeyConflict' } });
  expect(await earning.account()).toMatchObject({ balance: 9n });
  expect(await books.verify()).toBeNull();
});

test('no rule matched is a success with 0 points, and replays as one', async () => {
  const first = await earning.earn('t-1');
  expect(first).toMatchObject({ points: 0n, breakdown: [], status: 'POSTED' });
  expect(await earning.earn('t-1')).toEqual(first);
  expect(await earning.account()).toMatchObject({ balance: 0n, awards: 1n });
});

test('without a rate nothing is stored; with one it is taken, and a replay is known without it again', async () => {
  await earning.rule('dollars', aBase());
  const euros = earning.purchase('t-1', { amount: { amount: '5', currencyCode: 'EUR' } });
  const record = () => earning.useCases.recordTransaction(earning.staff, euros);
  expect(await record()).toMatchObject({ failure: { type: 'CurrencyRateNotFound', currencyCode: 'EUR' } });
  expect(await books.ledger.accounts([accountRef(earning.program.id, 'm-1')])).toEqual([null]);
  const rates = [{ currencyCode: 'EUR', points: '2' }];
  await earning.rule('dollars', aBase('1', { award: { type: 'PER_AMOUNT', rates } }));
  const recorded = await record();
  expect(recorded).toMatchObject({ value: { points: 10n } });
  await earning.rule('dollars', aBase());
  expect(await record()).toEqual(recorded);
});

test('a rule that changes tomorrow leaves today alone, and a late transaction is judged by its day', async () => {
  await earning.rule('dollars', aBase('1'));
  await earning.rule('dollars', aBase('3'), day(2, 0));
  expect((await earning.earn('t-1')).points).toBe(10n);
  books.toDay(3);
  expect((await earning.earn('t-2')).points).toBe(30n);
  const late = await earning.earn('t-3', { occurredAt: new Date(day(2, 0).getTime() - 1) });
  expect(late).toMatchObject({ points: 10n, occurredAt: new Date(day(2, 0).getTime() - 1) });
  expect((await earning.earn('t-4', { occurredAt: day(2, 0) })).points).toBe(30n);
});

test('a version that another process added counts for the next transaction', async () => {
  const other = earning.another();
  await earning.rule('dollars', aBase('1'));
  expect(await other.recordTransaction(earning.staff, earning.purchase('t-1'))).toMatchObject({
    value: { points: 10n },
  });
  await earning.rule('dollars', aBase('2'));
  expect(await other.recordTransaction(earning.staff, earning.purchase('t-2'))).toMatchObject({
    value: { points: 20n },
  });
});

test('the tier is the one that earlier transactions reached, for a bonus and under a cap', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('policy', aPolicy({ tiers: aTierPolicy('25') }));
  const bonus = { type: 'PERCENT' as const, percent: '50' };
  await earning.rule('gold', { kind: 'TIER_BONUS', name: 'Gold', when: { tiers: ['gold'] }, bonus });
  await earning.rule('daily', aCap('25'));
  books.toDay(20);
  const points: bigint[] = [];
  for (const [index, amount] of ['10', '20', '5', '40', '7'].entries()) {
    points.push((await earning.earn(`t-${index}`, { occurredAt: day(10 + index), amount: dollars(amount) })).points);
  }
  expect(points).toEqual([10n, 20n, 7n, 25n, 10n]);
});

test('what was sent with a time slightly ahead occurs now', async () => {
  const occurredAt = new Date(books.now().getTime() + 60_000);
  const first = await earning.earn('t-1', { occurredAt });
  expect(first.occurredAt.getTime()).toBeLessThan(occurredAt.getTime());
  expect(await earning.earn('t-1', { occurredAt })).toEqual(first);
});
