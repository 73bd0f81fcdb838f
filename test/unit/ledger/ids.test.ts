import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountRef, bucketOf, BUCKETS } from '../../../src/ledger/account.ts';
import { fingerprintOf, requestId } from '../../../src/ledger/requestId.ts';
import { isUuid, stableUuid } from '../../../src/ledger/stableUuid.ts';

const parts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 4 });

describe('a stable UUID', () => {
  it('is a UUID of version 8, the same for the same parts and another for others', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const id = stableUuid(...a);
        expect(isUuid(id)).toBe(true);
        expect(id).toMatch(/^.{14}8.{4}[89ab]/);
        expect(stableUuid(...a)).toBe(id);
        expect(stableUuid(...b) === id).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 500 },
    );
  });

  it('tells lists of parts apart that read alike', () => {
    const ids = [['a', 'bc'], ['ab', 'c'], ['abc'], ['abc', ''], ['', 'abc'], ['1:a', 'bc'], []].map((list) =>
      stableUuid(...list),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  // Rows are stored under these: a change here makes every one of them unreachable.
  it('never changes', () => {
    expect(stableUuid('account', 'demo', 'm-0001')).toBe('4de1a1d3-b7a1-83a5-a6b0-dc8afc61de15');
    expect(requestId('demo', 'graph', 'key-1')).toBe('cc98d8d5-e0b8-870b-a0b4-f3239aa7392c');
    expect(accountRef('demo', 'm-0001')).toMatchObject({ id: '4de1a1d3-b7a1-83a5-a6b0-dc8afc61de15', bucket: 13 });
  });

  it('is told from what only looks like one', () => {
    const id = stableUuid('x');
    expect([id.toUpperCase(), `{${id}}`, id.slice(1), `${id}\n`, id.replaceAll('-', '')].some(isUuid)).toBe(false);
  });
});

describe('a bucket', () => {
  it('is one of sixty-four, and all of them are used alike', () => {
    const counts = Array.from({ length: BUCKETS }, () => 0);
    for (let member = 0; member < 6400; member += 1) {
      const { bucket, id } = accountRef('demo', `m-${member}`);
      expect(bucketOf(id)).toBe(bucket);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(160);
  });
});

describe('a request', () => {
  it('has an id of its own in every program, scope and key', () => {
    const ids = [
      requestId('a', 'graph', 'k'),
      requestId('b', 'graph', 'k'),
      requestId('a', 'plum', 'k'),
      requestId('a', 'job', 'k'),
      requestId('a', 'seed', 'k'),
      requestId('a', 'graph', 'l'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a fingerprint that tells what was said from what was not', () => {
    const prints = [
      fingerprintOf('a', 'b'),
      fingerprintOf('ab'),
      fingerprintOf('a', 'b', null),
      fingerprintOf('a', null, 'b'),
      fingerprintOf('a', 'b', ''),
      fingerprintOf('a", "b'),
    ];
    expect(new Set(prints).size).toBe(prints.length);
    expect(fingerprintOf('a', 12n)).toBe(fingerprintOf('a', '12'));
    expect(fingerprintOf('a')).toMatch(/^[0-9a-f]{64}$/);
  });
});
