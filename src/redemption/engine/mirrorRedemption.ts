import { unexpected } from '../../failure/unexpected.ts';
import type { Mirror } from '../../ledger/command.ts';
import { fingerprintOf } from '../../ledger/requestId.ts';
import { detailsOf } from '../../program/detailsOf.ts';
import type { SagaContext } from './sagaContext.ts';
import type { EngineRedemption } from './engineRedemption.ts';

/**
 * Repeats a captured redemption in our own books, so that history and statements have it. The id is the redemption's,
 * so that a crash in between, or a second worker, repeats it once.
 */
export async function mirrorRedemption(
  { ledger, programs, reached }: Pick<SagaContext, 'ledger' | 'programs' | 'reached'>,
  row: EngineRedemption,
): Promise<void> {
  const { id, programId, memberId, points, rewardId, orderId } = row;
  const program = await programs.find(programId);
  if (program === null) throw new Error(`the program ${programId} of a redemption is not there`);
  const command: Mirror = {
    kind: 'MIRROR',
    id,
    fingerprint: fingerprintOf('mirror', id, points),
    account: { programId, memberId, id: row.accountId, bucket: row.bucket },
    program,
    points,
    details: detailsOf({ rewardId, orderId }),
  };
  const outcome = await ledger.post(command);
  if (outcome.status !== 'accepted') throw unexpected(outcome);
  await reached?.('mirrored', id);
}
