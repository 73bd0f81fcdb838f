import type { BookedMovement, Books } from '../kit/books.ts';

export interface VoucherifyDesk {
  readonly books: Books;
  readonly transactions: CardTransactions;
  readonly programId: string;
  programStatus: 'ACTIVE' | 'INACTIVE';
  memberStatus: 'ACTIVE' | 'INACTIVE';
  allowsNegative: boolean;
  /** Every membership is this customer's. */
  whose: string | null;
  /** Whether members have a second card. */
  secondCard: boolean;
}

export interface EmulatedTransaction {
  readonly id: string;
  readonly member: string;
  readonly type: string;
  readonly points: bigint;
  readonly reason: string | null;
  status: 'PENDING' | 'APPROVED' | 'REJECTED';
  rejection: { readonly reason: string; readonly details: string } | null;
  readonly at: Date;
}

export interface CardTransactions {
  create(member: string, points: bigint, reason: string | null): EmulatedTransaction;
  /** Oldest first. */
  of(member: string): readonly EmulatedTransaction[];
  /** Decides what is pending, in its order. */
  settle(): void;
}

/** Transactions are created pending and booked when they are decided; no two of them are the same to Voucherify. */
export function createCardTransactions(books: Books): CardTransactions {
  const transactions: EmulatedTransaction[] = [];
  let last = 0;

  const decide = (transaction: EmulatedTransaction): void => {
    const { member, points, reason } = transaction;
    const amount = books.format(points < 0n ? -points : points);
    if (points > 0n) {
      giveBack(books, member, amount, reason);
      transaction.status = 'APPROVED';
      return;
    }
    const reference = /^Redemption (\S+)$/.exec(reason ?? '')?.[1] ?? null;
    const isTaken = books.debit({ member, points: amount, reference, words: reason }) !== null;
    transaction.status = isTaken ? 'APPROVED' : 'REJECTED';
    if (!isTaken) transaction.rejection = { reason: 'insufficient_balance', details: 'The balance is too low' };
  };

  return {
    create: (member, points, reason) => {
      // Times of creation differ, so that their order is one.
      last = Math.max(Date.now(), last + 1);
      const transaction: EmulatedTransaction = {
        id: `lctx_${(0x12_8f_00_00 + transactions.length).toString(16)}`,
        member,
        type: points > 0n ? 'ADMIN_CREDIT' : 'ADMIN_DEBIT',
        points,
        reason,
        status: 'PENDING',
        rejection: null,
        at: new Date(last),
      };
      transactions.push(transaction);
      return transaction;
    },
    of: (member) => [
      ...books.movements.flatMap((movement, index) => grantedOf(movement, index, member)),
      ...transactions.filter((one) => one.member === member),
    ],
    settle: () => {
      for (const one of transactions) if (one.status === 'PENDING') decide(one);
    },
  };
}

/** A credit is a reversal in the books where it names a debit of which enough is left, and else a gift. */
function giveBack(books: Books, member: string, amount: string, reason: string | null): void {
  const [, reversal = null, reference] = /^Reversal (\S+) of (\S+)$/.exec(reason ?? '') ?? [];
  const debit = books.movements.find((one) => one.kind === 'debited' && one.reference === reference);
  const booked = debit === undefined ? null : books.reverse(debit, amount, reversal);
  if (booked === null) books.earn({ member, points: amount, words: reason });
}

/** What was there before any call of ours. */
function grantedOf(movement: BookedMovement, index: number, member: string): EmulatedTransaction[] {
  if (movement.kind !== 'granted' || movement.member !== member) return [];
  const id = `lctx_aa${index.toString(16)}`;
  const { minor: points, at } = movement;
  return [{ id, member, type: 'POINTS_EARNED', points, reason: 'Welcome', status: 'APPROVED', rejection: null, at }];
}
