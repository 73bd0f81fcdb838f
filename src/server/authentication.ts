import type { IncomingHttpHeaders } from 'node:http';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { Unauthenticated } from '../access/unauthenticated.ts';
import { SCOPES, type Viewer } from '../access/viewer.ts';
import { viewerOfClaims } from '../access/viewerOfClaims.ts';
import type { AuthSettings } from './authSettings.ts';
import { createKeySet } from './keySet.ts';
import { DEMO_AUDIENCE, DEMO_ISSUER } from './mintDemoToken.ts';
import { rememberTokens } from './rememberTokens.ts';

/** Tells who asks, from a request's headers. */
export interface Authenticator {
  /**
   * Throws Unauthenticated when the token is missing or not good, and IdentityUnavailable when the issuer's keys
   * cannot be had to tell.
   */
  authenticate(headers: IncomingHttpHeaders): Promise<Viewer>;
}

/** The demo's own user: everything, everywhere. */
const OPERATOR: Viewer = { subject: 'demo-operator', scopes: new Set(SCOPES), programs: 'all', memberId: null };

// RFC 6750: the token's own alphabet, so nothing else can hide in the header.
const BEARER = /^Bearer +([\w\-.~+/]+=*)$/i;
const PUBLIC_KEY_ALGORITHM = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;
// Of a token without a type too: issuers often leave it out. What carries another type, like a logout token, is not for here.
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);
const CLOCK_TOLERANCE_SECONDS = 15;

/** Throws TypeError, at the start of the service, for settings that would accept a token without proof. */
export function createAuthenticator(settings: AuthSettings): Authenticator {
  const verify = settings.mode === 'demo' ? demoVerifier(settings.secret) : issuerVerifier(settings);
  const anonymous = settings.mode === 'demo' ? OPERATOR : null;
  return {
    async authenticate({ authorization }) {
      if (authorization === undefined) {
        if (anonymous === null) throw new Unauthenticated('A bearer token is needed.');
        return anonymous;
      }
      const token = BEARER.exec(authorization)?.[1];
      if (token === undefined) throw new Unauthenticated('The authorization header is not a bearer token.');
      return viewerOfClaims(await verify(token));
    },
  };
}

type Verify = (token: string) => Promise<JWTPayload>;

function issuerVerifier(settings: AuthSettings & { mode: 'tokens' }): Verify {
  const { jwksUrl, issuer, audience, algorithms } = settings;
  for (const algorithm of algorithms) {
    if (!PUBLIC_KEY_ALGORITHM.test(algorithm)) throw new TypeError(`${algorithm} is no algorithm with a public key.`);
  }
  if (jwksUrl === null) return refuse;
  if (issuer === null || audience === null) throw new TypeError('Tokens need an issuer and an audience to check.');
  if (algorithms.length === 0) throw new TypeError('Tokens need an algorithm.');
  const keys = createKeySet(jwksUrl);
  const options = optionsFor(issuer, audience, algorithms);
  return rememberTokens(async (token) => verified(() => jwtVerify(token, keys, options)));
}

function demoVerifier(secret: Uint8Array): Verify {
  if (secret.byteLength < 32) throw new TypeError('The secret of demo tokens needs 32 bytes.');
  const options = optionsFor(DEMO_ISSUER, DEMO_AUDIENCE, ['HS256']);
  return async (token) => verified(() => jwtVerify(token, secret, options));
}

function optionsFor(issuer: string, audience: string, algorithms: readonly string[]): JWTVerifyOptions {
  return {
    algorithms: [...algorithms],
    issuer: [issuer],
    audience: [audience],
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
}

async function verified(verify: () => ReturnType<typeof jwtVerify>): Promise<JWTPayload> {
  try {
    const { payload, protectedHeader } = await verify();
    const { typ } = protectedHeader;
    if (typ !== undefined && !TYPES.has(typ.toLowerCase())) throw new Unauthenticated('The token is of another type.');
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Unauthenticated('The token has expired.', error);
    if (error instanceof errors.JOSEError) throw new Unauthenticated('The token is not valid.', error);
    throw error;
  }
}

async function refuse(): Promise<never> {
  return Promise.reject(new Unauthenticated('No issuer of tokens is configured.'));
}
