import { expect, test } from 'vitest';
import type { RecordTransactionResult } from '../../../src/earning/earningUseCases.ts';
import { aBase, aCap } from '../../doubles/rules.ts';
import { countersOf } from './support/counters.ts';
import { day, dollars, useEarning } from './support/useEarning.ts';

const earning = useEarning();
const CALLERS = 64;

const pointsOf = (answers: readonly (RecordTransactionResult | Error)[]): bigint[] =>
  answers.map((answer) => {
    if ('ok' in answer && answer.ok) return answer.value.points;
    throw answer instanceof Error ? answer : new Error(answer.failure.message);
  });
const sum = (points: readonly bigint[]): bigint => points.reduce((total, one) => total + one, 0n);

test('64 callers of two processes racing on one member get what the cap allows, to the point', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('daily', aCap('333'));
  const processes = [earning.useCases, earning.another()];
  const answers = await Promise.all(
    Array.from({ length: CALLERS }, async (_, index) => {
      const transaction = earning.purchase(`t-${index}`, { amount: dollars(String(7 + (index % 5))) });
      return (processes[index % 2] ?? earning.useCases).recordTransaction(earning.staff, transaction);
    }),
  );
  expect(sum(pointsOf(answers))).toBe(333n);
  expect(await earning.account()).toMatchObject({ balance: 333n, awards: BigInt(CALLERS) });
  expect(Object.values(await countersOf(earning, ['m-1']))).toEqual([333n]);
  expect(await earning.books.verify()).toBeNull();
});

test('a program-wide cap is shared by batches of two processes, to the point, and reversals give it back', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('all', aCap('2005', { per: 'PROGRAM', period: 'MONTH' }));
  const occurredAt = day(1, 1);
  const batch = (name: string) =>
    Array.from({ length: 150 }, (_, index) =>
      earning.purchase(`${name}-${index}`, { memberId: `m-${index % 40}`, occurredAt }),
    );
  const processes = [earning.useCases, earning.another()];
  const batches = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name, index) =>
      (processes[index % 2] ?? earning.useCases).recordTransactions(earning.staff, batch(name)),
    ),
  );
  const answers = batches.flat();
  expect(sum(pointsOf(answers))).toBe(2005n);
  expect(await countersOf(earning, [])).toEqual({ [`program c:all:${monthOf(occurredAt)}`]: 2005n });

  const given = answers.flatMap((answer) => ('value' in answer && answer.value.points === 10n ? [answer.value] : []));
  const reversed = given.slice(0, CALLERS);
  await Promise.all(
    reversed.map(async ({ id: earningId }) => {
      const input = { idempotencyKey: `r-${earningId}`, earning: { earningId } };
      expect(await earning.useCases.reverseEarning(earning.staff, input)).toMatchObject({ ok: true });
    }),
  );
  const again = await earning.useCases.recordTransactions(earning.staff, batch('e'));
  expect(sum(pointsOf(again))).toBe(BigInt(10 * reversed.length));
  expect(await earning.books.verify()).toBeNull();
});

test('a cap per transaction refuses for ever, and the neighbors are recorded', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('big', aCap('50', { period: 'TRANSACTION', exceeding: 'REFUSE' }));
  const inputs = [earning.purchase('t-1'), earning.purchase('t-2', { amount: dollars('51') }), earning.purchase('t-3')];
  const record = () => earning.useCases.recordTransactions(earning.staff, inputs);
  const refused = { failure: { type: 'EarningCapExceeded', rule: 'big', limit: 50n } };
  expect(await record()).toMatchObject([{ ok: true }, refused, { ok: true }]);
  await earning.rule('big', null);
  expect(await record()).toMatchObject([{ ok: true }, refused, { ok: true }]);
  expect(await earning.account()).toMatchObject({ balance: 20n });
});

function monthOf(time: Date): string {
  return time.toISOString().slice(0, '2026-01'.length);
}
