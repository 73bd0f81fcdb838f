import type { Minor } from '../../ledger/points.ts';
import type { SagaRow } from '../../saga/sagaRow.ts';

/** A redemption of a program whose points live in an engine. */
export interface EngineRedemption extends SagaRow {
  readonly points: Minor;
  readonly rewardId: string | null;
  readonly orderId: string | null;
  /** Given back by the engine. */
  readonly reversedPoints: Minor;
}

/** Points of a captured redemption that the engine is asked to give back. */
export interface EngineGivingBack extends SagaRow {
  readonly points: Minor;
  readonly redemptionId: string;
  readonly reason: string | null;
}
