import type { SqlValue } from '../database/port.ts';
import type { AccountRef } from './account.ts';
import { arrayOf } from './arrayLiteral.ts';
import { groupBy } from './groupBy.ts';

/** A page of an account's history, newest first. */
export interface PageQuery {
  readonly account: Pick<AccountRef, 'id' | 'bucket'>;
  readonly first: number;
  /** Older than this one; null: from the newest. */
  readonly before: bigint | null;
}

const GREATEST_INT8 = 2n ** 63n - 1n;

/** The pages' accounts, where they start, and one row more than they have: it tells whether older ones follow. */
export function pageValues(queries: readonly PageQuery[]): SqlValue[] {
  return [
    arrayOf(queries, (query) => query.account.bucket),
    arrayOf(queries, (query) => query.account.id),
    arrayOf(queries, (query) => query.first + 1),
    arrayOf(queries, ({ before }) => (before === null || before > GREATEST_INT8 ? GREATEST_INT8 : before)),
  ];
}

/** Sorts rows, which are in their order and know the position of their query from 1, into the pages asked for. */
export function toPages<Row extends { readonly position: bigint }>(
  queries: readonly PageQuery[],
  rows: readonly Row[],
): { readonly rows: Row[]; readonly hasMore: boolean }[] {
  const found = groupBy(rows, (row) => Number(row.position) - 1);
  return queries.map(({ first }, index) => {
    const all = found.get(index) ?? [];
    return { rows: all.slice(0, first), hasMore: all.length > first };
  });
}
