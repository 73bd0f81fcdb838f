/** What a token may do. */
export type Scope = 'points:read' | 'points:redeem' | 'points:earn' | 'points:admin';

export const SCOPES: readonly Scope[] = ['points:read', 'points:redeem', 'points:earn', 'points:admin'];

/** Who asks. Made once a request, from the token alone. */
export interface Viewer {
  /** For the log: the token's subject. */
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The programs that it may touch; 'all' is the demo's operator. */
  readonly programs: ReadonlySet<string> | 'all';
  /** The one member that it reaches; null: every member of its programs. */
  readonly memberId: string | null;
}

/** The viewer's token is not one for this. Thrown: no input lets this viewer succeed here. */
export class Forbidden extends Error {
  readonly scope: Scope;
  constructor(scope: Scope, message = `This needs a token with the scope ${scope}.`) {
    super(message);
    this.name = 'Forbidden';
    this.scope = scope;
  }
}

export function reachesProgram(viewer: Viewer, programId: string): boolean {
  return viewer.programs === 'all' || viewer.programs.has(programId);
}

/** Whether what belongs to this member in this program is the viewer's to see. What is not looks like what is not there. */
export function reaches(viewer: Viewer, programId: string, memberId: string): boolean {
  return reachesProgram(viewer, programId) && (viewer.memberId === null || viewer.memberId === memberId);
}

/** Throws Forbidden unless the viewer's token has the scope. */
export function requireScope(viewer: Viewer, scope: Scope): void {
  if (!viewer.scopes.has(scope)) throw new Forbidden(scope);
}

/**
 * Throws Forbidden unless the token has the scope and is for every member of its programs: a member's own token
 * neither credits nor refunds, whatever scopes it has. The rule looks at the token alone, so it tells nothing.
 */
export function requireStaffScope(viewer: Viewer, scope: Scope): void {
  requireScope(viewer, scope);
  if (viewer.memberId !== null) throw new Forbidden(scope, 'A token that is bound to one member cannot do this.');
}
