import type { IncomingHttpHeaders } from 'node:http';
import type { DecimalText } from '../ledger/points.ts';
import type { EngineMember, EngineMovement } from './loyaltyConnector.ts';

/** A message that an engine sent of its own accord, as it came. */
export interface EngineMessage {
  readonly headers: IncomingHttpHeaders;
  /** Byte by byte: it is what some engines sign. */
  readonly body: Uint8Array;
  /** The address that the engine was given for its messages: some engines sign it with the body. */
  readonly url: string;
  readonly receivedAt: Date;
}

/** What a message tells, of a member as the engine knows them, or of a reference of ours. */
export type Happening =
  /** What was spent or given back under this reference of ours, or with this order, may be decided: ask. */
  | { readonly kind: 'redemption'; readonly reference: string | null; readonly orderId: string | null }
  /** The engine awarded points for the transaction of this reference. Null points: it does not say how many. */
  | {
      readonly kind: 'earning';
      readonly reference: string;
      readonly points: DecimalText | null;
      readonly engineReference: string | null;
    }
  /** Points moved. */
  | { readonly kind: 'movement'; readonly member: EngineMember; readonly movement: EngineMovement }
  /** The member's balance is another one. */
  | { readonly kind: 'balance'; readonly member: EngineMember };

/** What is made of a message. */
export type NewsReading =
  /** id: the message's, the same when the engine sends it again. */
  | { readonly status: 'told'; readonly id: string; readonly happenings: readonly Happening[] }
  /** Nothing that concerns points: it is acknowledged. */
  | { readonly status: 'nothing'; readonly id: string }
  /** Not signed, or not with what the engine shares with us. */
  | { readonly status: 'untrusted'; readonly words: string }
  /** Signed, and not understood. */
  | { readonly status: 'unreadable'; readonly id: string; readonly words: string };
