import { expect, test } from 'vitest';
import { aBase, aCap, aPolicy, aTierPolicy } from '../../doubles/rules.ts';
import { day, dollars, useEarning } from './support/useEarning.ts';

const earning = useEarning();
const SIZE = 1_000;

test('a thousand with bad ones in between: each answers for itself, and replays alike', async () => {
  await earning.rule('dollars', aBase());
  await earning.rule('daily', aCap('1000000'));
  await earning.rule('policy', aPolicy({ tiers: aTierPolicy() }));
  const inputs = Array.from({ length: SIZE }, (_, index) => {
    const transaction = earning.purchase(`t-${index}`, {
      memberId: `m-${index % 97}`,
      occurredAt: day(1, index / 100),
    });
    if (index % 10 === 3) return { ...transaction, memberId: '' };
    if (index % 10 === 7) return { ...transaction, amount: { amount: '1', currencyCode: 'GBP' } };
    return index % 100 === 50
      ? { ...transaction, transactionId: 't-0', memberId: 'm-0', occurredAt: day(1, 0) }
      : transaction;
  });
  earning.statements.length = 0;
  const answers = await earning.useCases.recordTransactions(earning.staff, inputs);
  for (const [index, answer] of answers.entries()) {
    if (index % 10 === 3) expect(answer).toMatchObject({ field: `inputs[${index}].memberId` });
    else if (index % 10 === 7) expect(answer).toMatchObject({ failure: { type: 'CurrencyRateNotFound' } });
    else expect(answer).toMatchObject({ ok: true, value: { points: 10n, status: 'POSTED' } });
  }
  // How many rules there are, what they are, and the earnings of the ids that came twice.
  expect(earning.statements).toEqual(['earning_rule_versions', 'earning_rules', 'earning_rule_versions', 'movements']);

  earning.statements.length = 0;
  expect(await earning.useCases.recordTransactions(earning.staff, inputs)).toEqual(answers);
  expect(earning.statements).toEqual(['earning_rule_versions', 'earning_rule_versions', 'movements']);
  expect(await earning.books.verify()).toBeNull();
});

test('of two with the same id the second replays the first, or conflicts with it', async () => {
  await earning.rule('dollars', aBase());
  const [first, same, other, stranger] = await earning.useCases.recordTransactions(earning.staff, [
    earning.purchase('t-1'),
    earning.purchase('t-1', { amount: dollars('10.00') }),
    earning.purchase('t-1', { amount: dollars('11') }),
    earning.purchase('t-1', { memberId: 'm-2' }),
  ]);
  expect(first).toMatchObject({ ok: true, value: { points: 10n } });
  expect(same).toEqual(first);
  const conflict = { failure: { type: 'IdempotencyKeyConflict' } };
  expect([other, stranger]).toMatchObject([conflict, conflict]);
  expect(await earning.account()).toMatchObject({ balance: 10n });
});

test('a single recording asks for the rules and for nothing else', async () => {
  await earning.rule('dollars', aBase());
  await earning.earn('t-1');
  earning.statements.length = 0;
  await earning.earn('t-2');
  expect(earning.statements).toEqual(['earning_rule_versions']);
});
