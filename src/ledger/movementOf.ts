import type { AccountRef } from './account.ts';
import type { Movement } from './movements.ts';
import type { Receipt } from './outcome.ts';

/** What a receipt says of a movement that was made just now, so that nobody has to read it back. */
export function movementOf(receipt: Receipt, { programId, memberId }: AccountRef): Movement {
  const { seq, recordedAt } = receipt;
  if (seq === null) throw new TypeError(`request ${receipt.id} moved nothing`);
  return { ...receipt, seq, programId, memberId, reversed: 0n, effectiveAt: recordedAt };
}
