const SEQ = /^[1-9]\d{0,18}$/;
const GREATEST = 2n ** 63n - 1n;

/** The place in an account's history that a text names in its one spelling; null when it names none. */
export function parseSeq(text: string): bigint | null {
  if (!SEQ.test(text)) return null;
  const seq = BigInt(text);
  return seq <= GREATEST ? seq : null;
}
