import type { EventType } from './eventTypes.ts';

export type EventFormat = 'STANDARD' | 'CLOUDEVENTS';

/** A key that events are signed with; what signs is sealed. */
export interface StoredEventKey {
  readonly scheme: 'v1' | 'v1a';
  readonly sealed: string;
  /** As whpk_…; null: of a secret that both know. */
  readonly publicKey: string | null;
  readonly createdAt: Date;
  /** Until when it signs too; null: until it is replaced. */
  readonly expiresAt: Date | null;
}

/** Where events of a program go. */
export interface StoredEndpoint {
  readonly id: string;
  readonly programId: string;
  readonly name: string;
  readonly url: string;
  /** Null: all. */
  readonly types: readonly EventType[] | null;
  readonly format: EventFormat;
  /** Newest first. */
  readonly keys: readonly StoredEventKey[];
  /** Goes up with every change of an operator. */
  readonly version: number;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export type EndpointChange = Partial<Pick<StoredEndpoint, 'url' | 'types' | 'keys' | 'disabledReason'>>;

/** The endpoints that are kept. */
export interface EventEndpoints {
  find(id: string): Promise<StoredEndpoint | null>;
  /** Oldest first. */
  ofProgram(programId: string): Promise<readonly StoredEndpoint[]>;
  /** False: the program has as many as it may. */
  add(endpoint: Omit<StoredEndpoint, 'version' | 'disabledAt' | 'disabledReason'>, most: number): Promise<boolean>;
  /** What the work makes of it, under its lock; null: it is not there, or the work makes nothing of it. */
  change(id: string, work: (endpoint: StoredEndpoint) => EndpointChange | null): Promise<StoredEndpoint | null>;
  /** With all its deliveries. False: it was not there. */
  remove(id: string): Promise<boolean>;
}

/** What keys of an endpoint are sealed for. */
export const ownerOfEventKeys = (endpointId: string): string => `event_endpoint:${endpointId}`;
