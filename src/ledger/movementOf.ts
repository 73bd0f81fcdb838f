import type { AccountRef } from './account.ts';
import type { Movement } from './movements.ts';
import type { Receipt } from './outcome.ts';

/** Where an earning stands among its account's: a credit by its posting, an award by the posting before it. */
export function earningPosition(seq: bigint, number: bigint): bigint {
  return (seq << 32n) + number;
}

/** What a receipt says of a credit, debit or capture that was made just now, so that nobody has to read it back. */
export function movementOf(receipt: Receipt, { programId, memberId }: AccountRef): Movement {
  const { seq, recordedAt } = receipt;
  if (seq === null) throw new TypeError(`request ${receipt.id} moved nothing`);
  const position = receipt.kind === 'CREDIT' ? earningPosition(seq, 0n) : seq;
  return { ...receipt, seq, position, award: null, programId, memberId, reversed: 0n, effectiveAt: recordedAt };
}
