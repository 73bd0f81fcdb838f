import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { optionalId, parsePlumBody, requiredAmount, requiredId } from '../../../src/marketplace/plum/plumBody.ts';
import { PlumProblem } from '../../../src/marketplace/plum/plumProblem.ts';

const parse = (json: string) => parsePlumBody(Buffer.from(json));

describe('a body', () => {
  test('keeps every number as it was written', () => {
    const { texts, values } = parse(
      '{ "a": 348.50, "b": [-1e2, {"c": 90071992547409931}], "d": "x 1.0 \\" 2", "e": true }',
    );
    expect(texts).toEqual({ a: '348.50', b: ['-1e2', { c: '90071992547409931' }], d: 'x 1.0 " 2', e: true });
    expect(values['a']).toBe(348.5);
  });

  test('is otherwise what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }), (value) => {
        const json = JSON.stringify(value);
        const { texts } = parse(json);
        const numbersAsTexts: unknown = JSON.parse(json, (_, part: unknown) =>
          typeof part === 'number' ? JSON.stringify(part) : part,
        );
        expect(texts).toEqual(numbersAsTexts);
      }),
    );
  });

  test.each([
    '',
    'null',
    '[]',
    '1',
    '"a"',
    '{',
    '{"a":1,}',
    '{a:1}',
    '{"a":01}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":0x1}',
    '{} {}',
  ])('is not %s', (json) => {
    expect(() => parse(json)).toThrow(PlumProblem);
  });

  test('is UTF-8, or ids that differ could become one', () => {
    expect(() => parsePlumBody(Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]))).toThrow(
      PlumProblem,
    );
  });

  test('with a long text takes no time and no stack', () => {
    const long = 'x\\n'.repeat(20_000);
    expect(parse(`{"a":"${long}"}`).texts).toEqual({ a: 'x\n'.repeat(20_000) });
  });
});

describe('an id', () => {
  test.each([
    ['5', '5'],
    ['"5"', '5'],
    ['-5', '-5'],
    ['12345678901234567890', '12345678901234567890'],
    ['" 5"', ' 5'],
    ['"Ä"', 'Ä'],
  ])('%s is %j', (json, id) => {
    expect(requiredId(parse(`{"id":${json}}`), 'id')).toBe(id);
  });

  test.each(['5.0', '1e3', 'true', '[]', '{}', '""', '"\\u0000"', '"\\ud800"'])('is not %s', (json) => {
    expect(() => optionalId(parse(`{"id":${json}}`), 'id')).toThrow(/^id must/);
  });

  test('may be missing or null', () => {
    expect(optionalId(parse('{}'), 'id')).toBeNull();
    expect(optionalId(parse('{"id":null}'), 'id')).toBeNull();
    expect(() => requiredId(parse('{"id":null}'), 'id')).toThrow('id is missing.');
  });
});

describe('an amount', () => {
  test.each([
    ['348.5', '348.5'],
    ['"348.50"', '348.5'],
    ['3.485e2', '348.5'],
    ['0.1000000000000000055', '0.1000000000000000055'],
    ['9007199254740993', '9007199254740993'],
    ['-0', '0'],
  ])('%s is exactly %s', (json, amount) => {
    expect(requiredAmount(parse(`{"a":${json}}`), 'a')).toBe(amount);
  });

  test.each(['null', '""', '"1,0"', '" 1"', 'true', '[1]', '{"a":1}', `"${'1'.repeat(65)}"`, '1e99999'])(
    'is not %s',
    (json) => {
      expect(() => requiredAmount(parse(`{"a":${json}}`), 'a')).toThrow(PlumProblem);
    },
  );
});
