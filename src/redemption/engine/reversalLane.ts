import type { EngineReversal } from '../../connectors/loyaltyConnector.ts';
import { formatMinor } from '../../ledger/points.ts';
import type { Lane } from '../../saga/driveRow.ts';
import { mirrorReversal } from './mirrorReversal.ts';
import { nextReversalStep } from './nextReversalStep.ts';
import type { SagaContext } from './sagaContext.ts';
import type { EngineGivingBack } from './engineRedemption.ts';

/** How what is given back is brought to its end. */
export function reversalLane(context: SagaContext): Lane<EngineGivingBack, EngineReversal> {
  const { reversals, redemptions, programs, limits } = context;
  return {
    rows: reversals,
    async prepare(row) {
      const program = await programs.find(row.programId);
      const [redemption] = await redemptions.find([row.redemptionId]);
      if (program === null || redemption == null) throw new Error(`the redemption ${row.redemptionId} is not there`);
      return {
        member: { id: row.engineMember },
        reference: row.redemptionId,
        engineReference: redemption.engineReference,
        reversalReference: row.id,
        debited: formatMinor(redemption.points, program.decimals),
        points: formatMinor(row.points, program.decimals),
      };
    },
    next: (row, told, { connector }, now) =>
      nextReversalStep(row, told?.of === 'debit' ? told.outcome : null, connector.capabilities, now, limits),
    async call({ connector }, _, call, reversal, signal) {
      const outcome = await connector.reverse?.(reversal, signal);
      const none = { status: 'refused', reason: 'NOT_REVERSIBLE', words: 'This engine gives nothing back.' } as const;
      return call === 'debit' ? { of: call, outcome: outcome ?? none } : { of: 'cancel', outcome: outcome ?? none };
    },
    mirror: (row) => mirrorReversal(context, row),
  };
}
