import { DatabaseUnavailable } from '../database/port.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';

/** Whether an error says that PostgreSQL is out of reach, to a write or to a read: the same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof LedgerUnavailable || error instanceof DatabaseUnavailable;
}
