import { SignJWT } from 'jose';
import type { Scope } from '../access/viewer.ts';

export const DEMO_ISSUER = 'points-demo';
export const DEMO_AUDIENCE = 'points';

export interface DemoTokenClaims {
  /** Who it is for, in the log; absent: the member, or "demo". */
  readonly subject?: string;
  readonly scopes: readonly Scope[];
  readonly programs: readonly string[];
  /** The one member that it reaches; absent: every member of the programs. */
  readonly memberId?: string;
  /** Absent: a day. */
  readonly expiresInSeconds?: number;
}

/** Signs a token that a service in demo mode with the same secret accepts. */
export async function mintDemoToken(secret: Uint8Array, claims: DemoTokenClaims): Promise<string> {
  const { subject, scopes, programs, memberId, expiresInSeconds = 86_400 } = claims;
  return new SignJWT({
    scope: scopes.join(' '),
    programs: [...programs],
    ...(memberId === undefined ? {} : { member: memberId }),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(DEMO_ISSUER)
    .setAudience(DEMO_AUDIENCE)
    .setSubject(subject ?? memberId ?? 'demo')
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
    .sign(secret);
}
