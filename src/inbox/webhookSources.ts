import type { WebhookSource } from './inboxDesk.ts';

/** One of a source's keys as it is kept: a secret only sealed. */
export type StoredKey = {
  readonly createdAt: Date;
  /** Until when it is accepted; null: until it is replaced. */
  readonly expiresAt: Date | null;
} & ({ readonly scheme: 'v1'; readonly sealed: string } | { readonly scheme: 'v1a'; readonly publicKey: string });

export interface StoredSource extends Omit<WebhookSource, 'keys'> {
  /** Newest first. */
  readonly keys: readonly StoredKey[];
}

/** Who sends signed messages. */
export interface WebhookSources {
  find(id: string): Promise<StoredSource | null>;
  /** Oldest first. */
  ofProgram(programId: string): Promise<readonly StoredSource[]>;
  /** False: the id is taken. */
  add(source: StoredSource): Promise<boolean>;
  /**
   * Changes a source as it is under its lock; the work is pure, and null from it changes nothing. Gives the source as
   * it then is; null: there is none, or the work wanted no change.
   */
  change(
    id: string,
    work: (source: StoredSource) => Partial<Pick<StoredSource, 'keys' | 'isDisabled'>> | null,
  ): Promise<StoredSource | null>;
}

/** What a source's secrets are sealed for: they open for it alone. */
export function ownerOfSecrets(sourceId: string): string {
  return `webhook_source:${sourceId}`;
}

/** A part of an address as it is. Without a colon: the deliveries of letters have one. */
export function isSourceId(text: string): boolean {
  return /^[\w.~-]{1,128}$/.test(text);
}
