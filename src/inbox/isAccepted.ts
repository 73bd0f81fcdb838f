import type { StoredKey } from './webhookSources.ts';

/** Whether signatures by the key hold at a time. */
export function isAccepted({ expiresAt }: Pick<StoredKey, 'expiresAt'>, at: Date): boolean {
  return expiresAt === null || expiresAt > at;
}
