import { requestId } from '../ledger/requestId.ts';
import type { Programs } from '../program/programs.ts';
import type { EarningKey } from './earningUseCases.ts';

/** The id of the earning that a key names. */
export function earningId({ defaultId }: Pick<Programs, 'defaultId'>, key: EarningKey): string {
  if ('earningId' in key) return key.earningId;
  return requestId(key.programId ?? defaultId, 'transaction', key.transactionId);
}
