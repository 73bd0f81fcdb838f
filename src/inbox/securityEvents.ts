import type { SecurityEvent } from './inboxDesk.ts';

/** What a security reviewer asks for. */
export interface SecurityEvents {
  add(event: Omit<SecurityEvent, 'id' | 'recordedAt'>): Promise<void>;
  /** Newest first; before: an event's id. */
  page(query: {
    readonly programId: string;
    readonly first: number;
    readonly before: bigint | null;
  }): Promise<{ readonly events: readonly SecurityEvent[]; readonly hasMore: boolean }>;
}
