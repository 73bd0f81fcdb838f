import { reaches, type Viewer } from '../access/viewer.ts';
import type { Program, Programs } from './programs.ts';

/**
 * The program in which the viewer reaches the member; null when there is no such program, and alike when it or the
 * member is not the viewer's. Without an id, the deployment's default program.
 */
export async function reachedProgram(
  programs: Programs,
  viewer: Viewer,
  programId: string | null | undefined,
  memberId: string,
): Promise<Program | null> {
  const id = programId ?? programs.defaultId;
  return reaches(viewer, id, memberId) ? programs.find(id) : null;
}
