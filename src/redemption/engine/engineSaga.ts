import type { RedemptionReservation } from './engineRedemptions.ts';
import type { Hastened, ToldReference } from '../../saga/sagaRows.ts';
import type { EngineGivingBack, EngineRedemption } from './engineRedemption.ts';
import type { Unsent } from '../../saga/unsent.ts';

export interface Hurried {
  readonly rows: readonly Hastened[];
  readonly asked: Promise<void>;
}

/** Redemptions of programs whose points live in an engine. */
export interface EngineSaga {
  /**
   * Makes a redemption and sends it, with one write before the call, and waits for its outcome as `settled` does. Null:
   * there is one of that id, or it must be alone and another one is under way. Of engines that take a member's calls at
   * once.
   */
  begin(reservation: RedemptionReservation): Promise<EngineRedemption | Unsent | null>;
  /**
   * Brings a redemption on, and waits for its outcome as long as a caller may wait; later outcomes are written down
   * all the same.
   */
  settled(row: EngineRedemption): Promise<EngineRedemption | Unsent>;
  /** The same for what is given back. */
  givenBack(row: EngineGivingBack): Promise<EngineGivingBack | Unsent>;
  /**
   * The engine said that something may be decided. It is due from then on, and is asked about at once: what it said is
   * no proof. Whose it was, when that is written, and when it was asked about. Never rejects behind that.
   */
  hurry(programId: string, told: ToldReference): Promise<Hurried>;
  /** Drives what is due on. May be late, killed, repeated or doubled. */
  settleDueRedemptions(): Promise<number>;
  /** Waits for the calls that are under way. */
  close(): Promise<void>;
}
