import type { Viewer } from '../access/viewer.ts';

/** Who sends signed messages for a program. What can sign is never shown again. */
export interface WebhookSource {
  readonly id: string;
  readonly programId: string;
  readonly name: string;
  readonly isDisabled: boolean;
  /** Newest first. */
  readonly keys: readonly WebhookKey[];
  readonly createdBy: string;
  readonly createdAt: Date;
}
export interface WebhookKey {
  /** v1: a secret that both know; v1a: the sender's public ed25519 key. */
  readonly scheme: 'v1' | 'v1a';
  /** The public key, as whpk_…; null: a secret. */
  readonly publicKey: string | null;
  readonly createdAt: Date;
  /** Until when it is accepted; null: until it is replaced. */
  readonly expiresAt: Date | null;
}
/** A source with its new secret, as whsec_…: told once. Null for a public key. */
export interface NewKey {
  readonly source: WebhookSource;
  readonly secret: string | null;
}

/** A message that could not be applied, or whose type nobody knows. */
export interface DeadLetter {
  readonly id: string;
  readonly sourceId: string;
  readonly programId: string;
  readonly messageId: string;
  readonly type: string;
  /** The raw body as it came, or as it was mended. */
  readonly body: string;
  /** Like CurrencyRateNotFound or BadInput. */
  readonly reasonCode: string;
  readonly reason: string;
  readonly state: 'OPEN' | 'UNKNOWN_TYPE' | 'REPLAYED' | 'DISMISSED';
  readonly attempts: number;
  readonly receivedAt: Date;
  readonly changedAt: Date;
}
export interface DeadLetterPage {
  readonly letters: readonly DeadLetter[];
  readonly hasMore: boolean;
}
export interface SecurityEvent {
  readonly id: bigint;
  readonly programId: string | null;
  /** Like MESSAGE_ID_REUSED or SIGNATURE_INVALID. */
  readonly kind: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, string>>;
  readonly recordedAt: Date;
}

export type DeskProblem =
  | 'NOT_FOUND'
  | 'TAKEN'
  | 'ROTATION_UNDER_WAY'
  | 'NOT_OPEN'
  /** An engine sent the message: nobody else can say it again. */
  | 'OF_ENGINE'
  | 'NO_ENCRYPTION_KEYS';
export interface DeskRefusal {
  readonly ok: false;
  readonly problem: DeskProblem;
  readonly message: string;
}
export type DeskResult<Value> = { readonly ok: true; readonly value: Value } | DeskRefusal;

/**
 * What an operator does about inbound messages. All of it needs points:admin and a token for every member of the
 * program; what the viewer does not reach is NOT_FOUND, or an empty list. Throws BadInput and Forbidden.
 */
export interface InboxDesk {
  sources(viewer: Viewer, programId: string): Promise<readonly WebhookSource[]>;
  /** With a public key v1a, without one v1. */
  createSource(
    viewer: Viewer,
    source: {
      readonly id: string;
      readonly programId: string;
      readonly name: string;
      readonly publicKey: string | null;
    },
  ): Promise<DeskResult<NewKey>>;
  /** The key before is accepted for 24 hours more; a second rotation within them is refused. */
  rotateKey(viewer: Viewer, sourceId: string, publicKey: string | null): Promise<DeskResult<NewKey>>;
  setDisabled(viewer: Viewer, sourceId: string, isDisabled: boolean): Promise<DeskResult<WebhookSource>>;

  /** Newest first. `after` is the last letter's id of the page before. */
  deadLetters(
    viewer: Viewer,
    query: {
      readonly programId: string;
      readonly states: readonly DeadLetter['state'][] | null;
      readonly first: number;
      readonly after: string | null;
    },
  ): Promise<DeadLetterPage>;
  /** Applies the message again, mended when a body is given; answers with the letter as it then is, OPEN when it failed again. */
  replay(viewer: Viewer, letterId: string, mendedBody: string | null): Promise<DeskResult<DeadLetter>>;
  /** Puts it aside: it will not be applied. */
  dismiss(viewer: Viewer, letterId: string): Promise<DeskResult<DeadLetter>>;
  /** Newest first; before: an event's id. */
  securityEvents(
    viewer: Viewer,
    query: { readonly programId: string; readonly first: number; readonly before: bigint | null },
  ): Promise<{ readonly events: readonly SecurityEvent[]; readonly hasMore: boolean }>;
}
