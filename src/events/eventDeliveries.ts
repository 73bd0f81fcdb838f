import type { StoredEndpoint } from './eventEndpoints.ts';

export type DeliveryState = 'PENDING' | 'DELIVERED' | 'DEAD';

/** One event for one endpoint, as it stands. */
export interface EventDelivery {
  readonly id: string;
  /** Its place in the list; greater is newer. */
  readonly number: bigint;
  readonly endpointId: string;
  readonly programId: string;
  /** The webhook-id of every attempt. */
  readonly eventId: string;
  readonly memberId: string;
  readonly type: string;
  readonly sequence: bigint;
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** When it is tried next; of a settled one: when it was last due. */
  readonly nextAt: Date;
  /** The HTTP status of the last attempt; null: there was none. */
  readonly status: number | null;
  /** What the last attempt came to, for people. */
  readonly words: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** A delivery that this worker attempts until its lease is over or another one claims it. */
export interface ClaimedDelivery {
  readonly delivery: EventDelivery;
  readonly endpoint: StoredEndpoint;
  /** Of the schedule: 1 is the first since it was asked for. */
  readonly round: number;
  readonly epoch: bigint;
}

export interface ClaimLimits {
  /** Deliveries to claim. */
  readonly most: number;
  /** Attempts at once to one endpoint, of all processes together. */
  readonly perEndpoint: number;
  /** Milliseconds by the database's clock, longer than an attempt takes. */
  readonly lease: number;
}

export interface Attempted {
  readonly status: number | null;
  readonly words: string;
}

export interface DeliveryPageQuery {
  readonly programId: string;
  readonly states: readonly DeliveryState[] | null;
  readonly first: number;
  readonly before: bigint | null;
}

/**
 * The deliveries that are kept. What a worker writes carries its claim's epoch, and does nothing once somebody else
 * claimed the delivery or it is settled. Each is one statement.
 */
export interface EventDeliveries {
  page(query: DeliveryPageQuery): Promise<{ readonly deliveries: readonly EventDelivery[]; readonly hasMore: boolean }>;
  find(id: string): Promise<EventDelivery | null>;
  /** Makes a settled one due again, from the schedule's begin. Null: it waits already, or is gone. */
  replay(id: string): Promise<EventDelivery | null>;
  claim(limits: ClaimLimits): Promise<readonly ClaimedDelivery[]>;
  delivered(claimed: ClaimedDelivery, attempted: Attempted): Promise<void>;
  /** Due again so many milliseconds from now; paused: nothing goes to the endpoint before. */
  retry(claimed: ClaimedDelivery, attempted: Attempted, dueIn: number, paused: boolean): Promise<void>;
  /** No more attempts, and no more deliveries to the endpoint as it was at the claim. */
  giveUp(claimed: ClaimedDelivery, attempted: Attempted, reason: string): Promise<void>;
  /** Forgets what was settled more than so many days ago, and what has waited so long for a disabled endpoint. */
  prune(days: number): Promise<number>;
}
