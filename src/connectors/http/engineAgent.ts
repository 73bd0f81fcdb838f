import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { AddressGuard } from './addressGuard.ts';
import type { EngineLimits, EngineTls } from './engineHttp.ts';
import { AddressRefused, guardedLookup } from './guardedLookup.ts';

/** Connections that lead only where the guard lets them, however the target was spelled. */
export function createEngineAgent(guard: AddressGuard, limits: EngineLimits, tls: EngineTls): Agent {
  // One for each kind of target, because each remembers the TLS sessions that it can resume.
  const connectors = new Map<string, buildConnector.connector>();
  const connectorOf = (protocol: string, port: number): buildConnector.connector => {
    const key = `${protocol}${port}`;
    const known = connectors.get(key);
    if (known !== undefined) return known;
    const lookup = guardedLookup(guard, protocol, port);
    const made = buildConnector({ ...tls, rejectUnauthorized: true, timeout: limits.connectTimeout, lookup });
    connectors.set(key, made);
    return made;
  };
  return new Agent({
    connections: limits.connections,
    headersTimeout: limits.headersTimeout,
    bodyTimeout: limits.bodyTimeout,
    maxResponseSize: limits.maxResponseSize,
    connect: (target, done) => {
      const port = Number(target.port !== '' ? target.port : target.protocol === 'https:' ? 443 : 80);
      // No lookup ever happens for an address.
      const words = isIP(target.hostname) === 0 ? null : guard.refuse(target.hostname, target.protocol, port);
      if (words !== null) {
        done(new AddressRefused(words), null);
        return;
      }
      connectorOf(target.protocol, port)(target, done);
    },
  });
}
