import type { LoyaltyConnector } from '../../../../src/connectors/loyaltyConnector.ts';
import type { TestEngine } from './signedEngine.ts';
import { QUICK } from './startSaga.ts';

/**
 * An engine of `lookup` that keeps its promise: what was taken in late is there when it is asked about, or for the like
 * again, behind the settle window.
 */
export function keepsItsPromise(engine: TestEngine): TestEngine {
  const sent = new Map<string, number>();
  const { connector } = engine;
  const settled = (reference: string): void => {
    const since = performance.now() - (sent.get(reference) ?? performance.now());
    if (since >= QUICK.settlesWithin) engine.emulator.applyLate();
  };
  const promising: LoyaltyConnector = {
    ...connector,
    debit: async (debit, signal) => {
      sent.set(debit.reference, performance.now());
      return connector.debit(debit, signal);
    },
    lookup: async (debit, signal) => {
      settled(debit.reference);
      return connector.lookup?.(debit, signal) ?? { status: 'unknown', words: 'no lookup' };
    },
    reverse: async (reversal, signal) => {
      settled(reversal.reversalReference);
      sent.set(reversal.reversalReference, performance.now());
      return connector.reverse?.(reversal, signal) ?? { status: 'unknown', words: 'no reversal' };
    },
  };
  return { ...engine, connector: promising };
}
