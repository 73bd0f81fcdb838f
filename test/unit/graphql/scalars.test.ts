import { assert, bigInt, integer, property } from 'fast-check';
import { type GraphQLScalarType, parseValue } from 'graphql';
import { describe, expect, test } from 'vitest';
import { dateScalar } from '../../../src/graphql/scalars/date.ts';
import { dateTimeScalar } from '../../../src/graphql/scalars/dateTime.ts';
import { pointsScalar } from '../../../src/graphql/scalars/points.ts';
import { parseDay } from '../../../src/ledger/day.ts';
import { formatMinor, greatestMinor, toJsonNumber, toMinor } from '../../../src/ledger/points.ts';

const literal = <In, Out>(scalar: GraphQLScalarType<In, Out>, text: string): In =>
  scalar.parseLiteral(parseValue(text));

describe('Points', () => {
  test.each([
    ['250', '250'],
    ['12.34', '12.34'],
    ['0.10', '0.1'],
    ['1e3', '1000'],
    ['12345e-2', '123.45'],
    ['-5', '-5'],
    ['-0', '0'],
    ['9007199254740993', '9007199254740993'],
    ['"12.34"', '12.34'],
    ['"007.50"', '7.5'],
  ])('the literal %s is %s, digit by digit', (text, decimal) => {
    expect(literal(pointsScalar, text)).toBe(decimal);
  });

  test.each([
    [250, '250'],
    [12.34, '12.34'],
    [0.1 + 0.2, '0.30000000000000004'],
    [-0, '0'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    ['12.34', '12.34'],
    ['1E2', '100'],
  ])('the variable %j is %s', (value, decimal) => {
    expect(pointsScalar.parseValue(value)).toBe(decimal);
  });

  test.each([Number.NaN, Infinity, -Infinity, '', ' 5', '5 ', '+5', '.5', '5.', '1,000', '0x10', 'NaN', 'ten', '１'])(
    'the variable %j is no amount',
    (value) => {
      expect(() => pointsScalar.parseValue(value)).toThrow('Points are a number');
    },
  );

  test.each([true, null, {}, [5], 5n])('a variable of another type is no amount: %s', (value) => {
    expect(() => pointsScalar.parseValue(value)).toThrow('Points are a number');
  });

  test('a text longer than any amount is refused before anything computes with it', () => {
    expect(() => pointsScalar.parseValue('1'.repeat(65))).toThrow('Points are a number');
    expect(() => pointsScalar.parseValue(`1e${'9'.repeat(9)}`)).toThrow('Points are a number');
  });

  test.each(['true', 'TEN', '[5]', '{ points: 5 }', 'null'])('the literal %s is no amount', (text) => {
    expect(() => literal(pointsScalar, text)).toThrow('Points are a number');
  });

  test('every amount of every program goes out as a number and comes in as the same amount', () => {
    assert(
      property(integer({ min: 0, max: 4 }), bigInt({ min: 1n, max: 2n ** 53n }), (decimals, some) => {
        const minor = some > greatestMinor(decimals) ? greatestMinor(decimals) : some;
        const sent = JSON.stringify(pointsScalar.serialize(toJsonNumber(minor, decimals)));
        expect(toMinor(pointsScalar.parseValue(JSON.parse(sent)), decimals)).toBe(minor);
        expect(toMinor(literal(pointsScalar, sent), decimals)).toBe(minor);
        expect(toMinor(pointsScalar.parseValue(formatMinor(minor, decimals)), decimals)).toBe(minor);
      }),
    );
  });

  test.each([5n, '5', Number.NaN, null])('what is no finite number does not go out: %s', (value) => {
    expect(() => pointsScalar.serialize(value)).toThrow('Points are not');
  });
});

describe('DateTime', () => {
  test.each([
    ['2026-03-31T18:30:00Z', '2026-03-31T18:30:00.000Z'],
    ['2026-03-31T20:30:00+02:00', '2026-03-31T18:30:00.000Z'],
    ['2026-03-31t18:30:00.123456789z', '2026-03-31T18:30:00.123Z'],
    ['2024-02-29T00:00:00-00:00', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, utc) => {
    expect(dateTimeScalar.serialize(dateTimeScalar.parseValue(text))).toBe(utc);
    expect(dateTimeScalar.serialize(literal(dateTimeScalar, JSON.stringify(text)))).toBe(utc);
  });

  test.each([
    '2026-03-31',
    '2026-03-31T18:30Z',
    '2026-03-31T18:30:00',
    '2026-03-31 18:30:00Z',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+24:00',
    '0000-12-31T00:00:00Z',
    '0001-01-01T00:00:00+00:01',
    '+012026-01-01T00:00:00Z',
    'yesterday',
    '',
  ])('%j is no instant', (text) => {
    expect(() => dateTimeScalar.parseValue(text)).toThrow('An instant looks like');
    expect(() => literal(dateTimeScalar, JSON.stringify(text))).toThrow('An instant looks like');
  });

  test('a number is no instant, whatever it may count', () => {
    expect(() => dateTimeScalar.parseValue(1_774_981_800_000)).toThrow('An instant looks like');
    expect(() => literal(dateTimeScalar, '1774981800000')).toThrow('An instant looks like');
    expect(() => dateTimeScalar.serialize('2026-03-31T18:30:00Z')).toThrow('An instant is not');
  });
});

describe('Date', () => {
  test('a day goes in and out', () => {
    expect(dateScalar.parseValue('2026-03-31')).toBe(parseDay('2026-03-31'));
    expect(literal(dateScalar, '"2026-03-31"')).toBe(parseDay('2026-03-31'));
    expect(dateScalar.serialize(parseDay('2026-03-31'))).toBe('2026-03-31');
  });

  test.each(['2026-02-30', '2026-3-1', '20260331', '2026-03-31T00:00:00Z', ''])('%j is no day', (text) => {
    expect(() => dateScalar.parseValue(text)).toThrow('A day looks like');
    expect(() => literal(dateScalar, JSON.stringify(text))).toThrow('A day looks like');
  });

  test('nothing but a day goes out', () => {
    expect(() => dateScalar.parseValue(20_000)).toThrow('A day looks like');
    expect(() => literal(dateScalar, '20000')).toThrow('A day looks like');
    expect(() => dateScalar.serialize('2026-03-31')).toThrow('A day is not');
  });
});
