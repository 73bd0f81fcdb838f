import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An issuer of tokens such as a deployment has: its keys over HTTP, and one token that may do everything. */
export interface Issuer {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  readonly token: string;
  close(): Promise<void>;
}

export async function openIssuer(programs: readonly string[]): Promise<Issuer> {
  const issuer = 'https://issuer.test';
  const audience = 'points';
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const header = { alg: 'RS256', kid: 'bench' };
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...header, use: 'sig' }] });
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(keys);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const token = await new SignJWT({ scope: 'points:read points:redeem points:earn', programs })
    .setProtectedHeader(header)
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('bench')
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(privateKey);
  return {
    jwksUrl: `http://127.0.0.1:${address.port}/jwks`,
    issuer,
    audience,
    token,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
