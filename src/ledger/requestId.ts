import { hash } from 'node:crypto';
import { stableUuid } from './stableUuid.ts';

/**
 * Whose keys they are, so that none can occupy another's: the graph's callers share one scope, the storefront, signed
 * messages and the service's own jobs have theirs. An award's key is the `transaction` it was recorded from, and what
 * clears it is named by the award. What an engine moved by itself is named by the engine, in its program.
 */
export type RequestScope = 'graph' | 'plum' | 'webhook' | 'transaction' | 'clear' | 'job' | 'seed' | 'engine-movement';

/** The id of the request that a key names. A key is unique within its program and scope. */
export function requestId(programId: string, scope: RequestScope, key: string): string {
  return stableUuid('request', programId, scope, key);
}

/** What an input says, however it was spelt: SHA-256 in hex over its parts in a fixed order; null is none given. */
export function fingerprintOf(...parts: readonly (string | bigint | null)[]): string {
  const told = JSON.stringify(parts.map((part) => (typeof part === 'bigint' ? part.toString() : part)));
  return hash('sha256', told, 'hex');
}
