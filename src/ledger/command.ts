import type { AccountRef, AccountStatus } from './account.ts';
import type { Day } from './day.ts';
import type { Minor } from './points.ts';
import type { ProgramPolicy } from './program.ts';

/** What every command says. */
interface CommandBase {
  /** Its identity: requestId(program, key). The same id is done once and answered alike for ever. */
  readonly id: string;
  /** fingerprintOf the caller's input: the same id with another one is a conflict. */
  readonly fingerprint: string;
  readonly account: AccountRef;
  readonly program: ProgramPolicy;
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

export type Command = Credit | Debit | PlaceHold | Capture | Release | Reverse | Expire | ChangeStatus;
