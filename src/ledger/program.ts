/** What the ledger must know of a program to post for it. */
export interface ProgramPolicy {
  readonly id: string;
  readonly decimals: number;
  /** IANA name: decides which day it is. Fixed for ever, like decimals: postings took effect at the ends of its days. */
  readonly timeZone: string;
  /** Months until earned points expire; null: never. */
  readonly expiryMonths: number | null;
  /** Points refunded to an expired lot can be spent for this many days more. */
  readonly refundGraceDays: number;
  /** Whether a credit opens the account of a member who has none. */
  readonly opensAccounts: boolean;
}
