import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Capabilities, EngineTransaction } from '../../../src/connectors/loyaltyConnector.ts';
import { UNCERTAIN } from '../../emulators/kit/faultPlan.ts';
import { type EngineUnderTest, JANE } from './engineUnderTest.ts';
import { deadlineFor, soon } from './given.ts';

/** A purchase for 25 dollars, which an emulator rewards with 25 points. */
function aPurchase(): EngineTransaction {
  return {
    member: JANE,
    reference: randomUUID(),
    transactionId: `order-${randomUUID()}`,
    kind: 'PURCHASE',
    amount: { amount: '25', currencyCode: 'USD' },
    category: 'coffee',
    merchantId: 'roastery',
    occurredAt: new Date(Date.now() - 60_000),
  };
}

export function earningTests(capabilities: Capabilities, engine: () => EngineUnderTest): void {
  if (capabilities.earning === 'none') return;
  describe('earnings', () => {
    it('are handed over, and say what was awarded if the engine does', async () => {
      const { connector, books } = engine();
      books.open(JANE.id, '1000');
      const outcome = await connector.earn?.(aPurchase(), soon());
      const points = capabilities.earning === 'told' ? '25' : null;
      expect(outcome).toMatchObject({ status: 'done', value: { points } });
      expect(books.balanceOf(JANE.id)).toBe('1025');
    });

    it('that are repeated are awarded once', async () => {
      const { connector, books } = engine();
      books.open(JANE.id, '1000');
      const purchase = aPurchase();
      await connector.earn?.(purchase, soon());
      const again = await connector.earn?.(purchase, soon());
      expect(again?.status).toBe('done');
      expect(books.balanceOf(JANE.id)).toBe('1025');
    });

    it.each(UNCERTAIN)('are unknown, and awarded once when they are repeated: %s', async (fault) => {
      const { connector, emulator, books, operations } = engine();
      books.open(JANE.id, '1000');
      emulator.faults.next(operations.earn ?? '', fault);
      const purchase = aPurchase();
      expect((await connector.earn?.(purchase, deadlineFor(fault)))?.status).toBe('unknown');
      await connector.earn?.(purchase, soon());
      emulator.applyLate();
      expect(books.balanceOf(JANE.id)).toBe('1025');
    });
  });
}
