import type { PageToRead } from './connection.ts';

/** Something of an account and its place among the account's. */
export interface Placed<Node> {
  readonly place: bigint;
  readonly node: Node;
}

export interface PlacedPage<Node> {
  readonly rows: readonly Placed<Node>[];
  readonly hasMore: boolean;
}

export interface BothLists<Node> {
  /** Newest first, older than the number; null: from the newest. At most as many as asked. */
  readonly fromEngine: (most: number, older: bigint | null) => Promise<readonly Placed<Node>[]>;
  readonly fromLedger: (first: number, older: bigint | null) => Promise<PlacedPage<Node>>;
}

/** The places of what an engine has begin here: it comes after whatever our own ledger did before. */
const ENGINE_PLACES = 2n ** 62n;

/** A page of a list that an engine goes on with where our own ledger had it before: newest first, the engine's first. */
export async function engineThenLedger<Node>(
  { first, before }: PageToRead,
  { fromEngine, fromLedger }: BothLists<Node>,
): Promise<PlacedPage<Node>> {
  if (before !== null && before < ENGINE_PLACES) return fromLedger(first, before);
  const found = await fromEngine(first + 1, before === null ? null : before - ENGINE_PLACES);
  const rows = found.slice(0, first).map(({ place, node }) => ({ place: ENGINE_PLACES + place, node }));
  if (found.length > first) return { rows, hasMore: true };
  const rest = await fromLedger(Math.max(first - rows.length, 1), null);
  if (rows.length === first) return { rows, hasMore: rest.hasMore || rest.rows.length > 0 };
  return { rows: [...rows, ...rest.rows], hasMore: rest.hasMore };
}
