import { decodeCursor, encodeCursor, type PagedList } from './cursor.ts';
import { pageSize } from './pageSize.ts';

const USUAL_SIZE = 20;

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A page to read: so many rows, older than the place; null: from the newest. */
export interface PageToRead {
  readonly first: number;
  readonly before: bigint | null;
}

/** What a connection's arguments ask for. Throws BadInput that names the argument. */
export function pageToRead(list: PagedList, { first, after }: PageArguments): PageToRead {
  return { first: pageSize(first, USUAL_SIZE), before: decodeCursor(list, after) };
}

/** A page by the Relay connection specification. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** The page that was read, as a connection. Rows are never taken away, so a cursor's row stands before its page. */
export function toConnection<Row extends { readonly seq: bigint }, Node>(
  list: PagedList,
  { before }: PageToRead,
  rows: readonly Row[],
  hasMore: boolean,
  toNode: (row: Row) => Node,
): Connection<Node> {
  const edges = rows.map((row) => ({ cursor: encodeCursor(list, row.seq), node: toNode(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: before !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
