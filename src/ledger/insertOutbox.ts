import type { Sql, Statement } from '../database/port.ts';
import type { Changes } from './changes.ts';

const INSERT_OUTBOX: Statement = {
  name: 'insert_outbox',
  text: 'INSERT INTO outbox (payload, recorded_at) VALUES ($1, $2)',
};

/**
 * Tells, in one row, from which posting to which a batch added to its accounts: {"postings": {"<id>": [<from>, <to>]}},
 * both included. One that awards were added to or taken from and no posting has an empty range. No row, when there is
 * nothing to tell.
 */
export async function insertOutbox(sql: Sql, changes: Changes, time: Date): Promise<void> {
  // Neither ids nor numbers need JSON's quoting.
  const members: string[] = [];
  for (const is of changes.openedAccounts) {
    if (is.seq > 0n || is.awards > 0n) members.push(`"${is.id}":[1,${is.seq}]`);
  }
  for (const { was, is } of changes.changedAccounts) {
    const hasNews = is.seq > was.seq || is.awards > was.awards || is.pending !== was.pending;
    if (hasNews) members.push(`"${is.id}":[${was.seq + 1n},${is.seq}]`);
  }
  if (members.length === 0) return;
  await sql.query(INSERT_OUTBOX, [`{"postings":{${members.join(',')}}}`, time.toISOString()]);
}
