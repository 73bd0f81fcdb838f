import { reachesProgram, type Viewer } from '../../access/viewer.ts';
import type { Programs } from '../../program/programs.ts';
import { earningId } from '../earningId.ts';
import type { EarningKey } from '../earningUseCases.ts';
import type { EngineAwarding } from './engineAwarding.ts';

/** Whether a key names an earning of the viewer's programs that an engine awards: it is taken back and cleared there. */
export async function isHandedOver(
  awarding: EngineAwarding | undefined,
  programs: Pick<Programs, 'defaultId'>,
  viewer: Viewer,
  key: EarningKey,
): Promise<boolean> {
  if (awarding === undefined) return false;
  const [row] = await awarding.earnings.find([earningId(programs, key)]);
  return row != null && reachesProgram(viewer, row.programId);
}
