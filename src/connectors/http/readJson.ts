import { canonicalDecimal } from '../../ledger/points.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });
// Of valid JSON only: a string is skipped whole, so what is left to match are numbers.
const STRING_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The JSON of a body in UTF-8. A number that no double names exactly is left as the text that it was written as, so
 * that no float has touched it. Throws where it is no JSON.
 */
export function readJson(body: Buffer): unknown {
  const json = UTF8.decode(body);
  const value: unknown = JSON.parse(json);
  const exact = json.replaceAll(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || isExact(token) ? token : `"${token}"`,
  );
  return exact === json ? value : (JSON.parse(exact) as unknown);
}

function isExact(number: string): boolean {
  return canonicalDecimal(String(Number(number))) === canonicalDecimal(number);
}
