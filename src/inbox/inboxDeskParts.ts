import type { Programs } from '../program/programs.ts';
import type { Sealer } from '../secrets/createSealer.ts';
import type { InboxContext } from './inboxContext.ts';
import type { SecurityEvents } from './securityEvents.ts';
import type { WebhookSources } from './webhookSources.ts';

/** What the desk stands on. */
export interface InboxDeskParts extends InboxContext {
  readonly sources: WebhookSources;
  readonly events: SecurityEvents;
  readonly programs: Pick<Programs, 'find'>;
  /** Null: the deployment has no keys to seal with. */
  readonly sealer: Sealer | null;
  readonly now: () => Date;
}
