import type { Viewer } from '../access/viewer.ts';
import { checkId } from '../failure/checkText.ts';
import { BadInput } from '../failure/failure.ts';
import { engineMembersShared, programNotFound } from '../failure/refusals.ts';
import type { ImportEngineMembersInput, ImportEngineMembersResult } from './engineUseCases.ts';
import { adminProgram } from './adminProgram.ts';
import type { EngineContext } from './engineContext.ts';

const MOST = 10_000;

/** Adds to the table of members, replaces in it, and takes away from it, whether or not the engine uses it yet. */
export async function importEngineMembers(
  { programs, members }: Pick<EngineContext, 'programs' | 'members'>,
  viewer: Viewer,
  input: ImportEngineMembersInput,
): Promise<ImportEngineMembersResult> {
  const program = await adminProgram(programs, viewer, input.programId);
  checkMembers(input.members);
  if (program === null) return programNotFound();
  const pairs = input.members.map(({ memberId, engineMemberId = null }) => ({ memberId, engineMemberId }));
  const shared = await members.save(program.id, pairs);
  if (shared.length > 0) return engineMembersShared(shared);
  const saved = pairs.filter(({ engineMemberId }) => engineMemberId !== null).length;
  return { ok: true, value: { programId: program.id, saved, takenAway: pairs.length - saved } };
}

function checkMembers(members: ImportEngineMembersInput['members']): void {
  if (members.length > MOST)
    throw new BadInput('input.members', `has ${members.length} members; at most ${MOST} at once`);
  const seen = new Set<string>();
  members.forEach(({ memberId, engineMemberId }, index) => {
    checkId(`input.members[${index}].memberId`, memberId);
    if (engineMemberId != null) checkId(`input.members[${index}].engineMemberId`, engineMemberId);
    if (seen.has(memberId)) throw new BadInput(`input.members[${index}].memberId`, 'stands there a second time');
    seen.add(memberId);
  });
}
