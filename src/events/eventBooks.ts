import type { OpenedAddresses } from '../connectors/http/addressGuard.ts';
import type { EventDeliveries } from './eventDeliveries.ts';
import type { EventEndpoints } from './eventEndpoints.ts';
import type { EventPost } from './eventPost.ts';
import type { EventPublications } from './publishing.ts';

/** What is kept about events. */
export interface EventBooks {
  readonly endpoints: EventEndpoints;
  readonly deliveries: EventDeliveries;
  readonly publications: EventPublications;
}

/** How events leave. */
export interface EventSending {
  readonly post: EventPost;
  /** Private addresses that endpoints may have. */
  readonly opened: OpenedAddresses;
}
