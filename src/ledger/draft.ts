import type { Account, AccountStatus } from './account.ts';
import { type Day, dayOf } from './day.ts';
import { addLots, type Lots, NO_LOTS, subtractLots, totalOf } from './lots.ts';
import type { Minor } from './points.ts';
import type { Posting, SystemAccount } from './posting.ts';
import type { EntryKind } from './statement.ts';

interface PostingParts {
  readonly kind: EntryKind;
  readonly contra: SystemAccount;
  readonly effectiveAt?: Date;
  readonly originLots?: Lots;
  readonly reversesSeq?: bigint;
}

/** An account while one command is being decided, and the postings that the command makes. */
export class Draft {
  /** The account as it was. */
  readonly before: Account;
  /** Never before the account's last change, whatever the clock does: as-of reads search by it. */
  readonly at: Date;
  /** The day that it is in the program's time zone. A lot whose day is before it is over. */
  readonly today: Day;
  readonly postings: Posting[] = [];
  readonly #requestId: string;
  #status: AccountStatus;
  #balance: Minor;
  #held: Minor;
  #lots: Lots;
  #seq: bigint;
  #pending: Minor;
  #debt: Minor;
  #awards: bigint;
  #isChanged = false;

  constructor(account: Account, requestId: string, now: Date, timeZone: string) {
    this.before = account;
    this.at = now < account.changedAt ? account.changedAt : now;
    this.today = dayOf(this.at, timeZone);
    this.#requestId = requestId;
    this.#status = account.status;
    this.#balance = account.balance;
    this.#held = account.held;
    this.#lots = account.lots;
    this.#seq = account.seq;
    this.#pending = account.pending;
    this.#debt = account.debt;
    this.#awards = account.awards;
  }

  /** The account as it is now; undefined: it is as it was. */
  changedAccount(): Account | undefined {
    if (!this.#isChanged) return undefined;
    const { programId, memberId, id, bucket, openedAt } = this.before;
    return {
      programId,
      memberId,
      id,
      bucket,
      status: this.#status,
      balance: this.#balance,
      held: this.#held,
      pending: this.#pending,
      debt: this.#debt,
      awards: this.#awards,
      lots: this.#lots,
      seq: this.#seq,
      openedAt,
      changedAt: this.at,
    };
  }

  setStatus(status: AccountStatus): void {
    this.#status = status;
    this.#isChanged = true;
  }

  /** Counts one award more, of which that many points are pending, and gives its number. */
  award(pending: Minor): bigint {
    this.#awards += 1n;
    this.#pending += pending;
    this.#isChanged = true;
    return this.#awards;
  }

  /** Awarded points are pending no more. */
  settle(points: Minor): void {
    if (points === 0n) return;
    this.#pending -= points;
    this.#isChanged = true;
  }

  /** What the member owes. */
  get debt(): Minor {
    return this.#debt;
  }

  /** The member owes points that were taken back after they were spent; less than none: points were paid. */
  owe(points: Minor): void {
    if (points === 0n) return;
    this.#debt += points;
    this.#isChanged = true;
  }

  /** Adds lots to the account. */
  give(lots: Lots, parts: PostingParts): void {
    this.#lots = addLots(this.#lots, lots);
    this.#post(totalOf(lots), lots, parts);
  }

  /** Takes lots that the account has. */
  take(lots: Lots, parts: PostingParts): void {
    this.#lots = subtractLots(this.#lots, lots);
    this.#post(-totalOf(lots), lots, parts);
  }

  /** Takes lots that a hold had set aside. */
  takeHeld(lots: Lots, parts: PostingParts): void {
    const points = totalOf(lots);
    this.#held -= points;
    this.#post(-points, lots, parts);
  }

  /** Moves lots that the account has into its held points. */
  setAside(lots: Lots): void {
    this.#lots = subtractLots(this.#lots, lots);
    this.#held += totalOf(lots);
    this.#isChanged = true;
  }

  /** Moves lots that a hold had set aside back among the account's. */
  putBack(lots: Lots): void {
    this.#lots = addLots(this.#lots, lots);
    this.#held -= totalOf(lots);
    this.#isChanged = true;
  }

  #post(amount: Minor, lots: Lots, parts: PostingParts): void {
    if (amount === 0n) return;
    this.#isChanged = true;
    this.#seq += 1n;
    this.#balance += amount;
    this.postings.push({
      account: { id: this.before.id, bucket: this.before.bucket },
      seq: this.#seq,
      kind: parts.kind,
      contra: parts.contra,
      amount,
      balanceAfter: this.#balance,
      lots,
      originLots: parts.originLots ?? NO_LOTS,
      reversesSeq: parts.reversesSeq ?? null,
      requestId: this.#requestId,
      effectiveAt: parts.effectiveAt ?? this.at,
      recordedAt: this.at,
    });
  }
}
