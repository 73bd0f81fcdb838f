import type { AccountRef, AccountStatus } from './account.ts';
import type { Assess, Reassess, Shortfall } from './award.ts';
import type { CounterRange } from './counters.ts';
import type { Day } from './day.ts';
import type { Minor } from './points.ts';
import type { ProgramPolicy } from './program.ts';

/** A message as its sender identifies it. The same id with another body is a conflict, and does nothing. */
export interface Delivery {
  readonly sourceId: string;
  readonly messageId: string;
  /** SHA-256 of the raw body, in hex. */
  readonly bodyHash: string;
}

/** What every command says. */
interface CommandBase {
  /** Its identity: requestId(program, key). The same id is done once and answered alike for ever. */
  readonly id: string;
  /** fingerprintOf the caller's input: the same id with another one is a conflict. */
  readonly fingerprint: string;
  readonly account: AccountRef;
  readonly program: ProgramPolicy;
  /** The signed message that asked for it: kept in the inbox, in the same transaction. */
  readonly delivery?: Delivery;
  /** The caller's own words, kept with the request: reward, order, reason. */
  readonly details?: Readonly<Record<string, string>>;
}

/** Gives points, which expire by the program's policy or on a day of the caller's. */
export interface Credit extends CommandBase {
  readonly kind: 'CREDIT';
  readonly points: Minor;
  readonly expiresOn?: Day;
  /** When it was earned: it decides the expiry day, and the statement shows it. Absent, or later than now: now. */
  readonly effectiveAt?: Date;
}

/** Takes points, soonest expiring first. */
export interface Debit extends CommandBase {
  readonly kind: 'DEBIT';
  readonly points: Minor;
}

/** Sets points aside for a later capture, soonest expiring first. */
export interface PlaceHold extends CommandBase {
  readonly kind: 'HOLD';
  readonly points: Minor;
  /** From then on it cannot be captured, and is released. Null: until it is captured or released. */
  readonly expiresAt: Date | null;
}

/** Takes all or part of a hold's points, once, and releases the rest. Their lots are honored even if they expired meanwhile. */
export interface Capture extends CommandBase {
  readonly kind: 'CAPTURE';
  readonly holdId: string;
  readonly points: Minor;
}

/** Gives a hold's points back to their lots; what expired meanwhile expires at once. */
export interface Release extends CommandBase {
  readonly kind: 'RELEASE';
  readonly holdId: string;
  /** Only if its time is over: what the time-out job asks for. */
  readonly ifDue?: boolean;
}

/** Gives back all or part of an accepted debit or capture, to the lots it came from, the latest first. */
export interface Reverse extends CommandBase {
  readonly kind: 'REVERSE';
  /** The request that made the posting. */
  readonly targetId: string;
  /** Null: all that is left. */
  readonly points: Minor | null;
}

/** Takes away one day's expired lot. */
export interface Expire extends CommandBase {
  readonly kind: 'EXPIRE';
  readonly day: Day;
}

/** Freezes, closes or reactivates the account. Closing is final and forfeits what is left. */
export interface ChangeStatus extends CommandBase {
  readonly kind: 'STATUS';
  readonly status: AccountStatus;
}

/** Gives what rules make of a transaction, a zero included; pending points are in no lot until they clear. */
export interface AwardPoints extends CommandBase {
  readonly kind: 'AWARD';
  /** The counters that assessing needs. The program's are locked until the commit. */
  readonly reads: readonly CounterRange[];
  readonly assess: Assess;
  /** When the transaction occurred: it decides the expiry day of what is not pending. Later than now: now. */
  readonly effectiveAt: Date;
}

/** Makes a pending award's points spendable. */
export interface Clear extends CommandBase {
  readonly kind: 'CLEAR';
  /** The award. */
  readonly targetId: string;
  /** Only if its time has come: what the clearing job asks for. */
  readonly ifDue?: boolean;
}

/** Takes back all or part of an award. What is spent already is a debt, forgiven, or a reason to refuse. */
export interface TakeBack extends CommandBase {
  readonly kind: 'TAKE_BACK';
  /** The award. */
  readonly targetId: string;
  readonly reassess: Reassess;
  readonly shortfall: Shortfall;
}

/** Repeats what the engine took in which a program's points live. The id is the redemption's. */
export interface Mirror extends CommandBase {
  readonly kind: 'MIRROR';
  readonly points: Minor;
  /** When the engine says that it happened. Absent, or later than now: now. */
  readonly effectiveAt?: Date;
}

/** Repeats what the engine gave for a transaction. The id is the earning's. */
export interface MirrorEarning extends CommandBase {
  readonly kind: 'MIRROR_EARNING';
  readonly points: Minor;
  readonly effectiveAt?: Date;
}

/** Repeats a movement that the engine made by itself. */
export interface MirrorMovement extends CommandBase {
  readonly kind: 'MIRROR_MOVEMENT';
  readonly points: Minor;
  readonly direction: 'GIVEN' | 'TAKEN';
  readonly effectiveAt?: Date;
}

export type Command =
  | Credit
  | Debit
  | PlaceHold
  | Capture
  | Release
  | Reverse
  | Expire
  | ChangeStatus
  | AwardPoints
  | Clear
  | TakeBack
  | Mirror
  | MirrorEarning
  | MirrorMovement;
