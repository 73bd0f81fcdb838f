import type { CallOutcome, Debited, EngineDebit } from '../../../src/connectors/loyaltyConnector.ts';
import type { Told } from '../../emulators/kit/expectSameBooks.ts';
import type { EngineUnderTest } from './engineUnderTest.ts';
import { soon } from './given.ts';

/** How often an outcome is asked for. A network that is well by then needs one. */
const ATTEMPTS = 5;

/** Makes a debit's outcome certain as its engine's capabilities say, the way the redemption's saga does. */
export async function certain(
  engine: EngineUnderTest,
  debit: EngineDebit,
  first: CallOutcome<Debited>,
): Promise<Told['status']> {
  if (first.status === 'done') return 'captured';
  if (first.status === 'refused') return 'voided';
  if (first.status === 'notSent') return certain(engine, debit, await engine.connector.debit(debit, soon()));
  if (first.status === 'accepted') return byLookup(engine, debit);
  switch (engine.connector.capabilities.certainty) {
    case 'resend':
      return byResending(engine, debit);
    case 'lookup':
      return byLookup(engine, debit);
    case 'cancel':
      return byCancelling(engine, debit);
    case 'none':
      return 'undecided';
    default:
      throw new Error('No such certainty.');
  }
}

async function byResending(engine: EngineUnderTest, debit: EngineDebit): Promise<Told['status']> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await engine.connector.debit(debit, soon());
    if (outcome.status === 'done') return 'captured';
    if (outcome.status === 'accepted') return byLookup(engine, debit);
    if (outcome.status === 'refused') return 'voided';
  }
  throw new Error('The debit stayed uncertain although its reference was sent again.');
}

async function byLookup(engine: EngineUnderTest, debit: EngineDebit): Promise<Told['status']> {
  // What comes late has come when the settle window is over; an absence counts from then on.
  engine.emulator.applyLate();
  engine.settle?.();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await engine.connector.lookup?.(debit, soon());
    if (outcome?.status === 'found') return 'captured';
    if (outcome?.status === 'rejected' || outcome?.status === 'absent') return 'voided';
  }
  throw new Error('The debit stayed uncertain although it was looked up.');
}

async function byCancelling(engine: EngineUnderTest, debit: EngineDebit): Promise<Told['status']> {
  const { member, reference, points } = debit;
  const reversal = { member, reference, engineReference: null, debited: points, points };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await engine.connector.reverse?.(
      { ...reversal, reversalReference: `${reference}-cancelled` },
      soon(),
    );
    if (outcome?.status === 'done' || outcome?.status === 'refused') return 'voided';
  }
  throw new Error('The debit stayed uncertain although it was cancelled.');
}
