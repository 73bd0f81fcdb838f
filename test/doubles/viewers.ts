import { type Scope, SCOPES, type Viewer } from '../../src/access/viewer.ts';

/** A viewer of the program "rewards" with every scope, changed where it says. */
export function aViewer(
  changes: { scopes?: readonly Scope[]; programs?: readonly string[]; memberId?: string | null } = {},
): Viewer {
  const { scopes = SCOPES, programs = ['rewards'], memberId = null } = changes;
  return { subject: 'test', scopes: new Set(scopes), programs: new Set(programs), memberId };
}
