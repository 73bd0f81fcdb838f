import type { EngineMember, LoyaltyConnector } from './loyaltyConnector.ts';

/** The engine that a program's points live in, ready to be called. */
export interface Engine {
  readonly programId: string;
  /** Like square or signed-webhook. */
  readonly kind: string;
  /** Of its configuration: another one is another engine to call. */
  readonly version: number;
  readonly connector: LoyaltyConnector;
  /** Whether the operator lets members redeem although a lost answer can never become certain. */
  readonly acceptsUncertainty: boolean;
  /** The members as the engine knows them, by the program's mapping, in the order asked; null: the mapping has none. */
  membersOf(memberIds: readonly string[]): Promise<readonly (EngineMember | null)[]>;
}

/** The engines of the programs that have one. */
export interface Engines {
  /** Null: the program's points live in our own ledger. Sees a change of another process within seconds. */
  find(programId: string): Promise<Engine | null>;
  /** Every program that has one. */
  all(): Promise<readonly Engine[]>;
}
