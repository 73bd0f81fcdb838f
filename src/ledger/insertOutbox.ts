import type { Sql, Statement } from '../database/port.ts';
import type { Changes } from './changes.ts';

const INSERT_OUTBOX: Statement = {
  name: 'insert_outbox',
  text: 'INSERT INTO outbox (payload, recorded_at) VALUES ($1, $2)',
};

/**
 * Tells, in one row, from which posting to which a batch added to its accounts: {"postings": {"<id>": [<from>, <to>]}},
 * both included. Nothing, when it added to none.
 */
export async function insertOutbox(sql: Sql, changes: Changes, time: Date): Promise<void> {
  // Neither ids nor numbers need JSON's quoting.
  const members: string[] = [];
  for (const { id, seq } of changes.openedAccounts) if (seq > 0n) members.push(`"${id}":[1,${seq}]`);
  for (const { was, is } of changes.changedAccounts) {
    if (is.seq > was.seq) members.push(`"${is.id}":[${was.seq + 1n},${is.seq}]`);
  }
  if (members.length === 0) return;
  await sql.query(INSERT_OUTBOX, [`{"postings":{${members.join(',')}}}`, time.toISOString()]);
}
