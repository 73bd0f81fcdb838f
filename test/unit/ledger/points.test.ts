import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDecimal, formatMinor, greatestMinor, toJsonNumber, toMinor } from '../../../src/ledger/points.ts';

/** Decimals, and an amount that such a program can have. */
const amount = fc
  .integer({ min: 0, max: 4 })
  .chain((decimals) =>
    fc.tuple(
      fc.constant(decimals),
      fc.oneof(
        fc.bigInt({ min: 1n, max: greatestMinor(decimals) }),
        fc.bigInt({ min: greatestMinor(decimals) - 99n, max: greatestMinor(decimals) }),
        fc.bigInt({ min: 1n, max: 20_000n }),
      ),
    ),
  );

describe('an amount of points', () => {
  it('comes back from its text', () => {
    fc.assert(
      fc.property(amount, ([decimals, minor]) => {
        const text = formatMinor(minor, decimals);
        expect(canonicalDecimal(text)).toBe(text);
        expect(toMinor(text, decimals)).toBe(minor);
        expect(formatMinor(-minor, decimals)).toBe(`-${text}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('comes back from its JSON number, which no other amount has', () => {
    fc.assert(
      fc.property(amount, ([decimals, minor]) => {
        const json = JSON.stringify(toJsonNumber(minor, decimals));
        expect(canonicalDecimal(json)).toBe(formatMinor(minor, decimals));
        expect(toJsonNumber(-minor, decimals)).toBe(-toJsonNumber(minor, decimals));
        expect(toJsonNumber(minor - 1n, decimals)).toBeLessThan(toJsonNumber(minor, decimals));
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same however it is spelt', () => {
    fc.assert(
      fc.property(
        amount,
        fc.nat({ max: 5 }),
        fc.nat({ max: 5 }),
        fc.integer({ min: -30, max: 30 }),
        ([decimals, minor], zerosBefore, zerosAfter, exponent) => {
          const text = formatMinor(minor, decimals);
          const [whole = '', fraction = ''] = text.split('.');
          const padded = `${'0'.repeat(zerosBefore)}${whole}.${fraction}0${'0'.repeat(zerosAfter)}`;
          expect(canonicalDecimal(padded)).toBe(text);
          expect(canonicalDecimal(`-${padded}e0`)).toBe(`-${text}`);
          // The digits as a whole number, and the point where the exponent puts it.
          const shifted = `${minor}${exponent >= 0 ? '0'.repeat(exponent) : ''}`;
          const back = exponent >= 0 ? -exponent - decimals : -decimals;
          expect(canonicalDecimal(`${shifted}E${back}`)).toBe(text);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['0e5', '0'],
    ['007', '7'],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['12.50', '12.5'],
    ['125e-1', '12.5'],
    ['0.0010e2', '0.1'],
    ['1e-7', '0.0000001'],
    ['-1.5e0', '-1.5'],
    ['9007199254740993', '9007199254740993'],
    ['1.7976931348623157e308', `17976931348623157${'0'.repeat(292)}`],
  ])('reads %s as %s', (text, canonical) => expect(canonicalDecimal(text)).toBe(canonical));

  it.each(['', ' ', '.', '1.', '.5', '+1', '--1', '0x10', 'NaN', 'Infinity', '1e', '1e1.5', '1e1000', ' 1', '1\n'])(
    'is not %j',
    (text) => expect(canonicalDecimal(text)).toBeNull(),
  );

  it.each(['1_000', '1,5', '１', '١', '1n', '1e٣'])('is not %j either', (text) =>
    expect(canonicalDecimal(text)).toBeNull(),
  );

  it.each([
    ['0', 0, 'NOT_POSITIVE'],
    ['-1', 0, 'NOT_POSITIVE'],
    ['-0.001', 2, 'NOT_POSITIVE'],
    ['0.5', 0, 'TOO_MANY_DECIMALS'],
    ['1.234', 2, 'TOO_MANY_DECIMALS'],
    ['9007199254740992', 0, 'TOO_LARGE'],
    ['10000000000000', 2, 'TOO_LARGE'],
    ['9'.repeat(1_000_000), 4, 'TOO_LARGE'],
    ['1', 0, 1n],
    ['0.5', 1, 5n],
    ['12.3', 2, 1230n],
    ['9007199254740991', 0, 9_007_199_254_740_991n],
    ['9999999999999.99', 2, 999_999_999_999_999n],
    ['99999999999.9999', 4, 999_999_999_999_999n],
  ])('takes %s with %i decimals for %s', (text, decimals, minor) => expect(toMinor(text, decimals)).toBe(minor));

  it('is written without needless zeros', () => {
    expect(formatMinor(1230n, 2)).toBe('12.3');
    expect(formatMinor(1200n, 2)).toBe('12');
    expect(formatMinor(-5n, 2)).toBe('-0.05');
    expect(formatMinor(0n, 2)).toBe('0');
  });
});
