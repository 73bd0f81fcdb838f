import { LRUCache } from 'lru-cache';
import type { SecurityEvents } from './securityEvents.ts';

const MINUTE = 60_000;
const REMEMBERED = 10_000;

/**
 * Security events of which one is written a minute for each kind and subject, by each process: whoever sends rubbish
 * all day fills no table. Detail by detail they are in the log.
 */
export function boundedEvents(events: Pick<SecurityEvents, 'add'>): Pick<SecurityEvents, 'add'> {
  const written = new LRUCache<string, true>({ max: REMEMBERED, ttl: MINUTE });
  return {
    async add(event) {
      const key = JSON.stringify([event.kind, event.programId, event.subject]);
      if (written.has(key)) return;
      written.set(key, true);
      try {
        await events.add(event);
      } catch (error) {
        written.delete(key);
        throw error;
      }
    },
  };
}
