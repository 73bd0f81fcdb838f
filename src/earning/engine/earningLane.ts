import type { CallOutcome, EngineTransaction } from '../../connectors/loyaltyConnector.ts';
import type { Lane } from '../../saga/driveRow.ts';
import { awardedPoints } from './awardedPoints.ts';
import type { EngineEarning } from './engineEarning.ts';
import type { EngineEarningContext } from './engineEarningContext.ts';
import { mirrorEarning } from './mirrorEarning.ts';
import { type Earned, nextEarningStep } from './nextEarningStep.ts';

/** What the engine is handed, and how fine the program's points are. */
interface HandedOver {
  readonly transaction: EngineTransaction;
  readonly decimals: number;
}

/** How a transaction that is handed to an engine is brought to its end. */
export function earningLane(context: EngineEarningContext): Lane<EngineEarning, HandedOver, CallOutcome<Earned>> {
  const { earnings, programs, limits } = context;
  return {
    rows: earnings,
    async prepare({ id, programId, engineMember, transaction }) {
      const program = await programs.find(programId);
      if (program === null) throw new Error(`the program ${programId} of an earning is not there`);
      const { id: transactionId, kind, amount, category, merchantId, occurredAt } = transaction;
      const facts = { transactionId, kind, amount, category, merchantId, occurredAt };
      return {
        transaction: { ...facts, reference: id, member: { id: engineMember } },
        decimals: program.decimals,
      };
    },
    next: (row, outcome, { connector }, now) => nextEarningStep(row, outcome, connector.capabilities, now, limits),
    async call({ connector }, _row, _call, { transaction, decimals }, signal) {
      const outcome = await connector.earn?.(transaction, signal);
      if (outcome === undefined) {
        return { status: 'notSent', words: 'The engine takes no transactions any more.', retryAfter: null };
      }
      if (outcome.status !== 'done') return outcome;
      const { points, engineReference } = outcome.value;
      return { status: 'done', value: { points: awardedPoints(points, decimals), engineReference } };
    },
    // What was awarded stands in the row as it is settled, and not as it was claimed.
    mirror: ({ id }) => mirrorEarning(context, id),
  };
}
