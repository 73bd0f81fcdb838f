import { BadInput } from '../failure/failure.ts';
import type { EarningKey } from '../earning/earningUseCases.ts';
import type { ClearEarningInput } from './generated/types.ts';

type KeyInput = Pick<ClearEarningInput, 'earningId' | 'transactionId' | 'programId'>;

/** The earning that an input names. Throws BadInput unless it names it in one way. */
export function earningKeyOf({ earningId, transactionId, programId }: KeyInput): EarningKey {
  if (earningId != null && transactionId == null) return { earningId };
  if (earningId == null && transactionId != null) return { programId, transactionId };
  throw new BadInput('input', 'needs either earningId or transactionId');
}
