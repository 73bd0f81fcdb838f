import type { Sql, Statement } from '../database/port.ts';
import type { AccountRef } from './account.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';

/** One counter of a program. */
export interface CounterKey {
  readonly owner: Pick<AccountRef, 'id' | 'bucket'>;
  readonly key: string;
}

// A row that is not there cannot be locked. Whoever comes second with a new one waits here for the first one's commit.
const ADD_MISSING: Statement = {
  name: 'add_missing_counters',
  text: `
    INSERT INTO counter (bucket, owner, key, value)
    SELECT bucket, owner, key, 0
    FROM unnest($1::smallint[], $2::uuid[], $3::text[]) AS q (bucket, owner, key)
    ORDER BY bucket, owner, key COLLATE "C"
    ON CONFLICT DO NOTHING`,
};

// The locks are taken above the sort. A row that changed while we waited is read anew under its lock.
const LOCK_COUNTERS: Statement = {
  name: 'lock_counters',
  text: `
    SELECT c.owner, c.key, c.value
    FROM unnest($1::smallint[], $2::uuid[], $3::text[]) AS q (bucket, owner, key)
    JOIN counter c ON c.bucket = q.bucket AND c.owner = q.owner AND c.key = q.key COLLATE "C"
    ORDER BY c.bucket, c.owner, c.key
    FOR UPDATE OF c`,
};

/**
 * Locks counters of programs until the transaction ends and gives them as they are. Each is named once.
 *
 * They are shared by all lanes and processes, and nobody waits for somebody who waits for them: everybody takes the
 * accounts that exist first, then counters, then adds what is new; and within each step all go in one order of keys.
 * While rows are added, a transaction holds rows that it added, of smaller keys; who waits for one of them in that
 * step holds smaller ones still. Once it locks, every row it wants was added by itself or is committed, so it waits
 * for those alone who lock, and they never wait for one who adds.
 */
export async function lockCounters(
  sql: Sql,
  keys: readonly CounterKey[],
): Promise<{ readonly owner: string; readonly key: string; readonly value: bigint }[]> {
  if (keys.length === 0) return [];
  const values = [
    arrayOf(keys, ({ owner }) => owner.bucket),
    arrayOf(keys, ({ owner }) => owner.id),
    arrayOf(keys, ({ key }) => quoted(key)),
  ];
  // Sent together; the second has a snapshot of its own.
  const [, locked] = await Promise.all([
    sql.query(ADD_MISSING, values),
    sql.query<{ owner: string; key: string; value: bigint }>(LOCK_COUNTERS, values),
  ]);
  return locked;
}
