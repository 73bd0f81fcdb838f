import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export interface KeyServer {
  readonly url: URL;
  /** What it publishes. */
  keys: readonly SigningKey[];
  /** Answers with this instead, while it is set. */
  fault: ((response: ServerResponse) => void) | null;
  /** How often it was asked. */
  asked: number;
  close(): Promise<void>;
}

export async function generateKey(kid: string, alg = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** An issuer's key server on 127.0.0.1. */
export async function startKeyServer(keys: readonly SigningKey[]): Promise<KeyServer> {
  const server = createServer((_, response) => {
    state.asked += 1;
    if (state.fault !== null) {
      state.fault(response);
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: state.keys.map(({ publicJwk }) => publicJwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const state: KeyServer = {
    url: new URL(`http://127.0.0.1:${port}/jwks.json`),
    keys,
    fault: null,
    asked: 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'points';

/** A token that is good, but for what is changed. A claim that is undefined is left out. */
export async function sign(
  { kid, alg, privateKey }: Pick<SigningKey, 'kid' | 'alg' | 'privateKey'>,
  changes: Record<string, unknown> = {},
  header: Record<string, unknown> = { typ: 'JWT' },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'user-1',
    exp: now + 600,
    iat: now,
    scope: 'points:read',
    programs: ['demo'],
    ...changes,
  };
  return new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey);
}
