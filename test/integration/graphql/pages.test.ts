import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import { givePoints } from './support/given.ts';
import { type Graph, STARS, startGraph } from './support/startGraph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(async () => {
  await graph.close();
});

type List = 'entries' | 'redemptions' | 'earnings';

interface Page {
  readonly edges: { readonly cursor: string; readonly node: { readonly points: number } }[];
  readonly nodes: { readonly points: number }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

let member = '';
let members = 0;
beforeEach(() => {
  members += 1;
  member = `m-${members}`;
});

async function page(list: List, args = ''): Promise<Page> {
  const { data, errors } = await graph.ask<{ pointsAccount: Record<string, Page> }>(`{
    pointsAccount(id: "${accountRef(STARS, member).id}") { ${list}${args && `(${args})`} {
      edges { cursor node { points } } nodes { points } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }
  }`);
  expect(errors).toEqual([]);
  return data?.pointsAccount[list] as Page;
}

async function give(...amounts: number[]): Promise<void> {
  for (const amount of amounts) await givePoints(graph, member, BigInt(amount));
}

async function redeem(...amounts: number[]): Promise<void> {
  for (const amount of amounts) {
    await graph.ask(`mutation { redeemPoints(input: {
      idempotencyKey: "${member} ${amount}", memberId: "${member}", points: ${amount}
    }) { __typename } }`);
  }
}

const nodes = (...all: number[]) => ({ nodes: all.map((amount) => ({ points: amount })) });
const points = ({ nodes }: Page): number[] => nodes.map((node) => node.points);

/** Every row of a list, page by page; between two pages something happens. */
async function walk(list: List, size: number, between: () => Promise<void> = async () => {}): Promise<number[]> {
  const seen: number[] = [];
  for (let after: string | null = null; ;) {
    const one: Page = await page(list, `first: ${size}${after === null ? '' : `, after: "${after}"`}`);
    seen.push(...points(one));
    expect(one.pageInfo.hasPreviousPage).toBe(after !== null);
    expect(one.edges.map((edge) => edge.node)).toEqual(one.nodes);
    expect(one.pageInfo.startCursor).toBe(one.edges[0]?.cursor ?? null);
    expect(one.pageInfo.endCursor).toBe(one.edges.at(-1)?.cursor ?? null);
    if (!one.pageInfo.hasNextPage) return seen;
    expect(one.nodes).toHaveLength(size);
    after = one.pageInfo.endCursor;
    await between();
  }
}

describe.each<List>(['entries', 'earnings'])('%s', (list) => {
  test('a walk sees each row once, while newer ones arrive between its pages', async () => {
    await give(1, 2, 3, 4, 5, 6, 7);
    let next = 100;
    const seen = await walk(list, 3, async () => give((next += 1), (next += 1)));
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(points(await page(list, 'first: 4'))).toEqual([104, 103, 102, 101]);
  });

  test('the last page is full and nothing follows', async () => {
    await give(1, 2, 3, 4);
    expect(await walk(list, 2)).toEqual([4, 3, 2, 1]);
    expect(await walk(list, 4)).toEqual([4, 3, 2, 1]);
  });
});

test('redemptions: a walk among entries of other kinds', async () => {
  await give(1000);
  await redeem(1, 2, 3);
  await give(500);
  await redeem(4, 5);
  expect(await walk('redemptions', 2, async () => redeem(50))).toEqual([5, 4, 3, 2, 1]);
});

test('entries of some kinds alone; of no kind there are none', async () => {
  await give(1000);
  await redeem(1, 2);
  await give(7);
  expect(points(await page('entries'))).toEqual([7, -2, -1, 1000]);
  expect(points(await page('entries', 'kinds: [REDEEM]'))).toEqual([-2, -1]);
  expect(points(await page('entries', 'kinds: [EARN, REVERSE]'))).toEqual([7, 1000]);
  const first = await page('entries', 'kinds: [EARN], first: 1');
  expect(first.pageInfo.hasNextPage).toBe(true);
  expect(points(await page('entries', `kinds: [EARN], first: 1, after: "${first.pageInfo.endCursor}"`))).toEqual([
    1000,
  ]);
  expect(points(await page('entries', 'kinds: []'))).toEqual([]);
  expect(points(await page('entries', 'kinds: null, first: null, after: null'))).toEqual([7, -2, -1, 1000]);
});

test('twenty rows where no number is asked, and an empty list has no cursors', async () => {
  await give(...Array.from({ length: 21 }, (_, index) => index + 1));
  expect(points(await page('entries'))).toHaveLength(20);
  expect(await page('redemptions')).toEqual({
    edges: [],
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  });
});

test('a page behind the oldest row is empty, and says that something stands before it', async () => {
  await give(1);
  const { pageInfo } = await page('entries');
  expect((await page('entries', `after: "${pageInfo.endCursor}"`)).pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: true,
    startCursor: null,
    endCursor: null,
  });
});

