import { BlockList, isIP } from 'node:net';

/** What may be reached besides the public internet's https ports: an operator's list, of a tenant. */
export type OpenedAddresses = readonly string[];

export interface AddressGuard {
  /** Why this address must not be connected to with this protocol and port; null: it may be. */
  refuse(address: string, protocol: string, port: number): string | null;
}

const PORTS: ReadonlySet<number> = new Set([443, 8443]);

/**
 * What is not the public internet: this machine, private networks, carriers', documentation's, multicast, and IPv6's
 * ways to spell an IPv4 address. BlockList takes ::ffff:a.b.c.d for a.b.c.d by itself; a range ::ffff:0:0/96 would make
 * it block every IPv4 address.
 */
const CLOSED = [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3',
  '::/128 ::1/128 64:ff9b::/96 64:ff9b:1::/48 2002::/16 fc00::/7 fe80::/10 ff00::/8',
].flatMap((line) => line.split(' '));

const closed = listOf(CLOSED);

/**
 * Refuses addresses that an URL typed in by somebody must not lead to. Public ones take https on 443 and 8443; the
 * opened ones, addresses or ranges in CIDR notation, take any port, and plain http.
 */
export function createAddressGuard(opened: OpenedAddresses): AddressGuard {
  const open = listOf(opened);
  return {
    refuse: (address, protocol, port) => {
      const family = familyOf(address);
      if (family === null) return 'It does not lead to an internet address.';
      if (open.check(address, family)) return null;
      if (closed.check(address, family)) return 'It leads to a private address, which nobody opened for this program.';
      if (protocol !== 'https:') return 'It must start with https.';
      return PORTS.has(port) ? null : 'Its port must be 443 or 8443.';
    },
  };
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', length] = range.split('/');
    const family = familyOf(address);
    if (family === null) throw new TypeError('An opened address must be an address or a range in CIDR notation.');
    list.addSubnet(address, length === undefined ? (family === 'ipv4' ? 32 : 128) : Number(length), family);
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 4 ? 'ipv4' : 'ipv6';
}
