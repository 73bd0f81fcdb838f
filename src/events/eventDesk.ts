import type { Viewer } from '../access/viewer.ts';
import type { DeliveryPageQuery, EventDelivery } from './eventDeliveries.ts';
import type { EventFormat, StoredEndpoint, StoredEventKey } from './eventEndpoints.ts';
import type { EventType } from './eventTypes.ts';
import type { Posted } from './eventPost.ts';

/** An endpoint as operators see it: what signs is never shown again. */
export interface EventEndpoint extends Omit<StoredEndpoint, 'keys'> {
  /** Newest first. */
  readonly keys: readonly Omit<StoredEventKey, 'sealed'>[];
}

/** An endpoint with its new secret, as whsec_…: told once. Null where a public key verifies. */
export interface EndpointWithSecret {
  readonly endpoint: EventEndpoint;
  readonly secret: string | null;
}

export type EventProblem =
  | 'NO_PROGRAM'
  | 'NOT_FOUND'
  | 'NO_DELIVERY'
  | 'TOO_MANY'
  | 'INVALID_URL'
  | 'ROTATION_UNDER_WAY'
  | 'NOT_SETTLED'
  | 'NO_ENCRYPTION_KEYS';
export interface EventRefusal {
  readonly ok: false;
  readonly problem: EventProblem;
  readonly message: string;
}
export type EventResult<Value> = { readonly ok: true; readonly value: Value } | EventRefusal;

export interface NewEndpoint {
  /** Left out: the default program. */
  readonly programId?: string | null | undefined;
  readonly name: string;
  readonly url: string;
  readonly types?: readonly EventType[] | null | undefined;
  readonly format: EventFormat;
  readonly scheme: StoredEventKey['scheme'];
}

export interface ChangedEndpoint {
  readonly endpointId: string;
  /** Left out: as they are; types null: all. */
  readonly url?: string | null | undefined;
  readonly types?: readonly EventType[] | null | undefined;
  readonly isDisabled?: boolean | null | undefined;
}

/**
 * What an operator does about outbound events. All of it needs points:admin and a token for every member of the program;
 * what the viewer does not reach is not found, or an empty list. Throws BadInput and Forbidden.
 */
export interface EventDesk {
  endpoints(viewer: Viewer, programId: string): Promise<readonly EventEndpoint[]>;
  deliveries(
    viewer: Viewer,
    query: DeliveryPageQuery,
  ): Promise<{ readonly deliveries: readonly EventDelivery[]; readonly hasMore: boolean }>;
  register(viewer: Viewer, endpoint: NewEndpoint): Promise<EventResult<EndpointWithSecret>>;
  change(viewer: Viewer, change: ChangedEndpoint): Promise<EventResult<EventEndpoint>>;
  /** The key before signs for 24 hours more; a second rotation within them is refused. */
  rotate(viewer: Viewer, endpointId: string): Promise<EventResult<EndpointWithSecret>>;
  remove(viewer: Viewer, endpointId: string): Promise<EventResult<EventEndpoint>>;
  /** Sends a signed event that says nothing, disabled or not, and waits for the answer. */
  sendTest(viewer: Viewer, endpointId: string): Promise<EventResult<Posted>>;
  replay(viewer: Viewer, deliveryId: string): Promise<EventResult<EventDelivery>>;
}
