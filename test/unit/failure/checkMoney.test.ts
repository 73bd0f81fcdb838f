import { describe, expect, test } from 'vitest';
import { checkMoney } from '../../../src/failure/checkMoney.ts';
import { BadInput } from '../../../src/failure/failure.ts';

const check = (amount: string, currencyCode = 'USD') => checkMoney('input.amount', { amount, currencyCode });

describe('checkMoney', () => {
  test.each([
    ['10.0', 'USD', '10'],
    ['0010.50', 'USD', '10.5'],
    ['0', 'USD', '0'],
    ['-0', 'USD', '0'],
    ['1.234', 'KWD', '1.234'],
    ['1.234', 'IQD', '1.234'],
    ['1.5', 'HUF', '1.5'],
    ['500.00', 'JPY', '500'],
    ['9999999999999.99', 'USD', '9999999999999.99'],
    ['1e2', 'USD', '100'],
  ])('reads %s %s as %s', (amount, currencyCode, canonical) => {
    expect(check(amount, currencyCode)).toEqual({ amount: canonical, currencyCode });
  });

  test.each([
    ['-1', 'USD', 'less than 0'],
    ['1.005', 'USD', 'at most 2 decimals'],
    ['1.5', 'JPY', 'no decimals'],
    ['1.2345', 'KWD', 'at most 3 decimals'],
    ['99999999999999.99', 'USD', '15 digits'],
    ['1e300', 'USD', '15 digits'],
    ['1', 'XYZ', 'XYZ'],
    ['1', 'usd', 'usd'],
  ])('refuses %s %s: %s', (amount, currencyCode, words) => {
    expect(check(amount, currencyCode)).toMatchObject({
      failure: { type: 'InvalidTransactionAmount', message: expect.stringContaining(words) },
    });
  });

  test.each([
    ['1,5', 'USD', 'input.amount.amount'],
    ['', 'USD', 'input.amount.amount'],
    [`1${'0'.repeat(400)}`, 'USD', 'input.amount.amount'],
    ['1', '', 'input.amount.currencyCode'],
    ['1', 'U\u0000D', 'input.amount.currencyCode'],
  ])('cannot read %j %j', (amount, currencyCode, field) => {
    expect(() => check(amount, currencyCode)).toThrow(BadInput);
    expect(() => check(amount, currencyCode)).toThrow(field);
  });
});
