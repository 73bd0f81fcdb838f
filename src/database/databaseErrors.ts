import { DatabaseError } from 'pg';
import { DatabaseRefused, DatabaseUnavailable } from './port.ts';

// A server that stops, crashed or starts, has no connection left, or hung up on an idle session.
const LOST = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03']);
// A password, a database or a setting that is wrong ends the connection too, and would do so for ever.
const OURS_TO_MEND = /^(?:28|3D|22|42)/;

/** What the driver threw, in the port's words: either PostgreSQL answered with a refusal, or it could not answer. */
export function databaseError(error: unknown): DatabaseRefused | DatabaseUnavailable {
  if (error instanceof DatabaseRefused || error instanceof DatabaseUnavailable) return error;
  if (error instanceof DatabaseError) {
    const sqlState = error.code ?? 'XX000';
    const endedByServer = /^(?:FATAL|PANIC)$/.test(error.severity ?? '') && !OURS_TO_MEND.test(sqlState);
    return LOST.has(sqlState) || sqlState.startsWith('08') || endedByServer
      ? new DatabaseUnavailable(error)
      : new DatabaseRefused(sqlState, error);
  }
  // The driver's own complaint about a value or a statement: nothing was sent, and it would not get better.
  if (error instanceof TypeError || error instanceof RangeError) return new DatabaseRefused('22000', error);
  return new DatabaseUnavailable(error);
}
