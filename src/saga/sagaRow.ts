export type SagaState = 'RESERVED' | 'SENDING' | 'CAPTURED' | 'VOIDED';

/** Why nothing was spent, given back, or awarded. */
export type DeclineReason =
  | 'INSUFFICIENT_POINTS'
  | 'ACCOUNT_NOT_ACTIVE'
  | 'MEMBER_UNKNOWN'
  | 'REFUSED'
  /** Nobody refused it: it could not be made certain that it was taken, and it is certain now that it was not. */
  | 'UNAVAILABLE';

/** What is known of the calls for a row; what to do next follows from it alone. */
export interface Progress {
  /** RESERVED: certainly nothing was sent. SENDING: perhaps something was. The others never change. */
  readonly state: SagaState;
  /** How many calls were begun, of any kind. */
  readonly attempt: number;
  readonly requestedAt: Date;
  readonly firstSentAt: Date | null;
  /** When that was sent whose answer nobody knows; null: every answer is known. */
  readonly unsureAt: Date | null;
  /** The engine took it in and decides later. */
  readonly isAccepted: boolean;
  /** It is being taken back by its reference, and is never sent again. */
  readonly isCanceling: boolean;
  /** How many answers in a row said that nothing was taken, at a time when such answers count. */
  readonly answers: number;
}

/** What a program's engine is asked for: to take points, to give them back, or to award them. */
export interface SagaRow extends Progress {
  /** The reference that the engine is given, the same on every attempt. */
  readonly id: string;
  /** Greater is newer. */
  readonly number: bigint;
  readonly programId: string;
  readonly bucket: number;
  readonly accountId: string;
  readonly memberId: string;
  readonly engineKind: string;
  readonly engineVersion: number;
  /** The member as the engine knows them, since the beginning. */
  readonly engineMember: string;
  /** SHA-256 in hex over the caller's input. */
  readonly fingerprint: string;
  /** The last outcome, in words for an operator. */
  readonly outcome: string | null;
  readonly epoch: bigint;
  readonly engineReference: string | null;
  readonly declineReason: DeclineReason | null;
  readonly settledAt: Date | null;
  readonly mirroredAt: Date | null;
}

/** What a caller asks for, before the first call. */
export type Reservation = Pick<
  SagaRow,
  | 'id'
  | 'programId'
  | 'bucket'
  | 'accountId'
  | 'memberId'
  | 'engineKind'
  | 'engineVersion'
  | 'engineMember'
  | 'fingerprint'
>;

export function isSettled({ state }: Pick<Progress, 'state'>): boolean {
  return state === 'CAPTURED' || state === 'VOIDED';
}
