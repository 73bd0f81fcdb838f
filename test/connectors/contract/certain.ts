import { setTimeout as wait } from 'node:timers/promises';
import type { CallOutcome, Debited, EngineDebit } from '../../../src/connectors/loyaltyConnector.ts';
import type { Told } from '../../emulators/kit/expectSameBooks.ts';
import type { EngineUnderTest } from './engineUnderTest.ts';
import { soon } from './given.ts';

type Status = Told['status'];

/** How often an outcome is asked for, and the milliseconds between: a breaker that opened closes within that time. */
const ATTEMPTS = 40;
const PAUSE = 100;

/** Makes a debit's outcome certain as its engine's capabilities say, the way the redemption's saga does. */
export async function certain(
  engine: EngineUnderTest,
  debit: EngineDebit,
  first: CallOutcome<Debited>,
): Promise<Status> {
  switch (first.status) {
    case 'done':
      return 'captured';
    case 'refused':
      return 'voided';
    case 'accepted':
      return byLookup(engine, debit);
    case 'notSent':
      await wait(PAUSE);
      return certain(engine, debit, await engine.connector.debit(debit, soon()));
    default:
  }
  switch (engine.connector.capabilities.certainty) {
    case 'resend':
      return byResending(engine, debit);
    case 'lookup':
      return byLookup(engine, debit);
    case 'cancel':
      return byCancelling(engine, debit);
    default:
      return 'undecided';
  }
}

async function byResending(engine: EngineUnderTest, debit: EngineDebit): Promise<Status> {
  return until(async () => {
    const outcome = await engine.connector.debit(debit, soon());
    if (outcome.status === 'accepted') return byLookup(engine, debit);
    if (outcome.status === 'done') return 'captured';
    return outcome.status === 'refused' ? 'voided' : null;
  });
}

async function byLookup(engine: EngineUnderTest, debit: EngineDebit): Promise<Status> {
  // What comes late has come when the settle window is over; an absence counts from then on.
  engine.emulator.applyLate();
  engine.settle?.();
  return until(async () => {
    const outcome = await engine.connector.lookup?.(debit, soon());
    if (outcome?.status === 'found') return 'captured';
    return outcome?.status === 'rejected' || outcome?.status === 'absent' ? 'voided' : null;
  });
}

async function byCancelling(engine: EngineUnderTest, debit: EngineDebit): Promise<Status> {
  const { member, reference, points } = debit;
  const cancelled = { member, reference, engineReference: null, debited: points, points };
  const reversal = { ...cancelled, reversalReference: `${reference}-cancelled` };
  return until(async () => {
    const outcome = await engine.connector.reverse?.(reversal, soon());
    const isOver = outcome?.status === 'refused' && outcome.reason === 'ALREADY_REVERSED';
    return outcome?.status === 'done' || isOver ? 'voided' : null;
  });
}

async function until(ask: () => Promise<Status | null>): Promise<Status> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const status = await ask();
    if (status !== null) return status;
    await wait(PAUSE);
  }
  throw new Error('The debit stayed uncertain although the network was well.');
}
