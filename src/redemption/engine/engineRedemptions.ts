import type { Reservation } from '../../saga/sagaRow.ts';
import type { EngineGivingBack, EngineRedemption } from './engineRedemption.ts';
import type { Claim, SagaRows } from '../../saga/sagaRows.ts';

export type RedemptionReservation = Reservation &
  Pick<EngineRedemption, 'points' | 'rewardId' | 'orderId'> & { readonly isAlone: boolean };

export interface EngineRedemptions extends SagaRows<EngineRedemption> {
  /**
   * Makes the row claimed and with the intent to send it, in one write: for engines that take a member's calls at once.
   * Null: there is such a row, or it must be alone and another one is under way. The lease is in milliseconds.
   */
  begin(reservation: RedemptionReservation, lease: number): Promise<Omit<Claim<EngineRedemption>, 'begunSince'> | null>;
  /** The row of that id, made now or before. Null: it must be alone, and another one of the member is under way. */
  reserve(reservation: RedemptionReservation): Promise<EngineRedemption | null>;
  /** An account's, newest first, older than the number; null: from the newest. */
  page(accountId: string, first: number, before: bigint | null): Promise<readonly EngineRedemption[]>;
}

export interface EngineReversals extends SagaRows<EngineGivingBack> {
  /** The row of that id, made now or before; a bigint: no more than that is left to give back. Null points: all of it. */
  reserve(
    reservation: Reservation & Pick<EngineGivingBack, 'redemptionId' | 'reason'> & { readonly points: bigint | null },
  ): Promise<EngineGivingBack | bigint>;
}
