import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Scope } from '../../src/access/viewer.ts';
import type { AuthSettings } from '../../src/server/authSettings.ts';

export interface TokenClaims {
  readonly scopes: readonly Scope[];
  readonly programs: readonly string[];
  /** The one member that it reaches; absent: every member of the programs. */
  readonly memberId?: string;
}

/** The company's identity provider: publishes its key, on a free port of loopback, and signs what it is asked to. */
export interface Issuer {
  readonly settings: AuthSettings;
  /** The value of an authorization header. */
  authorization(claims: TokenClaims): Promise<string>;
  close(): Promise<void>;
}

const AUDIENCE = 'points';

export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'only' }] });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(keys);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: {
      mode: 'tokens',
      jwksUrl: new URL('/keys', issuer),
      issuer,
      audience: AUDIENCE,
      algorithms: ['ES256'],
    },
    async authorization({ scopes, programs, memberId }) {
      const member = memberId === undefined ? {} : { member: memberId };
      const token = await new SignJWT({ scope: scopes.join(' '), programs: [...programs], ...member })
        .setProtectedHeader({ alg: 'ES256', kid: 'only', typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(memberId ?? 'storefront')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
