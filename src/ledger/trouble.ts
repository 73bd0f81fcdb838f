import { DatabaseRefused, DatabaseUnavailable } from '../database/port.ts';
import { BatchOvertaken } from './batchOvertaken.ts';

/**
 * Why a batch was not done.
 * `away`: PostgreSQL cannot be reached, and whether the batch was done is unknown.
 * `overtaken`: another transaction was in the way, and the next try sees what it did.
 * `blocked`: somebody keeps a row locked for too long.
 * `refused`: something in the batch is at fault.
 */
export type Trouble = 'away' | 'overtaken' | 'blocked' | 'refused';

// No resources, a system error, or a server that is read-only because another one leads now: as good as away.
const AWAY = /^(?:53|58)|^25006$/;
// A deadlock, a serialization failure, a request's id that another account's transaction stored meanwhile.
const OVERTAKEN = new Set(['40P01', '40001', '23505']);
// A lock or a statement that took too long.
const BLOCKED = new Set(['55P03', '57014']);

export function troubleOf(error: unknown): Trouble {
  if (error instanceof DatabaseUnavailable) return 'away';
  if (error instanceof BatchOvertaken) return 'overtaken';
  if (!(error instanceof DatabaseRefused)) return 'refused';
  if (AWAY.test(error.sqlState)) return 'away';
  if (OVERTAKEN.has(error.sqlState)) return 'overtaken';
  return BLOCKED.has(error.sqlState) ? 'blocked' : 'refused';
}
