import { reachesProgram, requireStaffScope, type Viewer } from '../access/viewer.ts';
import { checkId } from '../failure/checkText.ts';
import type { Program, Programs } from '../program/programs.ts';

/**
 * The program that an operator means; null: there is none that they reach. Throws Forbidden without points:admin, and
 * for a token that is bound to one member.
 */
export async function adminProgram(
  programs: Pick<Programs, 'find' | 'defaultId'>,
  viewer: Viewer,
  programId: string | null | undefined,
): Promise<Program | null> {
  requireStaffScope(viewer, 'points:admin');
  if (programId != null) checkId('input.programId', programId);
  const id = programId ?? programs.defaultId;
  return reachesProgram(viewer, id) ? programs.find(id) : null;
}
