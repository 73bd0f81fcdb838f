import { DatabaseError } from 'pg';
import { DatabaseRefused, DatabaseUnavailable } from './port.ts';

// 57P0x: the server stops, crashed or starts; 53300: it has no connection left; 25P03, 57P05: it hung up on us.
const LOST = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03']);

/** What the driver threw, in the port's words: either PostgreSQL answered with a refusal, or it could not answer. */
export function databaseError(error: unknown): DatabaseRefused | DatabaseUnavailable {
  if (error instanceof DatabaseRefused || error instanceof DatabaseUnavailable) return error;
  if (error instanceof DatabaseError) {
    const sqlState = error.code ?? 'XX000';
    return LOST.has(sqlState) || sqlState.startsWith('08')
      ? new DatabaseUnavailable(error)
      : new DatabaseRefused(sqlState, error);
  }
  // The driver's own complaint about a value or a statement: nothing was sent, and it would not get better.
  if (error instanceof TypeError || error instanceof RangeError) return new DatabaseRefused('22000', error);
  return new DatabaseUnavailable(error);
}
