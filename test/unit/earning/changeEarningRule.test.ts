import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { BadInput } from '../../../src/failure/failure.ts';
import type { ChangeEarningRuleInput } from '../../../src/earning/earningUseCases.ts';
import { aHouse } from '../../doubles/aHouse.ts';
import { aBase, aCap } from '../../doubles/rules.ts';
import { aViewer } from '../../doubles/viewers.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const admin = aViewer();

let house = aHouse();
beforeEach(() => {
  house = aHouse();
  house.clock.now = NOW;
});
const change = (changes: Partial<ChangeEarningRuleInput> = {}) =>
  house.useCases.changeEarningRule(admin, {
    ruleId: 'dollars',
    expectedVersion: 0,
    definition: aBase(),
    reason: 'Launch',
    ...changes,
  });
const earn = async (transactionId: string) => {
  const amount = { amount: '10', currencyCode: 'USD' };
  const sent = { transactionId, memberId: 'm-1', kind: 'PURCHASE' as const, amount };
  const result = await house.useCases.recordTransaction(admin, sent);
  return result.ok ? result.value.points : result.failure;
};

describe('changeEarningRule', () => {
  test('adds a rule that is in force at once, and keeps who added it and why', async () => {
    expect(await change()).toEqual({
      ok: true,
      value: {
        programId: 'rewards',
        ruleId: 'dollars',
        version: 1,
        definition: aBase(),
        effectiveFrom: NOW,
        changedBy: 'test',
        changedAt: NOW,
        reason: 'Launch',
      },
    });
    expect(await earn('t-1')).toBe(10n);
  });

  test('changes a rule from a later time on', async () => {
    await change();
    const effectiveFrom = new Date('2026-06-16T00:00:00Z');
    const later = { expectedVersion: 1, definition: aBase('3'), effectiveFrom };
    expect(await change(later)).toMatchObject({ value: { version: 2, effectiveFrom } });
    expect(await earn('t-1')).toBe(10n);
    house.clock.now = effectiveFrom;
    expect(await earn('t-2')).toBe(30n);
  });

  test('retires a rule, and brings it back', async () => {
    await change();
    expect(await change({ expectedVersion: 1, definition: null })).toMatchObject({
      value: { version: 2, definition: null },
    });
    expect(await earn('t-1')).toBe(0n);
    expect(await change({ expectedVersion: 2 })).toMatchObject({ value: { version: 3 } });
    expect(await earn('t-2')).toBe(10n);
  });

  test('overwrites nobody’s change', async () => {
    await change();
    await change({ expectedVersion: 1 });
    const conflict = { failure: { type: 'EarningRuleConflict', currentVersion: 2 } };
    expect(await change({ expectedVersion: 1 })).toMatchObject(conflict);
    expect(await change({ expectedVersion: 0 })).toMatchObject(conflict);
    expect(await change({ expectedVersion: 3 })).toMatchObject(conflict);
    expect(await change({ expectedVersion: 1, definition: null })).toMatchObject(conflict);
  });

  test('overwrites nobody’s change of the very moment', async () => {
    await change();
    const answers = await Promise.all([change({ expectedVersion: 1 }), change({ expectedVersion: 1 })]);
    expect(answers).toMatchObject([
      { value: { version: 2 } },
      { failure: { type: 'EarningRuleConflict', currentVersion: 2 } },
    ]);
  });

  test('does not change or retire what is not there', async () => {
    const missing = { failure: { type: 'EarningRuleNotFound' } };
    expect(await change({ expectedVersion: 1 })).toMatchObject(missing);
    expect(await change({ definition: null })).toMatchObject(missing);
  });

  test('leaves the past as it was', async () => {
    expect(await change({ effectiveFrom: new Date(NOW.getTime() - 1) })).toMatchObject({
      failure: { type: 'InvalidEarningRule', problems: [{ path: 'effectiveFrom' }] },
    });
    expect(await change({ effectiveFrom: NOW })).toMatchObject({ ok: true });
  });

  test('refuses what is no rule, with all that is wrong', async () => {
    const definition = { ...aBase('-1'), name: 7 };
    expect(await change({ definition })).toMatchObject({
      failure: {
        type: 'InvalidEarningRule',
        problems: expect.arrayContaining([expect.objectContaining({ path: 'name' })]),
      },
    });
    expect(await change({ definition: 'nonsense' })).toMatchObject({ failure: { type: 'InvalidEarningRule' } });
  });

  test('refuses what does not fit the program’s other rules', async () => {
    const cap = { ruleId: 'few', definition: aCap('5', { rules: ['dollars'] }) };
    expect(await change(cap)).toMatchObject({ failure: { type: 'InvalidEarningRule' } });
    await change();
    expect(await change(cap)).toMatchObject({ ok: true });
  });

  test('does not tell a program of somebody else from one that is not there', async () => {
    const missing = { failure: { type: 'ProgramNotFound', message: 'There is no such program.' } };
    expect(await change({ programId: 'foreign' })).toMatchObject(missing);
    expect(await change({ programId: 'ghost' })).toMatchObject(missing);
  });

  test('needs a token of staff with points:admin', async () => {
    const input = { ruleId: 'dollars', expectedVersion: 0, definition: aBase() };
    const { useCases } = house;
    await expect(useCases.changeEarningRule(aViewer({ memberId: 'm-1' }), input)).rejects.toThrow(Forbidden);
    await expect(useCases.changeEarningRule(aViewer({ scopes: ['points:earn'] }), input)).rejects.toThrow(Forbidden);
  });

  test.each([
    ['input.programId', { programId: '' }],
    ['input.ruleId', { ruleId: 'r\n' }],
    ['input.expectedVersion', { expectedVersion: -1 }],
    ['input.expectedVersion', { expectedVersion: 0.5 }],
    ['input.effectiveFrom', { effectiveFrom: new Date(Number.NaN) }],
    ['input.reason', { reason: 'x'.repeat(501) }],
  ])('names %s', async (field, wrong) => {
    const changing = change(wrong);
    await expect(changing).rejects.toThrow(BadInput);
    await expect(changing).rejects.toMatchObject({ field });
  });
});
