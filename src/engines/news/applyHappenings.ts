import type { Happening } from '../../connectors/engineNews.ts';
import { accountRef } from '../../ledger/account.ts';
import { ourMembers } from '../ourMembers.ts';
import type { ConfiguredEngine } from '../programEngines.ts';
import type { EngineNewsParts } from './engineNewsDesk.ts';

/** A member's balance that has to be asked for, behind what is still asked about. */
export interface Outdated {
  readonly memberId: string;
  readonly behind: Promise<void>;
}

/**
 * Writes down what follows from a message: each is idempotent, so that a message that comes again after a crash in
 * between does the same. The engine is asked behind it. Whose balance is another one then, each member once or more.
 */
export async function applyHappenings(
  parts: Pick<EngineNewsParts, 'members' | 'saga' | 'tellEarning' | 'learnMovement'>,
  engine: ConfiguredEngine,
  happenings: readonly Happening[],
): Promise<readonly Outdated[]> {
  const outdated: Outdated[] = [];
  for (const happening of happenings) outdated.push(...(await apply(parts, engine, happening)));
  return outdated;
}

const NOW = Promise.resolve();

async function apply(
  {
    members,
    saga,
    tellEarning,
    learnMovement,
  }: Pick<EngineNewsParts, 'members' | 'saga' | 'tellEarning' | 'learnMovement'>,
  engine: ConfiguredEngine,
  happening: Happening,
): Promise<readonly Outdated[]> {
  const { programId, configuration } = engine;
  if (happening.kind === 'redemption') {
    const { rows, asked } = await saga.hurry(programId, happening);
    return rows.map(({ memberId }) => ({ memberId, behind: asked }));
  }
  if (happening.kind === 'earning') {
    const { reference, points, engineReference } = happening;
    const whose = (await tellEarning?.(engine, { reference, points, engineReference })) ?? null;
    return whose === null ? [] : [{ memberId: whose.memberId, behind: NOW }];
  }
  const [memberId = null] = await ourMembers(programId, configuration.mapping, members, [happening.member.id]);
  // Nobody of ours: an engine may have more members than the program.
  if (memberId === null) return [];
  if (happening.kind === 'movement') {
    await learnMovement?.(engine, accountRef(programId, memberId), happening.movement);
  }
  return [{ memberId, behind: NOW }];
}
