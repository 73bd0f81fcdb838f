import type { EventType } from './eventTypes.ts';

/** Something that happened to a member's points. Ids and amounts, and nothing about the person. */
export interface PointsEvent {
  /** From what happened: the same for ever, so that it is told once. */
  readonly id: string;
  readonly type: EventType;
  readonly programId: string;
  readonly memberId: string;
  readonly at: Date;
  readonly data: EventData;
}

export type EventData = Readonly<Record<string, string | number | null>>;
