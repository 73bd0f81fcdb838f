import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { BadInput } from '../../../src/failure/failure.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { greatestMinor } from '../../../src/ledger/points.ts';
import type { SimulateEarningInput } from '../../../src/earning/earningUseCases.ts';
import { aHouse, give } from '../../doubles/aHouse.ts';
import { aBase, aCap, aFlat, aMultiplier, aPolicy, aTierPolicy } from '../../doubles/rules.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer();
const transaction: SimulateEarningInput['transaction'] = {
  memberId: 'm-1',
  kind: 'PURCHASE',
  amount: { amount: '10', currencyCode: 'USD' },
};

let house = aHouse();
beforeEach(() => {
  house = aHouse();
  house.clock.now = new Date('2026-06-15T12:00:00Z');
  house.rules.put('rewards', 'dollars', aBase());
});
const simulate = (changes: Partial<typeof transaction> = {}, drafts?: SimulateEarningInput['drafts']) =>
  house.useCases.simulateEarning(staff, { transaction: { ...transaction, ...changes }, drafts });
const record = (transactionId: string, changes: Partial<typeof transaction> = {}) =>
  house.useCases.recordTransaction(staff, { transactionId, ...transaction, ...changes });

const draftsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ruleId: `twice-${index}`, definition: aMultiplier('2') }));

