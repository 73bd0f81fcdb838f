import { describe, expect, test } from 'vitest';
import { checkId, checkKey, checkNote, isId } from '../../../src/failure/checkText.ts';
import { BadInput } from '../../../src/failure/failure.ts';

const EMOJI = '\u{1F600}';

describe('an id', () => {
  test.each([
    ['a usual one', 'm-1'],
    ['a space', ' '],
    ['a composed letter', 'é'],
    ['a decomposed letter', 'e\u0301'],
    ['128 characters', 'x'.repeat(128)],
    ['128 characters outside of the first plane', EMOJI.repeat(128)],
    ['a character without width', '\u200b'],
  ])('may be %s', (_, text) => {
    expect(isId(text)).toBe(true);
    expect(() => checkId('input.memberId', text)).not.toThrow();
  });

  test.each([
    ['empty', ''],
    ['129 characters', 'x'.repeat(129)],
    ['129 characters outside of the first plane', EMOJI.repeat(129)],
    ['5000 characters', 'x'.repeat(5000)],
    ['with a NUL', 'a\u0000'],
    ['with a line break', 'a\n'],
    ['with a DEL', '\u007f'],
    ['with a NEL', '\u0085'],
    ['with the last of the C1 controls', '\u009f'],
    ['the first half of a pair', '\ud800'],
    ['the second half of a pair', 'a\udc00b'],
    ['a pair the wrong way round', '\udc00\ud800'],
  ])('may not be %s', (_, text) => {
    expect(isId(text)).toBe(false);
    expect(() => checkId('input.memberId', text)).toThrow(BadInput);
  });

  test('is refused by the name of its field', () => {
    expect(() => checkId('input.memberId', '')).toThrow('input.memberId is empty');
  });
});

describe('an idempotency key', () => {
  test('has at most 255 characters', () => {
    expect(() => checkKey('input.idempotencyKey', EMOJI.repeat(255))).not.toThrow();
    expect(() => checkKey('input.idempotencyKey', 'x'.repeat(256))).toThrow(/longer than 255/);
    expect(() => checkKey('input.idempotencyKey', '')).toThrow(BadInput);
    expect(() => checkKey('input.idempotencyKey', 'a\tb')).toThrow(BadInput);
  });
});

describe('a note', () => {
  test('may have lines, and no other control characters', () => {
    expect(() => checkNote('input.reason', 'one\n\ttwo\r\n')).not.toThrow();
    expect(() => checkNote('input.reason', '')).not.toThrow();
    expect(() => checkNote('input.reason', 'x'.repeat(500))).not.toThrow();
    expect(() => checkNote('input.reason', 'x'.repeat(501))).toThrow(/longer than 500/);
    expect(() => checkNote('input.reason', 'a\u0000')).toThrow(/control/);
    expect(() => checkNote('input.reason', '\ud800\n\udc00')).toThrow(BadInput);
  });
});
