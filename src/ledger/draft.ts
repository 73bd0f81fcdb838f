import type { Account, AccountStatus } from './account.ts';
import { type Day, dayOf, startOfDay } from './day.ts';
import { addLots, type Lot, type Lots, NO_LOTS, subtractLots, totalOf } from './lots.ts';
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
  readonly #timeZone: string;
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
    this.#timeZone = timeZone;
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

  /** The member owes points that were taken back after they were spent. */
  owe(points: Minor): void {
    if (points === 0n) return;
    this.#debt += points;
    this.#isChanged = true;
  }

  /**
   * Gives a lot that was earned, and pays the debt from it. A lot whose day is over expires at once and pays nothing:
   * in effect now and not when its day ended, as as-of reads of the time between know nothing of either posting.
   */
  earn(lot: Lot, effectiveAt: Date): void {
    this.give([lot], { kind: 'EARN', contra: 'ISSUANCE', effectiveAt });
    if (lot.day < this.today) return this.take([lot], { kind: 'EXPIRE', contra: 'BREAKAGE' });
    const paid = this.#debt < lot.points ? this.#debt : lot.points;
    if (paid === 0n) return;
    this.#debt -= paid;
    // It names no posting: what it pays for was taken back before, by whatever requests.
    this.take([{ day: lot.day, points: paid }], { kind: 'REVERSE', contra: 'ISSUANCE' });
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

  /**
   * Gives lots that a hold had set aside back to the account. What has expired meanwhile expires now, not at the end
   * of its day: the hold honored it until now, and as-of reads count it until now.
   */
  putBack(lots: Lots): void {
    const kept = lots.filter((lot) => lot.day >= this.today);
    this.#lots = addLots(this.#lots, kept);
    this.#held -= totalOf(kept);
    this.#isChanged = true;
    const over = lots.filter((lot) => lot.day < this.today);
    this.takeHeld(over, { kind: 'EXPIRE', contra: 'BREAKAGE' });
  }

  /**
   * Takes the account's lot of a day that is over. It takes effect at the end of that day, however late this is: as-of
   * reads of every moment since then leave the lot out, and nothing was added to it since then.
   */
  expire(day: Day): void {
    const lots = this.#lots.filter((lot) => lot.day === day);
    const ended = startOfDay(day + 1, this.#timeZone);
    this.take(lots, { kind: 'EXPIRE', contra: 'BREAKAGE', effectiveAt: ended < this.at ? ended : this.at });
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
