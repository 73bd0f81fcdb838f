import { assert, constantFrom, integer, property, uuid } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactNumber, isLess, times } from '../../src/connectors/http/exactDecimal.ts';
import { fromWallClock, isTimeZone, toWallClock } from '../../src/connectors/loyalife/localTime.ts';
import { loyalifeSettings } from '../../src/connectors/loyalife/loyalifeSettings.ts';
import { merchantNameOf, referenceIn } from '../../src/connectors/loyalife/merchantName.ts';

describe('the merchant of a redemption at Loyalife', () => {
  it('carries any UUID in 25 characters that survive a change of case', () => {
    assert(
      property(uuid(), (reference) => {
        const name = merchantNameOf('Rewards', reference, true);
        expect(name).toMatch(/^Rewards #[0-9a-z]{25}$/);
        expect(referenceIn(name, 'Rewards')).toBe(reference);
        expect(referenceIn(`Rewards #${name.slice(9).toUpperCase()}`, 'Rewards')).toBe(reference);
      }),
    );
  });

  it('carries nothing where the operator does not want it, or where it is not ours', () => {
    expect(merchantNameOf('Rewards', 'a', false)).toBe('Rewards');
    for (const name of [null, '', 'Rewards', 'Rewards #', 'Amazon #abc'])
      expect(referenceIn(name, 'Rewards')).toBeNull();
    expect(referenceIn(`Rewards #${'z'.repeat(25)}`, 'Rewards')).toBe('z'.repeat(25));
  });
});

describe("Loyalife's wall clock", () => {
  it('is read as it is written, in every zone', () => {
    const zones = ['UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Cairo'];
    const seconds = integer({ min: 1_700_000_000, max: 1_900_000_000 });
    assert(
      property(seconds, constantFrom(...zones), (second, zone) => {
        const at = new Date(second * 1000);
        const read = fromWallClock(toWallClock(at, zone), zone);
        // An hour that comes twice is read as one of the two.
        expect([0, 3_600_000]).toContain(Math.abs((read?.getTime() ?? 0) - at.getTime()));
        if (zone.startsWith('Asia') || zone === 'UTC') expect(read).toEqual(at);
      }),
    );
  });

  it('keeps milliseconds, and knows what is no time', () => {
    const at = fromWallClock('2026-02-03T11:16:03.703', 'Asia/Kolkata');
    expect(at?.toISOString()).toBe('2026-02-03T05:46:03.703Z');
    for (const text of ['', 'soon', '2026-02-03', '2026-13-03T11:16:03']) expect(fromWallClock(text, 'UTC')).toBeNull();
    expect(isTimeZone('Asia/Kolkata')).toBe(true);
    expect(isTimeZone('Asia/Nowhere')).toBe(false);
  });
});

describe('exact decimals', () => {
  it('are multiplied and compared without a float', () => {
    expect(times('333', '0.0033')).toBe('1.0989');
    expect(times('9007199254740991', '0.25')).toBe('2251799813685247.75');
    expect(times('0', '5')).toBe('0');
    expect(isLess('0.1', '0.10000000000000000001')).toBe(true);
    expect(isLess('10', '9.9')).toBe(false);
    expect(isLess('7', '7')).toBe(false);
    expect(exactNumber('225179981368524.75')).toBe(225_179_981_368_524.75);
    expect(exactNumber('2251799813685247.75')).toBeNull();
    expect(exactNumber('9007199254740993')).toBeNull();
  });
});

describe("Loyalife's settings", () => {
  const least = { clientId: 'a', programId: 19, timeZone: 'UTC' };

  it('need no more than what no page can tell', () => {
    expect(loyalifeSettings.parse(least)).toMatchObject({
      baseUrl: 'https://loyalife-api.xoxoday.in',
      relationType: 4,
    });
  });

  it.each([
    { timeZone: 'Mars/Base' },
    { merchantName: 'Rewards #1' },
    { errorCodes: { '000': 'REFUSED' } },
    { errorCodes: { '997': 'REFUSED' } },
    { errorCodes: { '131': 'DONE' } },
    { amountPerPoint: '0' },
    { amountPerPoint: '-1' },
    { somethingElse: true },
  ])('refuse %j', (wrong) => {
    expect(loyalifeSettings.safeParse({ ...least, ...wrong }).success).toBe(false);
  });
});
