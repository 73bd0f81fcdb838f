import { BadInput } from './failure.ts';

const ID_LENGTH = 128;
const KEY_LENGTH = 255;
const NOTE_LENGTH = 500;

// With the u flag \p{Cs} is a surrogate without its partner: no UTF-8 can carry it to the database and back.
const UNSTORABLE = /[\p{Cc}\p{Cs}]/u;
const UNSTORABLE_IN_LINES = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/** Characters as PostgreSQL counts them: code points. */
function isLongerThan(text: string, length: number): boolean {
  return text.length > length && (text.length > 2 * length || Array.from(text).length > length);
}

/**
 * Whether it can be an id of anything: 1 to 128 characters, no control characters. Compared as it is: no case is
 * folded, nothing is trimmed, no Unicode form is normalized, so no two ids are one.
 */
export function isId(text: string): boolean {
  return text !== '' && !isLongerThan(text, ID_LENGTH) && !UNSTORABLE.test(text);
}

/** Throws BadInput unless it can be an id. The field is named like "input.memberId". */
export function checkId(field: string, text: string): void {
  check(field, text, ID_LENGTH);
}

/** Throws BadInput unless it can be an idempotency key: 1 to 255 characters, no control characters. */
export function checkKey(field: string, text: string): void {
  check(field, text, KEY_LENGTH);
}

/** Throws BadInput unless it can be kept as a person's words: up to 500 characters, line breaks and tabs allowed. */
export function checkNote(field: string, text: string): void {
  if (isLongerThan(text, NOTE_LENGTH)) throw new BadInput(field, `is longer than ${NOTE_LENGTH} characters`);
  if (UNSTORABLE_IN_LINES.test(text)) throw new BadInput(field, 'has control characters');
}

function check(field: string, text: string, length: number): void {
  if (text === '') throw new BadInput(field, 'is empty');
  if (isLongerThan(text, length)) throw new BadInput(field, `is longer than ${length} characters`);
  if (UNSTORABLE.test(text)) throw new BadInput(field, 'has control characters');
}
