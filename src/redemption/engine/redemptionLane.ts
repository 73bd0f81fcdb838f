import type { Engine } from '../../connectors/engines.ts';
import type { EngineDebit, LoyaltyConnector } from '../../connectors/loyaltyConnector.ts';
import { formatMinor } from '../../ledger/points.ts';
import { stableUuid } from '../../ledger/stableUuid.ts';
import type { Lane } from '../../saga/driveRow.ts';
import { lookThrough } from './lookThrough.ts';
import { mirrorRedemption } from './mirrorRedemption.ts';
import { nextStep } from './nextStep.ts';
import type { SagaContext } from './sagaContext.ts';
import type { EngineRedemption } from './engineRedemption.ts';
import type { Call, Told } from '../../saga/step.ts';

/** A member's redemptions of which the engine's history may tell: no other one is under way beside one like this. */
const OTHERS = 100;

/** How a redemption is brought to its end. */
export function redemptionLane(context: SagaContext): Lane<EngineRedemption, EngineDebit> {
  const { redemptions, programs, limits } = context;

  async function callEngine(
    { connector }: Engine,
    row: EngineRedemption,
    call: Call,
    debit: EngineDebit,
    signal: AbortSignal,
  ): Promise<Told> {
    if (call === 'lookup' && connector.lookup === undefined && connector.history !== undefined) {
      const others = await redemptions.page(row.accountId, OTHERS, null);
      return { of: call, outcome: await lookThrough(connector, row, debit, others, signal) };
    }
    return callConnector(connector, row, call, debit, signal);
  }

  async function debitOf(row: EngineRedemption): Promise<EngineDebit> {
    const program = await programs.find(row.programId);
    if (program === null) throw new Error(`the program ${row.programId} of a redemption is not there`);
    return {
      member: { id: row.engineMember },
      points: formatMinor(row.points, program.decimals),
      reference: row.id,
      orderId: row.orderId,
      rewardId: row.rewardId,
    };
  }

  return {
    rows: redemptions,
    prepare: debitOf,
    next: (row, told, { connector }, now) => nextStep(row, told, connector.capabilities, now, limits),
    call: callEngine,
    mirror: (row) => mirrorRedemption(context, row),
  };
}

async function callConnector(
  connector: LoyaltyConnector,
  row: EngineRedemption,
  call: Call,
  debit: EngineDebit,
  signal: AbortSignal,
): Promise<Told> {
  if (call === 'debit') return { of: call, outcome: await connector.debit(debit, signal) };
  if (call === 'lookup') {
    const found = await connector.lookup?.(debit, signal);
    return { of: call, outcome: found ?? { status: 'unknown', words: 'The engine cannot look a debit up.' } };
  }
  const { member, points, reference } = debit;
  const canceled = await connector.reverse?.(
    {
      member,
      reference,
      engineReference: row.engineReference,
      reversalReference: stableUuid('cancel', row.id),
      debited: points,
      points,
    },
    signal,
  );
  return { of: call, outcome: canceled ?? { status: 'unknown', words: 'The engine cannot cancel a debit.' } };
}
