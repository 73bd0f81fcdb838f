import { createHash, timingSafeEqual } from 'node:crypto';
import type { Viewer } from '../../access/viewer.ts';
import { isId } from '../../failure/checkText.ts';
import type { Program, Programs } from '../../program/programs.ts';
import { isAllowedIp } from './ipAllowList.ts';
import type { PlumBody } from './plumBody.ts';
import { PlumProblem } from './plumProblem.ts';

/** A storefront that has shown its token: the program that it is of, and the viewer that it acts as. */
export interface Storefront {
  readonly program: Program;
  readonly viewer: Viewer;
}

/** No token has this hash: it is what a program that is unknown or has no storefront is compared with. */
const NOBODY = Buffer.alloc(32);

/**
 * Throws PlumProblem: 401 for a wrong token, an unknown program and one without a storefront, which are all alike;
 * then 403 for an address that is not allowed, which only the owner of the token gets to see.
 */
export async function identifyStorefront(
  programs: Programs,
  programId: string,
  body: PlumBody,
  ip: string,
): Promise<Storefront> {
  const program = isId(programId) ? await programs.find(programId) : null;
  const token = body.texts['auth_token'];
  const hash = program?.plumTokenHash ?? NOBODY;
  const expected = hash.byteLength === NOBODY.byteLength ? hash : NOBODY;
  const given = createHash('sha256')
    .update(typeof token === 'string' ? token : '')
    .digest();
  // Compared in any case, so that the time taken does not tell a program that exists from one that does not.
  const matches = timingSafeEqual(given, expected);
  if (program === null || expected === NOBODY || !matches || token === '') {
    throw new PlumProblem(401, 'UNAUTHENTICATED', 'The auth_token is not valid for this program.');
  }
  if (!isAllowedIp(program.plumAllowedIps, ip)) {
    throw new PlumProblem(403, 'ADDRESS_NOT_ALLOWED', 'Requests from this address are not allowed.');
  }
  return { program, viewer: viewerOf(program.id) };
}

function viewerOf(programId: string): Viewer {
  return {
    subject: `plum:${programId}`,
    scopes: new Set(['points:read', 'points:redeem']),
    programs: new Set([programId]),
    memberId: null,
  };
}
