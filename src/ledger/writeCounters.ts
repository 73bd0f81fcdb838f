import type { Sql, Statement } from '../database/port.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import type { OwnedAdd } from './book.ts';

// What is added is told, and not what it comes to: right whether the counter was read or not.
const ADD_TO_COUNTERS: Statement = {
  name: 'add_to_counters',
  text: `
    INSERT INTO counter AS c (bucket, owner, key, value)
    SELECT bucket, owner, key, value
    FROM unnest($1::smallint[], $2::uuid[], $3::text[], $4::bigint[]) AS q (bucket, owner, key, value)
    ORDER BY bucket, owner, key COLLATE "C"
    ON CONFLICT (bucket, owner, key) DO UPDATE SET value = c.value + excluded.value`,
};

/** Adds to counters, each named once, whose accounts or own rows are locked. */
export async function addToCounters(sql: Sql, adds: readonly OwnedAdd[]): Promise<void> {
  if (adds.length === 0) return;
  await sql.query(ADD_TO_COUNTERS, [
    arrayOf(adds, ({ owner }) => owner.bucket),
    arrayOf(adds, ({ owner }) => owner.id),
    arrayOf(adds, ({ key }) => quoted(key)),
    arrayOf(adds, ({ amount }) => amount),
  ]);
}
