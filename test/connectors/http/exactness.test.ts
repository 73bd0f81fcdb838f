import { describe, expect, it } from 'vitest';
import { decimalText, jsonNumber, negated, notNegative } from '../../../src/connectors/http/decimalText.ts';
import { engineWords } from '../../../src/connectors/http/engineWords.ts';
import { readJson } from '../../../src/connectors/http/readJson.ts';
import { retryAfterOf } from '../../../src/connectors/http/retryAfter.ts';
import { isPlainPath, urlPath } from '../../../src/connectors/http/urlPath.ts';

const read = (json: string): unknown => readJson(Buffer.from(json));

describe('amounts in answers', () => {
  it.each([
    ['400', '400'],
    ['"400"', '400'],
    ['348.50', '348.5'],
    ['9007199254740993', '9007199254740993'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['1e3', '1000'],
    ['-5', '-5'],
  ])('are read exactly: %s', (json, text) => {
    expect(decimalText.parse(read(json))).toBe(text);
  });

  it.each(['"many"', 'null', 'true', '""', '{}'])('are refused where they are none: %s', (json) => {
    expect(decimalText.safeParse(read(json)).success).toBe(false);
  });

  it('leave the texts beside them as they are', () => {
    expect(read('{"a":"1.00000000000000000001","b":[1,"\\"2\\""],"c":10000000000000001}')).toEqual({
      a: '1.00000000000000000001',
      b: [1, '"2"'],
      c: '10000000000000001',
    });
    expect(() => readJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow();
  });

  it('are written exactly or not at all', () => {
    expect(jsonNumber('999999999999999')).toBe(999_999_999_999_999);
    expect(jsonNumber('12.34')).toBe(12.34);
    expect(() => jsonNumber('9007199254740993')).toThrow(RangeError);
  });

  it('have signs', () => {
    expect([negated('5'), negated('-5'), negated('0')]).toEqual(['-5', '5', '0']);
    expect([notNegative('5'), notNegative('-0.5')]).toEqual(['5', '0']);
  });
});

it('shows of an engine nothing that is secret, and one short line', () => {
  const said = engineWords(`Token s3cret-token\n is bad ${'x'.repeat(300)}`, ['s3cret-token', '']);
  expect(said).toMatch(/^Token … is bad x+…$/);
  expect(said.length).toBe(200);
});

it('reads when to come again', () => {
  expect(retryAfterOf('2')).toBe(2000);
  expect(retryAfterOf('Thu, 01 Jan 1970 00:00:10 GMT', 4000)).toBe(6000);
  expect(retryAfterOf('Thu, 01 Jan 1970 00:00:10 GMT', 20_000)).toBe(0);
  expect(retryAfterOf('999999999')).toBe(86_400_000);
  expect([retryAfterOf('soon'), retryAfterOf(undefined)]).toEqual([null, null]);
});

it('encodes what stands in a path', () => {
  expect(urlPath`/members/${'a/b?c'}/cards/${'é'}`).toBe('/members/a%2Fb%3Fc/cards/%C3%A9');
  expect([isPlainPath(urlPath`/members/${'..'}`), isPlainPath('/members/..a')]).toEqual([false, true]);
});
