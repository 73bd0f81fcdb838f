import { BlockList, isIP } from 'node:net';

const BITS = { ipv4: 32, ipv6: 128 } as const;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

const lists = new WeakMap<readonly string[], BlockList>();

/**
 * Whether an address may call, by a list of addresses and CIDR ranges; an empty one allows all. An IPv4 address that
 * comes in IPv6's clothes is an IPv4 address. An entry that is neither allows nobody.
 */
export function isAllowedIp(allowed: readonly string[], ip: string): boolean {
  if (allowed.length === 0) return true;
  const address = MAPPED.exec(ip)?.[1] ?? ip.replace(/%.*$/, '');
  const family = familyOf(address);
  return family !== null && listOf(allowed).check(address, family);
}

/** Whether an allow-list may have this entry. */
export function isIpRange(entry: string): boolean {
  return parseRange(entry) !== null;
}

function listOf(allowed: readonly string[]): BlockList {
  const known = lists.get(allowed);
  if (known !== undefined) return known;
  const list = new BlockList();
  for (const entry of allowed) {
    const range = parseRange(entry);
    if (range !== null) list.addSubnet(range.address, range.prefix, range.family);
  }
  lists.set(allowed, list);
  return list;
}

function parseRange(entry: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | null {
  const [given = '', length, ...rest] = entry.split('/');
  const address = MAPPED.exec(given)?.[1] ?? given;
  const family = familyOf(address);
  if (family === null || rest.length > 0) return null;
  if (length === undefined) return { address, prefix: BITS[family], family };
  // The length of a mapped range counts IPv6's bits, the first 96 of which are the clothes.
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) - (address === given ? 0 : 96) : -1;
  return prefix >= 0 && prefix <= BITS[family] ? { address, prefix, family } : null;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 4 ? 'ipv4' : 'ipv6';
}
