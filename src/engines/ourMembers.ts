import { PLACE } from './mapMembers.ts';
import type { EngineMembers } from './engineMembers.ts';
import type { MemberMapping } from './memberMapping.ts';

const LONGEST = 128;

/** Who an engine's members are here, in the order asked: mapMembers backwards. Null: nobody that we know of. */
export async function ourMembers(
  programId: string,
  mapping: MemberMapping,
  members: Pick<EngineMembers, 'ours'>,
  engineMemberIds: readonly string[],
): Promise<readonly (string | null)[]> {
  switch (mapping.kind) {
    case 'SAME_ID':
      return engineMemberIds.map(memberId);
    case 'TEMPLATE':
      return engineMemberIds.map((id) => memberId(withoutTemplate(mapping.template, id)));
    case 'TABLE':
      return members.ours(programId, engineMemberIds);
    default:
      throw new Error('a mapping of an unknown kind');
  }
}

/** What stands in the template's one place, whatever characters are around it. */
function withoutTemplate(template: string, id: string): string {
  const [before = '', after = ''] = template.split(PLACE);
  const fits = id.length > before.length + after.length && id.startsWith(before) && id.endsWith(after);
  return fits ? id.slice(before.length, id.length - after.length) : '';
}

function memberId(id: string): string | null {
  return id !== '' && id.length <= LONGEST ? id : null;
}
