import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { memberHistory } from '../../../src/demo/memberHistory.ts';
import { showcaseHistory } from '../../../src/demo/showcaseHistory.ts';

const NUMBERS = Array.from({ length: 100 }, (_, index) => index + 1);

describe('a demo member’s history', () => {
  test('has 20 to 40 events with names of their own', () => {
    for (const number of NUMBERS) {
      for (const decimals of [0, 2]) {
        const history = memberHistory(number, decimals);
        expect(history.length).toBeGreaterThanOrEqual(20);
        expect(history.length).toBeLessThanOrEqual(40);
        expect(new Set(history.map(({ name }) => name)).size).toBe(history.length);
        expect(history.every(({ points }) => points > 0n)).toBe(true);
      }
    }
  });

  test('earns nothing that would expire around the day of seeding', () => {
    for (const history of [...NUMBERS.map((number) => memberHistory(number, 0)), showcaseHistory(0)]) {
      for (const { kind, week } of history) if (kind === 'EARN') expect([52, 53]).not.toContain(week);
    }
  });

  test('is the same on every machine', () => {
    const histories = NUMBERS.flatMap((number) => [memberHistory(number, 0), memberHistory(number, 2)]);
    const text = JSON.stringify(histories, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      '9f27f1582940c2ddabb97cd12cf1cb9128b32f1e6ed94f7c7d08d30ce6770125',
    );
  });
});
