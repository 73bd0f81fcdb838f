import type { Delivery } from '../ledger/command.ts';
import { stableUuid } from '../ledger/stableUuid.ts';
import type { DeadLetter, DeadLetterPage } from './inboxDesk.ts';

/** Why a message waits. */
export interface Complaint {
  /** As far as the body tells it. */
  readonly type: string;
  readonly state: 'OPEN' | 'UNKNOWN_TYPE';
  readonly reasonCode: string;
  readonly reason: string;
  /** The transaction that the message came before; null: it waits for a person. */
  readonly waitsFor: string | null;
}

export interface NewLetter extends Complaint {
  readonly programId: string;
  readonly body: string;
  readonly receivedAt: Date;
}

/** Where the walk over the waiting letters is. */
export interface WaitingLetter extends DeadLetter {
  readonly waitsFor: string;
}

/** The messages that were taken in, and among them those that could not be applied. */
export interface DeadLetters {
  /** What is known of a message by its id; null: it is new. A letter says that it has been dealt with for good. */
  known(delivery: Delivery): Promise<{ readonly bodyHash: string; readonly hasLetter: boolean } | null>;
  /**
   * Takes a message in as a letter, both in one transaction. `known`: it is one already. `reused`: its id came with
   * another body before, and nothing was kept.
   */
  keep(delivery: Delivery, letter: NewLetter): Promise<'kept' | 'known' | 'reused'>;
  /** Takes a message in that has its effect. `reused`: its id came with another body before. */
  takeIn(delivery: Delivery): Promise<'taken' | 'reused'>;
  find(id: string): Promise<DeadLetter | null>;
  /** Newest first; after: the last letter's id of the page before. */
  page(query: {
    readonly programId: string;
    readonly states: readonly DeadLetter['state'][] | null;
    readonly first: number;
    readonly after: string | null;
  }): Promise<DeadLetterPage>;
  /** Letters that wait for a transaction of the program, oldest first; at most 100. */
  waitingFor(programId: string, transactionId: string): Promise<readonly WaitingLetter[]>;
  /** A page of all letters that wait for a transaction, by their ids; after: the last one's of the page before. */
  waiting(after: string | null, most: number): Promise<readonly WaitingLetter[]>;
  /**
   * Begins to try a letter again, with this body, and counts it: from the same state of it only one caller can. Null:
   * another one did, or it is closed. Who dies behind it leaves a letter that can be tried again.
   */
  claim(letter: DeadLetter, body: string, by: string): Promise<DeadLetter | null>;
  /** What came of trying; null: it was applied. Gives the letter as it then is: applied once, it stays so. */
  settle(claimed: DeadLetter, complaint: Complaint | null, by: string): Promise<DeadLetter>;
  /** Null: it is not open. */
  dismiss(id: string, by: string): Promise<DeadLetter | null>;
}

/** A message has one letter, however often it comes. */
export function letterId({ sourceId, messageId }: Pick<Delivery, 'sourceId' | 'messageId'>): string {
  return stableUuid('dead letter', sourceId, messageId);
}

export function isOpen({ state }: DeadLetter): boolean {
  return state === 'OPEN' || state === 'UNKNOWN_TYPE';
}
