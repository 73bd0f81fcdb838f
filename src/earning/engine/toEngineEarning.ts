import { formatMinor } from '../../ledger/points.ts';
import type { DeclineReason } from '../../saga/sagaRow.ts';
import type { Earning, EarningDeclineReason, EarningStatus } from '../earning.ts';
import type { EngineEarning } from './engineEarning.ts';

/** What stands in for the rules, which are the engine's. */
const ENGINE_RULE = 'engine';

/** An earning that was handed to an engine as it stands; decimals are the program's. */
export function toEngineEarning(row: EngineEarning, decimals: number): Earning {
  const { id, accountId, programId, memberId, transaction, engineReference, declineReason } = row;
  const points = row.points ?? 0n;
  return {
    id,
    accountId,
    programId,
    memberId,
    decimals,
    kind: transaction.kind,
    transactionId: transaction.id,
    status: statusOf(row),
    points,
    reversedPoints: 0n,
    breakdown: points === 0n ? [] : [{ rule: ENGINE_RULE, kind: 'BASE', points: formatMinor(points, decimals) }],
    occurredAt: transaction.occurredAt,
    clearsAt: null,
    remainingAmount: transaction.amount,
    isUntold: row.state !== 'VOIDED' && row.points === null,
    engineReference,
    declineReason: declineReason && earningReasonOf(declineReason),
  };
}

function statusOf({ state, points }: EngineEarning): EarningStatus {
  if (state === 'VOIDED') return 'DECLINED';
  return points === null ? 'PENDING' : 'POSTED';
}

/** An earning lacks no points, whatever an engine says. */
export function earningReasonOf(reason: DeclineReason): EarningDeclineReason {
  return reason === 'INSUFFICIENT_POINTS' ? 'REFUSED' : reason;
}
