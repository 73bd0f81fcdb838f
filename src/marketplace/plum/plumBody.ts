import { canonicalDecimal, type DecimalText } from '../../ledger/points.ts';
import { isId } from '../../failure/checkText.ts';
import { badInput } from './plumProblem.ts';

/** A request's body: what each key says, and the text it was written as where that is a number. */
export interface PlumBody {
  readonly values: Readonly<Record<string, unknown>>;
  /** The same with every number as the text that stood in the body, so that no float has touched it. */
  readonly texts: Readonly<Record<string, unknown>>;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
// Of valid JSON only: a string is skipped whole, so what is left to match are numbers.
const STRING_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const INTEGER = /^-?\d+$/;

/** Reads a body. Throws PlumProblem unless it is a JSON object in UTF-8. */
export function parsePlumBody(raw: Buffer): PlumBody {
  let values: unknown;
  let texts: unknown;
  try {
    const json = UTF8.decode(raw);
    values = JSON.parse(json);
    texts = JSON.parse(json.replaceAll(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    throw badInput('The body must be a JSON object.');
  }
  if (!isRecord(values) || !isRecord(texts)) throw badInput('The body must be a JSON object.');
  return { values, texts };
}

/** An id, a text or an integer: 5 and "5" are the same one. Null when the key is missing or null. */
export function optionalId({ values, texts }: PlumBody, key: string): string | null {
  const value = values[key];
  const text = texts[key];
  if (value === undefined || value === null) return null;
  if (typeof text !== 'string') throw badInput(`${key} must be a string or an integer.`);
  if (typeof value === 'number' && !INTEGER.test(text)) throw badInput(`${key} must be a string or an integer.`);
  if (!isId(text)) throw badInput(`${key} must have 1 to 128 characters, no control characters.`);
  return text;
}

export function requiredId(body: PlumBody, key: string): string {
  const id = optionalId(body, key);
  if (id === null) throw badInput(`${key} is missing.`);
  return id;
}

/** An amount of points, a number or a numeric text, exactly as it was written. */
export function requiredAmount({ texts }: PlumBody, key: string): DecimalText {
  const text = texts[key];
  if (text === undefined || text === null) throw badInput(`${key} is missing.`);
  const amount = typeof text === 'string' && text.length <= 64 ? canonicalDecimal(text) : null;
  if (amount === null) throw badInput(`${key} must be a number.`);
  return amount;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
