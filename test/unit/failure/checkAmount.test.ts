import { describe, expect, test } from 'vitest';
import { checkAmount } from '../../../src/failure/checkAmount.ts';
import { BadInput } from '../../../src/failure/failure.ts';

const whole = { name: 'Rewards', decimals: 0 };
const cents = { name: 'Rewards', decimals: 2 };

describe('an amount', () => {
  test.each([
    ['1', whole, 1n],
    ['12.00', whole, 12n],
    ['1.2e1', whole, 12n],
    ['9007199254740991', whole, 9_007_199_254_740_991n],
    ['0.01', cents, 1n],
    ['348.5', cents, 34_850n],
    ['9999999999999.99', cents, 999_999_999_999_999n],
  ])('%s is exact', (text, program, minor) => {
    expect(checkAmount('input.points', text, program)).toBe(minor);
  });

  test.each([
    ['0', whole, /more than 0/],
    ['-0.0', whole, /more than 0/],
    ['-5', whole, /more than 0/],
    ['0.5', whole, /no decimals/],
    ['0.001', cents, /at most 2 decimals/],
    ['9007199254740992', whole, /at most 9007199254740991/],
    ['10000000000000', cents, /at most 9999999999999\.99/],
    ['1e999', whole, /at most/],
  ])('%s is none of this program', (text, program, message) => {
    expect(checkAmount('input.points', text, program)).toMatchObject({
      ok: false,
      failure: { type: 'InvalidPointsAmount', message: expect.stringMatching(message) },
    });
  });

  test.each(['', ' 1', '1 ', '+1', '1,000', 'NaN', 'Infinity', '0x10', '1_000', '١', '1e9999'])(
    '%j is none',
    (text) => {
      expect(() => checkAmount('input.points', text, whole)).toThrow(BadInput);
    },
  );

  test('is read only up to a length', () => {
    expect(() => checkAmount('input.points', '1'.repeat(401), whole)).toThrow(/input\.points is too long/);
  });
});
