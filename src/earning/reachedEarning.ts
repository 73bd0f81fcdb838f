import { reachesProgram, type Viewer } from '../access/viewer.ts';
import { checkId } from '../failure/checkText.ts';
import type { Movement } from '../ledger/movements.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import type { Program } from '../program/programs.ts';
import { earningId } from './earningId.ts';
import type { EarningKey } from './earningUseCases.ts';
import type { EarningContext } from './earningContext.ts';
import { isEarning } from './toEarning.ts';

/** Throws BadInput for a key that no earning could have. The field is named like "input". */
export function checkEarningKey(field: string, key: EarningKey): void {
  if ('earningId' in key) {
    checkId(`${field}.earningId`, key.earningId);
    return;
  }
  checkId(`${field}.transactionId`, key.transactionId);
  if (key.programId != null) checkId(`${field}.programId`, key.programId);
}

/** The earning that a key names and its program; null when there is none, and alike when the program is not the viewer's. */
export async function reachedEarning(
  { ledger, programs }: Pick<EarningContext, 'ledger' | 'programs'>,
  viewer: Viewer,
  key: EarningKey,
): Promise<{ readonly movement: Movement; readonly program: Program } | null> {
  const id = earningId(programs, key);
  const [movement] = isUuid(id) ? await ledger.movements([id]) : [];
  if (movement == null || !isEarning(movement) || !reachesProgram(viewer, movement.programId)) return null;
  const program = await programs.find(movement.programId);
  return program === null ? null : { movement, program };
}
