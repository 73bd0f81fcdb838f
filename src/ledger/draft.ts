import type { Account } from './account.ts';
import { type Day, startOfDay } from './day.ts';
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
  readonly at: Date;
  readonly #requestId: string;

  /** Time never steps back within an account, whatever the clock does: as-of reads search by it. */
  constructor(account: Account, requestId: string, now: Date) {
    this.account = account;
    this.#requestId = requestId;
    this.at = now < account.changedAt ? account.changedAt : now;
  }

  change(changes: Partial<Account>): void {
    this.account = { ...this.account, ...changes, changedAt: this.at };
  }

  /** Adds lots to the account. */
  give(lots: Lots, parts: PostingParts): void {
    this.change({ lots: addLots(this.account.lots, lots) });
    this.#post(totalOf(lots), lots, parts);
  }

  /** Takes lots that the account has. */
  take(lots: Lots, parts: PostingParts): void {
    this.change({ lots: subtractLots(this.account.lots, lots) });
    this.#post(-totalOf(lots), lots, parts);
  }

  /** Takes lots that a hold had set aside. */
  takeHeld(lots: Lots, parts: PostingParts): void {
    this.change({ held: this.account.held - totalOf(lots) });
    this.#post(-totalOf(lots), lots, parts);
  }

  /** Takes one day's lot because the day is over; it was over when the day ended, however late this is. */
  expire(day: Day, timeZone: string): void {
    const lots = this.account.lots.filter((lot) => lot.day === day);
    const ended = startOfDay(day + 1, timeZone);
    this.take(lots, { kind: 'EXPIRE', contra: 'BREAKAGE', effectiveAt: ended < this.at ? ended : this.at });
  }

  #post(amount: Minor, lots: Lots, parts: PostingParts): void {
    if (amount === 0n) return;
    const seq = this.account.seq + 1n;
    const balance = this.account.balance + amount;
    this.change({ seq, balance });
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
