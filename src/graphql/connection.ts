import { decodeCursor, encodeCursor, type PagedList, type Place } from './cursor.ts';
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
export function pageToRead(list: Exclude<PagedList, 'deadLetters'>, { first, after }: PageArguments): PageToRead {
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

/** A page as it was read, and how its rows become the connection's. */
export interface PageRead<Row, Node> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  /** Whether it was asked for behind a cursor: rows are never taken away, so that row stands before the page. */
  readonly isBehind: boolean;
  readonly placeOf: (row: Row) => Place;
  readonly toNode: (row: Row) => Node;
}

/** The page that was read, as a connection. */
export function toConnection<Row, Node>(
  list: PagedList,
  { rows, hasMore, isBehind, placeOf, toNode }: PageRead<Row, Node>,
): Connection<Node> {
  const edges = rows.map((row) => ({ cursor: encodeCursor(list, placeOf(row)), node: toNode(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: isBehind,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