test('several pages of one account in one query stay apart', async () => {
  await give(1, 2, 3);
  await redeem(1);
  const { data } = await graph.ask(`{ pointsAccount(id: "${accountRef(STARS, member).id}") {
    one: entries(first: 1) { nodes { points } }
    two: entries(first: 2) { nodes { points } }
    earned: entries(first: 1, kinds: [EARN]) { nodes { points } }
    redemptions(first: 1) { nodes { points } }
    earnings(first: 1) { nodes { points } }
  } }`);
  expect(data).toEqual({
    pointsAccount: { one: nodes(-1), two: nodes(-1, 3), earned: nodes(3), redemptions: nodes(1), earnings: nodes(3) },
  });
});

describe('a bad input names its argument', () => {
  test.each([
    ['first', 'entries(first: 0)'],
    ['first', 'entries(first: 101)'],
    ['first', 'redemptions(first: -1)'],
    ['first', 'earnings(first: 1000)'],
    ['first', 'expiring(first: 0)'],
    ['first', 'expiring(first: 101)'],
    ['after', 'entries(after: "")'],
    ['after', 'entries(after: "nonsense")'],
    ['after', 'redemptions(after: "MTplbnRyaWVzOjU")'],
  ])('%s: %s', async (field, selection) => {
    await give(1);
    const inner = selection.startsWith('expiring') ? '{ points }' : '{ nodes { points } }';
    const { data, errors } = await graph.ask<{ pointsAccount: Record<string, unknown> }>(
      `{ pointsAccount(id: "${accountRef(STARS, member).id}") { status ${selection} ${inner} } }`,
    );
    expect(errors).toEqual([
      expect.objectContaining({
        extensions: { code: 'BAD_USER_INPUT', field },
        path: ['pointsAccount', expect.any(String)],
      }),
    ]);
    expect(data?.pointsAccount['status']).toBe('ACTIVE');
  });
});

/** The list of one account, asked for by many references to it. */
function askTogether(references: number, field: string) {
  const reference = { __typename: 'PointsAccount', id: accountRef(STARS, member).id };
  return graph.ask<{ _entities: Record<string, { readonly nodes: object[] } | null>[] }>(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on PointsAccount { list: ${field} { nodes { id } } } } }`,
    { variables: { r: Array.from({ length: references }, () => reference) } },
  );
}

test.each(['entries', 'earnings'] as const)('many references to one account do not multiply its %s', async (list) => {
  await give(...Array.from({ length: 20 }, (_, index) => index + 1));
  // A usual page for each of a thousand, and more of what is shorter.
  const { data, errors } = await askTogether(1_000, list);
  expect(errors).toEqual([]);
  expect(data?._entities.every((account) => account['list']?.nodes.length === 20)).toBe(true);
  expect((await askTogether(2_000, `${list}(first: 10)`)).errors).toEqual([]);

  const tooMuch = await askTogether(1_001, list);
  expect(tooMuch.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'first' } }]);
  expect(tooMuch.data?._entities.filter((account) => account['list'] === null)).toHaveLength(1);
});
