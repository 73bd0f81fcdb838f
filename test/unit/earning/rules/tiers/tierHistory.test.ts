import { expect, test } from 'vitest';
import type { TierPolicy } from '../../../../../src/earning/rules/ruleDefinition.ts';
import { tierHistory, tierHistoryReads } from '../../../../../src/earning/rules/tiers/tierHistory.ts';
import { formatDay, parseDay } from '../../../../../src/ledger/day.ts';
import { aTierPolicy, read } from './support.ts';

function history(policy: TierPolicy, earned: Readonly<Record<string, bigint>>, until: string): string[] {
  const changes = tierHistory(policy, read(tierHistoryReads(), earned), parseDay(until), 0);
  return changes.map(({ day, level }) => `${formatDay(day)} ${level.code}`);
}

const twoYears = { '2025-03-10': 120n, '2025-11-20': 200n, '2026-02-05': 110n };

test('a calendar year: up at once, down when the year and the days of grace are over', () => {
  expect(history(aTierPolicy({ graceDays: 31 }), twoYears, '2027-02-01')).toEqual([
    '2025-03-10 silver',
    '2025-11-20 gold',
    '2026-02-01 basic',
    '2026-02-05 silver',
    '2027-02-01 basic',
  ]);
});

test('tells nothing of what comes after the day', () => {
  expect(history(aTierPolicy({ graceDays: 31 }), twoYears, '2026-01-31')).toEqual([
    '2025-03-10 silver',
    '2025-11-20 gold',
  ]);
  expect(history(aTierPolicy(), twoYears, '2025-03-09')).toEqual([]);
});

test('falls to the level that the new year has earned by then, and passes over those between', () => {
  const soon = { '2025-11-20': 320n, '2026-01-10': 110n };
  expect(history(aTierPolicy({ graceDays: 31 }), soon, '2026-12-31')).toEqual(['2025-11-20 gold', '2026-02-01 silver']);
});

test('is no change when a level is earned anew before it is lost', () => {
  const anew = { '2025-11-20': 120n, '2026-01-31': 100n };
  expect(history(aTierPolicy({ graceDays: 31 }), anew, '2027-01-31')).toEqual(['2025-11-20 silver']);
  expect(history(aTierPolicy({ graceDays: 31 }), anew, '2027-02-01')).toEqual([
    '2025-11-20 silver',
    '2027-02-01 basic',
  ]);
});

test('a rolling year: down level by level as the days leave it', () => {
  // 120 + 200 + 110 = 430; without the 120 they are 310, gold still; without the 200, on 20 November, 110.
  expect(history(aTierPolicy({ period: 'ROLLING_YEAR' }), twoYears, '2027-12-31')).toEqual([
    '2025-03-10 silver',
    '2025-11-20 gold',
    '2026-11-20 silver',
    '2027-02-05 basic',
  ]);
  expect(history(aTierPolicy({ period: 'ROLLING_YEAR', graceDays: 10 }), twoYears, '2027-12-31')).toEqual([
    '2025-03-10 silver',
    '2025-11-20 gold',
    '2026-11-30 silver',
    '2027-02-15 basic',
  ]);
});

test('for ever: only up', () => {
  const earned = { '2024-05-01': 90n, '2025-03-10': 30n, '2026-06-01': 180n };
  expect(history(aTierPolicy({ period: 'EVER' }), earned, '2049-12-31')).toEqual([
    '2025-03-10 silver',
    '2026-06-01 gold',
  ]);
});

test('jumps over a level, and what was given back counts for nothing', () => {
  const jumped = { '2025-03-10': 300n };
  expect(history(aTierPolicy({ period: 'EVER' }), jumped, '2025-12-31')).toEqual(['2025-03-10 gold']);
  expect(history(aTierPolicy({ period: 'EVER' }), { '2025-03-10': 0n }, '2025-12-31')).toEqual([]);
});
