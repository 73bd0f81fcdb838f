import { createHash } from 'node:crypto';
import { stableUuid } from './stableUuid.ts';

/**
 * The id of the request that a key names. A key is unique within its program and scope: the graph's callers share
 * one scope, the storefront and the service's own jobs have theirs, so that none can occupy another's keys.
 */
export function requestId(programId: string, scope: 'graph' | 'plum' | 'job' | 'seed', key: string): string {
  return stableUuid('request', programId, scope, key);
}

/** What an input says, however it was spelt: SHA-256 in hex over its parts in a fixed order; null is none given. */
export function fingerprintOf(...parts: readonly (string | bigint | null)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => (typeof part === 'bigint' ? part.toString() : part))))
    .digest('hex');
}
