import type { AccountRef } from './account.ts';
import type { Clear } from './command.ts';
import type { ProgramPolicy } from './program.ts';
import { fingerprintOf, requestId } from './requestId.ts';

/** The one request that clears an award: whoever asks for it, the job or a signal, it is done once. */
export function clearAward(account: AccountRef, program: ProgramPolicy, awardId: string): Clear {
  return {
    kind: 'CLEAR',
    id: requestId(program.id, 'clear', awardId),
    fingerprint: fingerprintOf('clear', awardId),
    account,
    program,
    targetId: awardId,
  };
}