describe('simulateEarning', () => {
  test('tells what recording then does, and writes nothing', async () => {
    house.rules.put('rewards', 'daily', aCap('25'));
    house.rules.put('rewards', 'policy', aPolicy({ tiers: aTierPolicy() }));
    for (const transactionId of ['t-1', 't-2', 't-3', 't-4']) {
      const posts = house.ledger.asked.posts;
      const simulated = await simulate();
      expect(house.ledger.asked.posts).toBe(posts);
      const recorded = await record(transactionId);
      if (!simulated.ok || !recorded.ok) throw new Error('refused');
      expect(simulated.value).toMatchObject({ points: recorded.value.points, tier: 'member', clearing: 'AT_ONCE' });
      expect(simulated.value.breakdown).toEqual(recorded.value.breakdown);
    }
    expect(house.ledger.book.accounts.get(accountRef('rewards', 'm-1').id)?.balance).toBe(25n);
  });

  test('tells the tier of the day, and when the points would clear', async () => {
    const tiers = aTierPolicy('10');
    const clearing = [{ kinds: ['PURCHASE' as const], afterDays: 14 }];
    house.rules.put('rewards', 'policy', aPolicy({ tiers, clearing }));
    await record('t-1');
    expect(await simulate()).toMatchObject({
      value: { tier: 'gold', points: 10n, decimals: 0, clearing: new Date('2026-06-29T12:00:00Z') },
    });
    // Its fortnight is over.
    expect(await simulate({ occurredAt: new Date('2026-06-01T00:00:00Z') })).toMatchObject({
      value: { tier: 'member', clearing: 'AT_ONCE' },
    });
    house.rules.put('rewards', 'policy', aPolicy({ clearing: [{ kinds: ['PURCHASE'], afterDays: null }] }));
    expect(await simulate()).toMatchObject({ value: { tier: null, clearing: 'ON_SIGNAL' } });
    expect(await simulate({ kind: 'MILESTONE' })).toMatchObject({ value: { points: 0n, clearing: 'AT_ONCE' } });
  });

  test('is for a member who has no account yet where the program opens one', async () => {
    expect(await simulate({ memberId: 'new' })).toMatchObject({ value: { points: 10n } });
    const shy = aHouse({ opensAccounts: false });
    expect(await shy.useCases.simulateEarning(staff, { transaction })).toMatchObject({
      failure: { type: 'PointsAccountNotFound' },
    });
  });

  test('counts what the whole program has used, for a new member too', async () => {
    house.rules.put('rewards', 'all', aCap('15', { per: 'PROGRAM' }));
    await record('t-1');
    expect(await simulate({ memberId: 'new' })).toMatchObject({ value: { points: 5n } });
  });

  test('refuses what recording refuses', async () => {
    expect(await simulate({ amount: { amount: '1', currencyCode: 'EUR' } })).toMatchObject({
      failure: { type: 'CurrencyRateNotFound', currencyCode: 'EUR' },
    });
    expect(await simulate({ amount: { amount: '1.001', currencyCode: 'USD' } })).toMatchObject({
      failure: { type: 'InvalidTransactionAmount' },
    });
    house.rules.put('rewards', 'big', aCap('5', { period: 'TRANSACTION', exceeding: 'REFUSE' }));
    expect(await simulate()).toMatchObject({ failure: { type: 'EarningCapExceeded', rule: 'big', limit: 5n } });
    house.rules.put('rewards', 'big', null);
    await give(house.useCases, greatestMinor(0).toString());
    expect(await simulate()).toMatchObject({ failure: { type: 'InvalidPointsAmount' } });
  });

  test('refuses a closed account', async () => {
    await record('t-1');
    const { id: accountId } = accountRef('rewards', 'm-1');
    await house.useCases.changePointsAccountStatus(staff, { idempotencyKey: 'c', accountId, status: 'CLOSED' });
    expect(await simulate()).toMatchObject({ failure: { type: 'PointsAccountNotActive', status: 'CLOSED' } });
  });

  test('tries drafts in place of rules, beside them, and without a rule', async () => {
    const twice = { ruleId: 'twice', definition: aMultiplier('2') };
    expect(await simulate({}, [twice])).toMatchObject({ value: { points: 20n } });
    expect(await simulate({}, [{ ruleId: 'dollars', definition: aBase('3') }, twice])).toMatchObject({
      value: { points: 60n },
    });
    expect(await simulate({}, [{ ruleId: 'dollars', definition: null }])).toMatchObject({ value: { points: 0n } });
    expect(await simulate()).toMatchObject({ value: { points: 10n } });
  });

  test('checks drafts as rules are, beside the other drafts in any order', async () => {
    const cap = { ruleId: 'few', definition: aCap('5', { rules: ['visit'] }) };
    const visit = { ruleId: 'visit', definition: aFlat('7') };
    const dollars = { ruleId: 'dollars', definition: null };
    expect(await simulate({}, [cap, visit, dollars])).toMatchObject({ value: { points: 5n } });
    expect(await simulate({}, [cap])).toMatchObject({
      failure: { type: 'InvalidEarningRule', problems: [{ path: expect.stringMatching(/^drafts\[0\]/) }] },
    });
    expect(await simulate({}, [{ ruleId: 'x', definition: { kind: 'BASE' } }])).toMatchObject({
      failure: { type: 'InvalidEarningRule' },
    });
  });

  test('lets members ask for themselves alone, and only staff try drafts', async () => {
    const member = aViewer({ memberId: 'm-1', scopes: ['points:read', 'points:admin'] });
    const { useCases } = house;
    expect(await useCases.simulateEarning(member, { transaction })).toMatchObject({ ok: true });
    const other = { ...transaction, memberId: 'm-2' };
    expect(await useCases.simulateEarning(member, { transaction: other })).toMatchObject({
      failure: { type: 'PointsAccountNotFound' },
    });
    const drafts = [{ ruleId: 'twice', definition: aMultiplier('2') }];
    await expect(useCases.simulateEarning(member, { transaction, drafts })).rejects.toThrow(Forbidden);
    const reader = aViewer({ scopes: ['points:read'] });
    await expect(useCases.simulateEarning(reader, { transaction, drafts })).rejects.toThrow(Forbidden);
    expect(await useCases.simulateEarning(reader, { transaction, drafts: [] })).toMatchObject({ ok: true });
    const clerk = aViewer({ scopes: ['points:earn', 'points:admin'] });
    await expect(useCases.simulateEarning(clerk, { transaction })).rejects.toThrow(Forbidden);
  });

  test('tries at most 200 drafts', async () => {
    expect(await simulate({}, draftsOf(200))).toMatchObject({ ok: true });
    await expect(simulate({}, draftsOf(201))).rejects.toThrow('input.drafts has more than 200 rules');
  });

  test('names what it cannot read', async () => {
    const cases = [
      [simulate({ memberId: '' }), 'input.transaction.memberId'],
      [simulate({}, [{ ruleId: '', definition: null }]), 'input.drafts[0].ruleId'],
      [
        simulate(
          {},
          ['a', 'a'].map((ruleId) => ({ ruleId, definition: null })),
        ),
        'input.drafts[1].ruleId',
      ],
    ] as const;
    for (const [simulating, field] of cases) {
      await expect(simulating).rejects.toThrow(BadInput);
      await expect(simulating).rejects.toMatchObject({ field });
    }
  });
});
