import type { Account } from './account.ts';
import { type Day, dayOf, startOfDay } from './day.ts';
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
  account: Account;
  readonly postings: Posting[] = [];
  /** Never before the account's last change, whatever the clock does: as-of reads search by it. */
  readonly at: Date;
  /** The day that it is in the program's time zone. A lot whose day is before it is over. */
  readonly today: Day;
  readonly #timeZone: string;
  readonly #requestId: string;
  readonly #before: Account;

  constructor(account: Account, requestId: string, now: Date, timeZone: string) {
    this.account = account;
    this.#before = account;
    this.#requestId = requestId;
    this.#timeZone = timeZone;
    this.at = now < account.changedAt ? account.changedAt : now;
    this.today = dayOf(this.at, timeZone);
  }

  get isChanged(): boolean {
    return this.account !== this.#before;
  }

  change(changes: Partial<Account>): void {
    this.account = { ...this.account, ...changes, changedAt: this.at };
  }

  /** Adds lots to the account. */
  give(lots: Lots, parts: PostingParts): void {
    this.#post({ lots: addLots(this.account.lots, lots) }, totalOf(lots), lots, parts);
  }

  /** Takes lots that the account has. */
  take(lots: Lots, parts: PostingParts): void {
    this.#post({ lots: subtractLots(this.account.lots, lots) }, -totalOf(lots), lots, parts);
  }

  /** Takes lots that a hold had set aside. */
  takeHeld(lots: Lots, parts: PostingParts): void {
    const points = totalOf(lots);
    this.#post({ held: this.account.held - points }, -points, lots, parts);
  }

  /** Moves lots that the account has into its held points. */
  setAside(lots: Lots): void {
    this.change({ lots: subtractLots(this.account.lots, lots), held: this.account.held + totalOf(lots) });
  }

  /**
   * Gives lots that a hold had set aside back to the account. What has expired meanwhile expires now, not at the end
   * of its day: the hold honored it until now, and as-of reads count it until now.
   */
  putBack(lots: Lots): void {
    const kept = lots.filter((lot) => lot.day >= this.today);
    if (kept.length > 0) {
      this.change({ lots: addLots(this.account.lots, kept), held: this.account.held - totalOf(kept) });
    }
    const over = lots.filter((lot) => lot.day < this.today);
    this.takeHeld(over, { kind: 'EXPIRE', contra: 'BREAKAGE' });
  }

  /**
   * Takes the account's lot of a day that is over. It takes effect at the end of that day, however late this is: as-of
   * reads of every moment since then leave the lot out, and nothing was added to it since then.
   */
  expire(day: Day): void {
    const lots = this.account.lots.filter((lot) => lot.day === day);
    const ended = startOfDay(day + 1, this.#timeZone);
    this.take(lots, { kind: 'EXPIRE', contra: 'BREAKAGE', effectiveAt: ended < this.at ? ended : this.at });
  }

  #post(changes: Partial<Account>, amount: Minor, lots: Lots, parts: PostingParts): void {
    if (amount === 0n) return;
    const seq = this.account.seq + 1n;
    const balance = this.account.balance + amount;
    this.change({ ...changes, seq, balance });
    this.postings.push({
      account: { id: this.account.id, bucket: this.account.bucket },
      seq,
      kind: parts.kind,
      contra: parts.contra,
      amount,
      balanceAfter: balance,
      lots,
      originLots: parts.originLots ?? NO_LOTS,
      reversesSeq: parts.reversesSeq ?? null,
      requestId: this.#requestId,
      effectiveAt: parts.effectiveAt ?? this.at,
      recordedAt: this.at,
    });
  }
}
