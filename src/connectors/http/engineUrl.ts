import { isIP } from 'node:net';
import { type AddressGuard, createAddressGuard, type OpenedAddresses } from './addressGuard.ts';

/** An URL that somebody configured cannot be called. The words never repeat it. */
export class UrlRefused extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'UrlRefused';
  }
}

/**
 * An URL that somebody configured, as far as it can be checked without resolving its name. An address that stands in it
 * is checked here, because no lookup ever happens for one. Throws UrlRefused.
 */
export function parseEngineUrl(text: string, guard: AddressGuard): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new UrlRefused('It must be an URL that starts with https.');
  }
  if (url.username !== '' || url.password !== '') throw new UrlRefused('It must not carry a user name or a password.');
  if (url.search !== '' || url.hash !== '') throw new UrlRefused('It must end with its path.');
  const host = hostOf(url);
  const words = isIP(host) === 0 ? null : guard.refuse(host, url.protocol, portOf(url));
  if (words !== null) throw new UrlRefused(words);
  return url;
}

/** Why an URL must not be saved; null: it may be. A name is looked up at every connection, not here. */
export function refuseUrl(text: string, opened: OpenedAddresses): string | null {
  try {
    parseEngineUrl(text, createAddressGuard(opened));
    return null;
  } catch (error) {
    if (error instanceof UrlRefused) return error.message;
    throw error;
  }
}

/** The host without an IPv6 address's brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
