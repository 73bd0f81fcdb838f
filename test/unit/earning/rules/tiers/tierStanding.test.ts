import { describe, expect, test } from 'vitest';
import type { TierPolicy } from '../../../../../src/earning/rules/ruleDefinition.ts';
import { standingAt, tierReads } from '../../../../../src/earning/rules/tiers/tierStanding.ts';
import { formatDay, parseDay } from '../../../../../src/ledger/day.ts';
import { aTierPolicy, read } from './support.ts';

type Earned = Readonly<Record<string, bigint>>;

/** "level, points of the period, level above and points to it, last day", from no more counters than are asked for. */
function standing(policy: TierPolicy, earned: Earned, on: string, decimals = 0): (string | bigint | null)[] {
  const day = parseDay(on);
  const { level, qualifyingPoints, next, until } = standingAt(
    policy,
    read(tierReads(policy, day), earned),
    day,
    decimals,
  );
  const above = next && `${next.missingPoints} to ${next.level.code}`;
  return [level.code, qualifyingPoints, above, until === null ? null : formatDay(until)];
}

describe('in a calendar year, with 31 days of grace', () => {
  const policy = aTierPolicy({ graceDays: 31 });
  const earned: Earned = { '2025-03-10': 120n, '2025-11-20': 200n, '2026-02-05': 110n };

  test.each([
    // What is earned later counts for nothing yet.
    ['2025-03-09', ['basic', 0n, '100 to silver', null]],
    // 2025 ends on 31 December, and 31 days later it is 31 January.
    ['2025-03-10', ['silver', 120n, '180 to gold', '2026-01-31']],
    ['2025-11-19', ['silver', 120n, '180 to gold', '2026-01-31']],
    // 120 + 200 = 320.
    ['2025-11-20', ['gold', 320n, null, '2026-01-31']],
    ['2025-12-31', ['gold', 320n, null, '2026-01-31']],
    // The new year begins with nothing; gold is kept.
    ['2026-01-01', ['gold', 0n, null, '2026-01-31']],
    ['2026-01-31', ['gold', 0n, null, '2026-01-31']],
    ['2026-02-01', ['basic', 0n, '100 to silver', null]],
    ['2026-02-05', ['silver', 110n, '190 to gold', '2027-01-31']],
  ])('%s', (on, expected) => {
    expect(standing(policy, earned, on)).toEqual(expected);
  });

  test('what is earned in the days of grace counts for the new year, and falls to its own level', () => {
    const soon: Earned = { '2025-11-20': 320n, '2026-01-10': 110n };
    expect(standing(policy, soon, '2026-01-10')).toEqual(['gold', 110n, null, '2026-01-31']);
    expect(standing(policy, soon, '2026-02-01')).toEqual(['silver', 110n, '190 to gold', '2027-01-31']);
  });

  test('two years of grace reach back to two years', () => {
    const long = aTierPolicy({ graceDays: 731 });
    // 31 December 2024 and 731 days: 365 to the end of 2025, 365 to the end of 2026, and 1.
    expect(standing(long, { '2024-05-01': 300n }, '2027-01-01')).toEqual(['gold', 0n, null, '2027-01-01']);
    expect(standing(long, { '2024-05-01': 300n }, '2027-01-02')).toEqual(['basic', 0n, '100 to silver', null]);
  });
});

describe('in a rolling year', () => {
  const earned: Earned = { '2025-03-10': 120n, '2025-11-20': 200n };

  test.each([
    // The 120 count on 365 days, the last of which is 9 March; 200 alone are silver until 19 November.
    ['2025-11-20', ['gold', 320n, null, '2026-03-09']],
    ['2026-03-09', ['gold', 320n, null, '2026-03-09']],
    ['2026-03-10', ['silver', 200n, '100 to gold', '2026-11-19']],
    ['2026-11-19', ['silver', 200n, '100 to gold', '2026-11-19']],
    ['2026-11-20', ['basic', 0n, '100 to silver', null]],
  ])('%s', (on, expected) => {
    expect(standing(aTierPolicy({ period: 'ROLLING_YEAR' }), earned, on)).toEqual(expected);
  });

  test.each([
    ['2026-03-10', ['gold', 200n, null, '2026-03-19']],
    ['2026-03-19', ['gold', 200n, null, '2026-03-19']],
    ['2026-03-20', ['silver', 200n, '100 to gold', '2026-11-29']],
    ['2026-11-29', ['silver', 0n, '300 to gold', '2026-11-29']],
    ['2026-11-30', ['basic', 0n, '100 to silver', null]],
  ])('with 10 days of grace, %s', (on, expected) => {
    expect(standing(aTierPolicy({ period: 'ROLLING_YEAR', graceDays: 10 }), earned, on)).toEqual(expected);
  });

  test('is of 365 days in a leap year too', () => {
    const policy = aTierPolicy({ period: 'ROLLING_YEAR' });
    expect(standing(policy, { '2023-03-01': 100n }, '2024-02-28')).toEqual([
      'silver',
      100n,
      '200 to gold',
      '2024-02-28',
    ]);
    expect(standing(policy, { '2023-03-01': 100n }, '2024-02-29')).toEqual(['basic', 0n, '100 to silver', null]);
  });
});

describe('for ever', () => {
  const policy = aTierPolicy({ period: 'EVER', graceDays: 31 });
  const earned: Earned = { '2024-05-01': 90n, '2025-03-10': 30n, '2026-06-01': 180n };

  test.each([
    ['2025-03-09', ['basic', 90n, '10 to silver', null]],
    ['2025-03-10', ['silver', 120n, '180 to gold', null]],
    ['2026-05-31', ['silver', 120n, '180 to gold', null]],
    ['2026-06-01', ['gold', 300n, null, null]],
    ['2049-01-01', ['gold', 300n, null, null]],
  ])('%s', (on, expected) => {
    expect(standing(policy, earned, on)).toEqual(expected);
  });
});

test('what is missing is counted in the minor units of the program', () => {
  const levels = [
    { code: 'basic', name: 'Basic', from: '0' },
    { code: 'silver', name: 'Silver', from: '99.5' },
  ];
  expect(standing(aTierPolicy({ levels }), { '2026-03-10': 9_949n }, '2026-03-10', 2)).toEqual([
    'basic',
    9_949n,
    '1 to silver',
    null,
  ]);
  expect(standing(aTierPolicy({ levels }), { '2026-03-10': 9_950n }, '2026-03-10', 2)).toEqual([
    'silver',
    9_950n,
    null,
    '2026-12-31',
  ]);
});
