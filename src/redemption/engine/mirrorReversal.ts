import { unexpected } from '../../failure/unexpected.ts';
import type { Reverse } from '../../ledger/command.ts';
import { fingerprintOf } from '../../ledger/requestId.ts';
import { detailsOf } from '../../program/detailsOf.ts';
import { mirrorRedemption } from './mirrorRedemption.ts';
import type { SagaContext } from './sagaContext.ts';
import type { EngineGivingBack } from './engineRedemption.ts';

/** Repeats what an engine gave back in our own books, once, after the redemption itself. */
export async function mirrorReversal(context: SagaContext, row: EngineGivingBack): Promise<void> {
  const { ledger, programs, redemptions, reached } = context;
  const { id, redemptionId, programId, memberId, points, reason } = row;
  const program = await programs.find(programId);
  const [redemption] = await redemptions.find([redemptionId]);
  if (program === null || redemption == null) throw new Error(`the redemption ${redemptionId} is not there`);
  if (redemption.mirroredAt === null) await mirrorRedemption(context, redemption);
  const command: Reverse = {
    kind: 'REVERSE',
    id,
    fingerprint: fingerprintOf('mirror', id, points),
    account: { programId, memberId, id: row.accountId, bucket: row.bucket },
    program,
    targetId: redemptionId,
    points,
    details: detailsOf({ reason }),
  };
  const outcome = await ledger.post(command);
  // A closed account takes nothing back, and one that is full neither; the engine's books stand by themselves.
  if (outcome.status !== 'accepted' && outcome.status !== 'rejected') throw unexpected(outcome);
  await reached?.('mirrored', id);
}
