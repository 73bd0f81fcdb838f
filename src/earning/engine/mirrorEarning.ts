import { unexpected } from '../../failure/unexpected.ts';
import type { MirrorEarning } from '../../ledger/command.ts';
import { fingerprintOf } from '../../ledger/requestId.ts';
import { detailsOf } from '../../program/detailsOf.ts';
import type { EngineEarningContext } from './engineEarningContext.ts';

/**
 * Repeats what an engine awarded in our own books, once it is told. The id is the earning's, so that a crash in between,
 * or a second worker, repeats it once. Nothing is repeated of nothing.
 */
export async function mirrorEarning(
  { earnings, ledger, programs, reached }: EngineEarningContext,
  id: string,
): Promise<void> {
  const [row] = await earnings.find([id]);
  if (row == null || row.points === null) return;
  const { programId, memberId, points, transaction } = row;
  if (points > 0n) {
    const program = await programs.find(programId);
    if (program === null) throw new Error(`the program ${programId} of an earning is not there`);
    const command: MirrorEarning = {
      kind: 'MIRROR_EARNING',
      id,
      fingerprint: fingerprintOf('mirror-earning', id, points),
      account: { programId, memberId, id: row.accountId, bucket: row.bucket },
      program,
      points,
      effectiveAt: transaction.occurredAt,
      details: detailsOf({ transactionId: transaction.id }),
    };
    const outcome = await ledger.post(command);
    if (outcome.status !== 'accepted') throw unexpected(outcome);
    await reached?.('mirrored', id);
  }
}
