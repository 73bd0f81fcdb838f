import type { BookedMovement } from '../kit/books.ts';
import { failed, succeeded } from './envelope.ts';
import type { LoyalifeDesk } from './routes.ts';

/**
 * A page of a member's transactions within a time. That a redemption has TransactionType 2 and points without a sign is
 * this emulator's reading: the page shows a bonus alone.
 */
export function rowsOf(member: string, body: Readonly<Record<string, unknown>>, desk: LoyalifeDesk): unknown {
  const { DateFrom: from, DateTo: to, MinimumRange: start, MaximumRange: length } = body;
  if (typeof from !== 'string' || typeof to !== 'string' || !Number.isInteger(start) || !Number.isInteger(length)) {
    return failed('999', 'Bad request');
  }
  const whose = desk.isConfused ? 'member-other' : member;
  const within = desk.books.movements
    .map((movement, index) => ({ movement, index }))
    .filter(({ movement }) => movement.member === member && movement.minor !== 0n)
    .filter(({ movement: { at } }) => at >= new Date(`${from}Z`) && at <= new Date(`${to}.999Z`))
    .toReversed();
  const page = within.slice(Number(start), Number(start) + Number(length));
  return succeeded(
    page.map(({ movement, index }) => rowOf(movement, index, whose)),
    within.length,
  );
}

function rowOf(movement: BookedMovement, index: number, whose: string): unknown {
  const isTaken = movement.kind === 'debited';
  const at = movement.at.toISOString().slice(0, -1);
  return {
    Id: 541_000 + index,
    Points: Number(movement.minor < 0n ? -movement.minor : movement.minor),
    Narration: isTaken ? 'Redemption' : movement.kind === 'reversed' ? 'Reversal' : 'Spend',
    TransactionDate: at,
    ProcessingDate: at,
    ExpiryDate: '2030-03-31T00:00:00',
    RelationReference: whose,
    ExternalReference: movement.id.toUpperCase(),
    ...(isTaken ? { MerchantName: movement.words } : {}),
    LoyaltyTxnType: isTaken ? 30 : movement.kind === 'reversed' ? 30 : 2,
    TransactionType: isTaken ? 2 : 1,
    IsActive: true,
  };
}
