import { describe, expect, test } from 'vitest';
import { Unauthenticated } from '../../../src/access/unauthenticated.ts';
import { viewerOfClaims } from '../../../src/access/viewerOfClaims.ts';

describe('the viewer of a token', () => {
  test('has the scopes that this service knows, and no others', () => {
    const { scopes } = viewerOfClaims({ sub: 'a', scope: 'openid points:read points:redeem points:redeem:all' });
    expect([...scopes]).toEqual(['points:read', 'points:redeem']);
  });

  test.each([
    ['an array', ['points:earn', 'openid']],
    ['a text', 'openid points:earn'],
  ])('has the scopes of scp as %s', (_, scp) => {
    expect([...viewerOfClaims({ sub: 'a', scp }).scopes]).toEqual(['points:earn']);
  });

  test('has the scopes of scope alone where both are there', () => {
    expect([...viewerOfClaims({ sub: 'a', scope: 'points:read', scp: ['points:admin'] }).scopes]).toEqual([
      'points:read',
    ]);
  });

  test('reaches nothing without programs, and all members of them without a member', () => {
    expect(viewerOfClaims({ sub: 'a', scope: 'points:read' })).toEqual({
      subject: 'a',
      scopes: new Set(['points:read']),
      programs: new Set(),
      memberId: null,
    });
    expect(viewerOfClaims({ sub: 'a', programs: ['p', 'q'], member: 'm-1' })).toMatchObject({
      programs: new Set(['p', 'q']),
      memberId: 'm-1',
    });
  });

  test.each([
    ['no sub', {}],
    ['an empty sub', { sub: '' }],
    ['a sub that is no text', { sub: 7 }],
    ['a scope that is no text', { sub: 'a', scope: ['points:admin'] }],
    ['a null scope', { sub: 'a', scope: null }],
    ['a scp with something else in it', { sub: 'a', scp: ['points:read', 1] }],
    ['a scp that is an object', { sub: 'a', scp: { 0: 'points:read' } }],
    ['programs that are one text', { sub: 'a', programs: 'all' }],
    ['programs with something else in them', { sub: 'a', programs: ['p', null] }],
    ['a program with a control character', { sub: 'a', programs: ['p\u0000'] }],
    ['an empty program', { sub: 'a', programs: [''] }],
    ['a null member', { sub: 'a', programs: ['p'], member: null }],
    ['an empty member', { sub: 'a', programs: ['p'], member: '' }],
    ['a member that is a number', { sub: 'a', programs: ['p'], member: 1 }],
    ['a member with half a character', { sub: 'a', programs: ['p'], member: 'm\ud800' }],
    ['a member that is too long', { sub: 'a', programs: ['p'], member: 'm'.repeat(129) }],
  ])('is not made of %s', (_, claims) => {
    expect(() => viewerOfClaims(claims)).toThrow(Unauthenticated);
  });
});
