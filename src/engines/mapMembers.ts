import type { EngineMember } from '../connectors/loyaltyConnector.ts';
import type { EngineMembers } from './engineMembers.ts';
import type { MemberMapping } from './memberMapping.ts';

export const PLACE = '{memberId}';
const LONGEST = 128;

/** The members as the engine knows them, in the order asked; null: the mapping has none. */
export async function mapMembers(
  programId: string,
  mapping: MemberMapping,
  members: EngineMembers,
  memberIds: readonly string[],
): Promise<readonly (EngineMember | null)[]> {
  switch (mapping.kind) {
    case 'SAME_ID':
      return memberIds.map((id) => ({ id }));
    case 'TEMPLATE':
      return memberIds.map((memberId) => ({ id: mapping.template.split(PLACE).join(memberId) }));
    case 'TABLE': {
      const ids = await members.find(programId, memberIds);
      return ids.map((id) => (id === null ? null : { id }));
    }
    default:
      throw new Error('a mapping of an unknown kind');
  }
}

/** What is wrong with a template; null: nothing. */
export function templateProblem(template: string): string | null {
  if (!template.includes(PLACE)) return `It must contain ${PLACE}, in whose place the member's id stands.`;
  if (/[{}]/.test(template.replace(PLACE, ''))) return `It has a brace that is not of its one ${PLACE}.`;
  if (/\p{C}/u.test(template)) return 'It has control characters.';
  // The longest id of a member and it are still an id of an engine's.
  return template.length > LONGEST ? `It is longer than ${LONGEST} characters.` : null;
}
