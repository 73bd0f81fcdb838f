import type { Sql, Statement } from '../database/port.ts';
import type { Changes } from './changes.ts';

const INSERT_OUTBOX: Statement = {
  name: 'insert_outbox',
  text: 'INSERT INTO outbox (payload, recorded_at) VALUES ($1, $2)',
};

/** Tells, in one row, which accounts a batch changed and up to which posting: {"accounts": {"<id>": "<seq>"}}. */
export async function insertOutbox(sql: Sql, changes: Changes, time: Date): Promise<void> {
  const accounts = [...changes.openedAccounts, ...changes.changedAccounts.map(({ is }) => is)];
  if (accounts.length === 0) return;
  // Neither ids nor numbers need JSON's quoting.
  const members = accounts.map(({ id, seq }) => `"${id}":"${seq}"`);
  await sql.query(INSERT_OUTBOX, [`{"accounts":{${members.join(',')}}}`, time.toISOString()]);
}
