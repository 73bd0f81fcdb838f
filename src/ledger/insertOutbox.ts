import type { Sql, Statement } from '../database/port.ts';
import type { Changes } from './changes.ts';

const INSERT_OUTBOX: Statement = {
  name: 'insert_outbox',
  text: 'INSERT INTO outbox (payload, recorded_at) VALUES ($1, $2)',
};

/** Tells, in one row, which accounts a batch changed and up to which posting: {"accounts": {"<id>": "<seq>"}}. */
export async function insertOutbox(sql: Sql, changes: Changes, time: Date): Promise<void> {
  const { openedAccounts, changedAccounts } = changes;
  if (openedAccounts.length + changedAccounts.length === 0) return;
  const accounts: Record<string, string> = {};
  for (const account of openedAccounts) accounts[account.id] = account.seq.toString();
  for (const { is } of changedAccounts) accounts[is.id] = is.seq.toString();
  await sql.query(INSERT_OUTBOX, [JSON.stringify({ accounts }), time]);
}
