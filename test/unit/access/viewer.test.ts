import { describe, expect, test } from 'vitest';
import { Forbidden, reaches, requireScope, requireStaffScope } from '../../../src/access/viewer.ts';
import { aViewer } from '../../doubles/viewers.ts';

describe('a viewer', () => {
  test('reaches the members of its programs', () => {
    expect(reaches(aViewer(), 'rewards', 'm-1')).toBe(true);
    expect(reaches(aViewer(), 'other', 'm-1')).toBe(false);
    expect(reaches(aViewer({ programs: [] }), 'rewards', 'm-1')).toBe(false);
    expect(reaches({ ...aViewer(), programs: 'all' }, 'other', 'm-1')).toBe(true);
  });

  test('reaches one member alone if it is bound to one', () => {
    const bound = aViewer({ memberId: 'm-1' });
    expect(reaches(bound, 'rewards', 'm-1')).toBe(true);
    expect(reaches(bound, 'rewards', 'm-2')).toBe(false);
    expect(reaches(bound, 'rewards', 'M-1')).toBe(false);
    expect(reaches(bound, 'other', 'm-1')).toBe(false);
  });

  test('needs the scope', () => {
    const reader = aViewer({ scopes: ['points:read'] });
    expect(() => requireScope(reader, 'points:read')).not.toThrow();
    expect(() => requireScope(reader, 'points:redeem')).toThrow(Forbidden);
  });

  test('is staff only if it is bound to no member', () => {
    expect(() => requireStaffScope(aViewer(), 'points:earn')).not.toThrow();
    expect(() => requireStaffScope(aViewer({ memberId: 'm-1' }), 'points:earn')).toThrow(Forbidden);
    expect(() => requireStaffScope(aViewer({ scopes: ['points:read'] }), 'points:earn')).toThrow(/points:earn/);
  });
});
