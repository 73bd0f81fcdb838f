import type { Sql, Statement } from '../database/port.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import { deliveryKey } from './book.ts';
import type { Command, Delivery } from './command.ts';

const READ_DELIVERIES: Statement = {
  name: 'read_deliveries',
  text: `
    SELECT i.source_id AS "sourceId", i.message_id AS "messageId", encode(i.body_hash, 'hex') AS "bodyHash"
    FROM unnest($1::text[], $2::text[]) AS q (source_id, message_id)
    JOIN inbox i ON i.source_id = q.source_id AND i.message_id = q.message_id`,
};

const INSERT_DELIVERIES: Statement = {
  name: 'insert_deliveries',
  text: `
    INSERT INTO inbox (source_id, message_id, body_hash)
    SELECT source_id, message_id, decode(body_hash, 'hex')
    FROM unnest($1::text[], $2::text[], $3::text[]) AS q (source_id, message_id, body_hash)`,
};

/** Which of the messages that the commands came by are known: their hashes, by deliveryKey. */
export async function readDeliveries(sql: Sql, commands: readonly Command[]): Promise<Map<string, string>> {
  const asked = commands.flatMap(({ delivery }) => (delivery === undefined ? [] : [delivery]));
  if (asked.length === 0) return new Map();
  const rows = await sql.query<Delivery>(READ_DELIVERIES, keysOf(asked));
  return new Map(rows.map((row) => [deliveryKey(row), row.bodyHash]));
}

/**
 * Remembers messages. Refused with 23505 when another account's transaction was first with one of them: tried again,
 * the batch sees what that one said.
 */
export async function insertDeliveries(sql: Sql, deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await sql.query(INSERT_DELIVERIES, [...keysOf(deliveries), arrayOf(deliveries, ({ bodyHash }) => quoted(bodyHash))]);
}

function keysOf(deliveries: readonly Delivery[]): [string, string] {
  return [
    arrayOf(deliveries, ({ sourceId }) => quoted(sourceId)),
    arrayOf(deliveries, ({ messageId }) => quoted(messageId)),
  ];
}
