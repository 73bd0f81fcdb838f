import { isId } from '../failure/checkText.ts';
import { Unauthenticated } from './unauthenticated.ts';
import { type Scope, SCOPES, type Viewer } from './viewer.ts';

/**
 * The viewer that a verified token names.
 *
 * | claim | form | says |
 * |---|---|---|
 * | `sub` | text | who, for the log |
 * | `scope`, or without it `scp` | words in one text; `scp` may be an array | what the viewer may do; words of other services are left out |
 * | `programs` | array of program ids | where; absent: nowhere |
 * | `member` | a member's id | the one member that it reaches; absent: every member of its programs |
 *
 * Throws Unauthenticated when a claim has another form: half understood, it could make a wider viewer than was meant.
 */
export function viewerOfClaims(claims: Readonly<Record<string, unknown>>): Viewer {
  const { sub, scope, scp, programs, member } = claims;
  if (typeof sub !== 'string' || sub === '') throw malformed('sub');
  return {
    subject: sub,
    scopes: scopesOf(scope === undefined ? wordsOfScp(scp) : wordsOf('scope', scope)),
    programs: new Set(programs === undefined ? [] : idsOf('programs', programs)),
    memberId: member === undefined ? null : idOf('member', member),
  };
}

function scopesOf(words: readonly string[]): ReadonlySet<Scope> {
  return new Set(SCOPES.filter((scope) => words.includes(scope)));
}

function wordsOfScp(scp: unknown): readonly string[] {
  if (scp === undefined) return [];
  return Array.isArray(scp) ? scp.map((word) => textOf('scp', word)) : wordsOf('scp', scp);
}

function wordsOf(claim: string, value: unknown): readonly string[] {
  return textOf(claim, value).split(' ');
}

function idsOf(claim: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw malformed(claim);
  return value.map((id) => idOf(claim, id));
}

function idOf(claim: string, value: unknown): string {
  const id = textOf(claim, value);
  if (!isId(id)) throw malformed(claim);
  return id;
}

function textOf(claim: string, value: unknown): string {
  if (typeof value !== 'string') throw malformed(claim);
  return value;
}

function malformed(claim: string): Unauthenticated {
  return new Unauthenticated(`The token's claim ${claim} has the wrong form.`);
}
