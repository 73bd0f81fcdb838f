import type { Sql, Statement } from '../database/port.ts';
import type { AccountRef } from './account.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import type { Counter, CounterRange } from './counters.ts';
import { ownerOf } from './countersOf.ts';
import type { CounterQuery } from './ledger.ts';

/** Counters of one owner from one key to another, both included. */
export interface OwnedRange extends Pick<CounterRange, 'from' | 'to'> {
  readonly owner: Pick<AccountRef, 'id' | 'bucket'>;
}

interface CounterRow {
  readonly position: bigint;
  readonly owner: string;
  readonly key: string;
  readonly value: bigint;
}

// Each range is a piece of the primary key.
const READ_COUNTERS: Statement = {
  name: 'read_counters',
  text: `
    SELECT q.position, c.owner, c.key, c.value
    FROM unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[])
         WITH ORDINALITY AS q (bucket, owner, low, high, position)
    CROSS JOIN LATERAL (
      SELECT x.owner, x.key, x.value FROM counter x
      WHERE x.bucket = q.bucket AND x.owner = q.owner AND x.key >= q.low AND x.key <= q.high
      ORDER BY x.key
    ) c`,
};

/** The counters of the ranges that are there, each with the position of its range from 1, in the order of their keys. */
export async function readRanges(sql: Sql, ranges: readonly OwnedRange[]): Promise<CounterRow[]> {
  if (ranges.length === 0) return [];
  return sql.query<CounterRow>(READ_COUNTERS, [
    arrayOf(ranges, ({ owner }) => owner.bucket),
    arrayOf(ranges, ({ owner }) => owner.id),
    arrayOf(ranges, ({ from }) => quoted(from)),
    arrayOf(ranges, ({ to }) => quoted(to)),
  ]);
}

/** Counters as they stand, in the order asked; one that stands in two ranges of a query comes once. One statement. */
export async function readCounters(sql: Sql, queries: readonly CounterQuery[]): Promise<(readonly Counter[])[]> {
  const asked = queries.flatMap(({ account, ranges }, query) =>
    ranges.map(({ owner, from, to }) => ({ query, kind: owner, owner: ownerOf(account, owner), from, to })),
  );
  const rows = await readRanges(sql, asked);
  const found = queries.map(() => new Map<string, Counter>());
  for (const { position, key, value } of rows) {
    const range = asked[Number(position) - 1];
    if (range !== undefined) found[range.query]?.set(`${range.kind} ${key}`, { owner: range.kind, key, value });
  }
  return found.map((counters) => Array.from(counters.values()));
}
