import { describe, expect, test } from 'vitest';
import { isAllowedIp, isIpRange } from '../../../src/marketplace/plum/ipAllowList.ts';

describe('an allow-list', () => {
  test('that is empty allows all', () => {
    expect(isAllowedIp([], '203.0.113.7')).toBe(true);
    expect(isAllowedIp([], 'whatever')).toBe(true);
  });

  test.each([
    [['203.0.113.7'], '203.0.113.7'],
    [['203.0.113.7'], '::ffff:203.0.113.7'],
    [['203.0.113.0/24'], '203.0.113.255'],
    [['203.0.113.0/24'], '::FFFF:203.0.113.9'],
    [['::ffff:203.0.113.0/120'], '203.0.113.9'],
    [['::ffff:203.0.113.7'], '203.0.113.7'],
    [['0.0.0.0/0'], '8.8.8.8'],
    [['2001:db8::/32'], '2001:DB8:1::1'],
    [['2001:db8::1'], '2001:0db8:0:0:0:0:0:1'],
    [['fe80::/10'], 'fe80::1%eth0'],
    [['10.0.0.0/8', '203.0.113.7'], '203.0.113.7'],
  ])('of %j allows %s', (allowed, ip) => {
    expect(isAllowedIp(allowed, ip)).toBe(true);
  });

  test.each([
    [['203.0.113.7'], '203.0.113.8'],
    [['203.0.113.0/24'], '203.0.114.0'],
    [['203.0.113.0/25'], '203.0.113.128'],
    [['0.0.0.0/0'], '2001:db8::1'],
    [['::ffff:203.0.113.0/120'], '203.0.114.7'],
    [['203.0.113.0/24'], '::ffff:203.0.114.7'],
    [['::/0'], 'not an address'],
    [['::/0'], ''],
    [['2001:db8::/32'], '2001:db9::1'],
    [['203.0.113.7/33'], '203.0.113.7'],
    [['203.0.113.7/'], '203.0.113.7'],
    [['203.0.113.7/24/1'], '203.0.113.7'],
    [['2001:db8::/129'], '2001:db8::1'],
    [['storefront.example'], '203.0.113.7'],
    [['fe80::1%eth0'], 'fe80::1'],
    [['*'], '203.0.113.7'],
    [[''], '203.0.113.7'],
  ])('of %j does not allow %s', (allowed, ip) => {
    expect(isAllowedIp(allowed, ip)).toBe(false);
  });

  test('may have addresses and ranges', () => {
    for (const entry of ['203.0.113.7', '203.0.113.0/24', '2001:db8::/32', '::1', '0.0.0.0/0'])
      expect(isIpRange(entry)).toBe(true);
    for (const entry of ['', 'x', '203.0.113.7/33', '203.0.113.7/-1', '1.2.3', '::/129', '10.0.0.0/8 ']) {
      expect(isIpRange(entry)).toBe(false);
    }
  });
});
