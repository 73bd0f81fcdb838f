import { hash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The same UUID for the same parts, for ever (version 8, RFC 9562): the first 122 bits of a SHA-256 over the parts,
 * each behind its length so that no two lists of parts read alike. Never change it: ids of stored rows come from it.
 */
export function stableUuid(...parts: readonly string[]): string {
  const hex = hash('sha256', parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
  const variant = ((Number.parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Whether it is a UUID in its one canonical spelling, lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
