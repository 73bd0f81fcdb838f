import { assert, bigInt, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageToRead, toConnection } from '../../../src/graphql/connection.ts';
import { decodeCursor, decodeIdCursor, encodeCursor } from '../../../src/graphql/cursor.ts';
import { parseEntryId } from '../../../src/graphql/entryId.ts';
import { pageSize } from '../../../src/graphql/pageSize.ts';

const GREATEST = 2n ** 63n - 1n;
const base64 = (text: string): string => Buffer.from(text).toString('base64url');

describe('cursors', () => {
  test('every place has a cursor, which says that place again', () => {
    assert(
      property(bigInt({ min: 1n, max: GREATEST }), (seq) => {
        expect(decodeCursor('entries', encodeCursor('entries', seq))).toBe(seq);
      }),
    );
  });

  test('a cursor says nothing to a reader', () => {
    expect(encodeCursor('entries', 12_345n)).toMatch(/^[\w-]+$/);
    expect(encodeCursor('entries', 12_345n)).not.toContain('12345');
  });

  test('no cursor is the beginning', () => {
    expect(decodeCursor('entries', null)).toBeNull();
    expect(decodeCursor('entries', undefined)).toBeNull();
  });

  test.each([
    ['', 'empty'],
    ['nonsense', 'no base64url of ours'],
    ['42', 'a number'],
    [encodeCursor('redemptions', 5n), 'of another list'],
    [base64('2:entries:5'), 'of another version'],
    [base64('1:entries:0'), 'before the first'],
    [base64('1:entries:-5'), 'negative'],
    [base64('1:entries:05'), 'a second spelling of 5'],
    [base64('1:entries:5:6'), 'with more behind it'],
    [base64(`1:entries:${GREATEST + 1n}`), 'beyond what a database counts'],
    [base64(`1:entries:${'9'.repeat(400)}`), 'far beyond'],
    [`${encodeCursor('entries', 5n)}=`, 'padded'],
    [` ${encodeCursor('entries', 5n)}`, 'with a space'],
  ])('%j is no cursor: %s', (after) => {
    expect(() => decodeCursor('entries', after)).toThrow('after is no cursor of entries');
  });
});

describe('cursors of earnings', () => {
  test('one of an older version, which named a posting, still says where to go on', () => {
    expect(decodeCursor('earnings', base64('1:earnings:5'))).toBe(5n << 32n);
    expect(decodeCursor('earnings', encodeCursor('earnings', 5n))).toBe(5n);
  });
});

describe('cursors of ids', () => {
  const id = '0b5a2f2e-6f0e-8aaa-9bbb-0123456789ab';

  test('say the id again', () => {
    expect(decodeIdCursor('deadLetters', encodeCursor('deadLetters', id))).toBe(id);
    expect(decodeIdCursor('deadLetters', null)).toBeNull();
  });

  test.each(['', encodeCursor('entries', 5n), encodeCursor('deadLetters', 'abc'), encodeCursor('deadLetters', 5n)])(
    '%j is none',
    (after) => {
      expect(() => decodeIdCursor('deadLetters', after)).toThrow('after is no cursor of deadLetters');
    },
  );
});

describe('page sizes', () => {
  test('1 to 100, and the usual one when nothing is asked', () => {
    expect([1, 100, null, undefined].map((first) => pageSize(first, 20))).toEqual([1, 100, 20, 20]);
  });

  test.each([0, -1, 101, 2_147_483_647])('%i is a bad input that names the argument', (first) => {
    expect(() => pageSize(first, 20)).toThrow(expect.objectContaining({ field: 'first' }));
  });
});

const placeOf = ({ seq }: { seq: bigint }): bigint => seq;

describe('connections', () => {
  const rows = [{ seq: 9n }, { seq: 7n }];
  const cursors = rows.map(({ seq }) => encodeCursor('entries', seq));
  const read = { rows, placeOf, toNode: ({ seq }: { seq: bigint }) => `entry ${seq}` };

  test('the first page', () => {
    const asked = pageToRead('entries', {});
    expect(asked).toEqual({ first: 20, before: null });
    expect(toConnection('entries', { ...read, hasMore: true, isBehind: false })).toEqual({
      edges: [
        { cursor: cursors[0], node: 'entry 9' },
        { cursor: cursors[1], node: 'entry 7' },
      ],
      nodes: ['entry 9', 'entry 7'],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: cursors[0], endCursor: cursors[1] },
    });
  });

  test('the last page, behind a cursor', () => {
    const asked = pageToRead('entries', { first: 2, after: encodeCursor('entries', 10n) });
    expect(asked).toEqual({ first: 2, before: 10n });
    const { pageInfo } = toConnection('entries', { ...read, hasMore: false, isBehind: true });
    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test('an empty page has no cursors', () => {
    const empty = { ...read, rows: [], hasMore: false, isBehind: false };
    const { edges, nodes, pageInfo } = toConnection('entries', empty);
    expect({ edges, nodes }).toEqual({ edges: [], nodes: [] });
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });
  });
});

test('an entry id in another spelling is the id of no entry', () => {
  const account = '0b5a2f2e-6f0e-8aaa-9bbb-0123456789ab';
  expect(parseEntryId(`${account}.12`)).toEqual({ accountId: account, seq: 12n });
  for (const id of [
    `${account}.012`,
    `${account}.0`,
    `${account.toUpperCase()}.12`,
    `${account}.12.`,
    account,
    '.12',
  ]) {
    expect(parseEntryId(id)).toBeNull();
  }
});
