import type { BookedMovement, Books } from '../kit/books.ts';
import type { EngineAnswer } from '../kit/startEmulator.ts';

export function error(status: number, message: string): EngineAnswer {
  return { status, body: { message, StatusCode: status, errors: [{ title: message, source: { pointer: '/' } }] } };
}

export function balancesOf(points: string): unknown {
  const none = { pendingPoints: 0, spentPoints: 0, expiredPoints: 0 };
  const isNegative = points.startsWith('-');
  const balance = {
    ...none,
    activePoints: isNegative ? 0 : Number(points),
    negativePoints: isNegative ? Number(points) : 0,
  };
  return { balance, subledgerBalances: {} };
}

export function transactionOf(movement: BookedMovement, programId: number, books: Books): unknown {
  const { id, at, minor, reference, words } = movement;
  return {
    transactionUUID: id,
    created: at.toISOString(),
    programId,
    ...(reference !== null && { customerSessionId: reference }),
    type: minor < 0n ? 'subtraction' : 'addition',
    name: words ?? 'points',
    startDate: 'immediate',
    expiryDate: 'unlimited',
    subledgerId: '',
    amount: Number(books.format(minor < 0n ? -minor : minor)),
    id: 1,
  };
}
