import { BlockList, isIP } from 'node:net';

const BITS = { ipv4: 32, ipv6: 128 } as const;

const lists = new WeakMap<readonly string[], BlockList>();

/**
 * Whether an address may call, by a list of addresses and CIDR ranges; an empty one allows all. BlockList takes
 * an IPv4 address and the same one in IPv6's clothes, ::ffff:192.0.2.1, for one. An entry that is neither address nor
 * range allows nobody.
 */
export function isAllowedIp(allowed: readonly string[], ip: string): boolean {
  if (allowed.length === 0) return true;
  const address = ip.replace(/%.*$/, '');
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
  const [address = '', length, ...rest] = entry.split('/');
  const family = familyOf(address);
  if (family === null || rest.length > 0) return null;
  if (length === undefined) return { address, prefix: BITS[family], family };
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : -1;
  return prefix >= 0 && prefix <= BITS[family] ? { address, prefix, family } : null;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  // A zone, as in fe80::1%eth0, is of the machine that it was read on.
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0) return null;
  return version === 4 ? 'ipv4' : 'ipv6';
}
