import { describe, expect, it } from 'vitest';
import type { Capabilities, EngineDebit } from '../../../src/connectors/loyaltyConnector.ts';
import { UNCERTAIN } from '../../emulators/kit/faultPlan.ts';
import { type EngineUnderTest, JANE } from './engineUnderTest.ts';
import { aDebit, aReversal, deadlineFor, soon } from './given.ts';

export function reversalTests(capabilities: Capabilities, engine: () => EngineUnderTest): void {
  /** A debit of 120 of 1000 points that was captured. */
  const captured = async (): Promise<{ debit: EngineDebit; engineReference: string | null }> => {
    const { connector, books, settle } = engine();
    books.open(JANE.id, '1000');
    const debit = aDebit();
    const outcome = await connector.debit(debit, soon());
    if (outcome.status === 'done') return { debit, engineReference: outcome.value.engineReference };
    settle?.();
    const found = await connector.lookup?.(debit, soon());
    if (found?.status !== 'found') throw new Error(`The debit was not captured: ${JSON.stringify(outcome)}`);
    return { debit, engineReference: found.engineReference };
  };
  const settled = ['done', 'accepted'];

  if (capabilities.reversal === 'none') return;
  describe('reversals', () => {
    it('give all of it back', async () => {
      const { debit, engineReference } = await captured();
      const outcome = await engine().connector.reverse?.(aReversal(debit, engineReference), soon());
      expect(settled).toContain(outcome?.status);
      engine().settle?.();
      expect(engine().books.balanceOf(JANE.id)).toBe('1000');
    });

    it('that are repeated give back once', async () => {
      const { debit, engineReference } = await captured();
      const reversal = aReversal(debit, engineReference);
      await engine().connector.reverse?.(reversal, soon());
      engine().settle?.();
      const again = await engine().connector.reverse?.(reversal, soon());
      engine().settle?.();
      const isSettled =
        again?.status === 'refused' ? again.reason === 'ALREADY_REVERSED' : settled.includes(again?.status ?? '');
      expect(isSettled, JSON.stringify(again)).toBe(true);
      expect(engine().books.balanceOf(JANE.id)).toBe('1000');
    });

    it('of a debit that the engine does not know are refused', async () => {
      const { books, connector } = engine();
      books.open(JANE.id, '1000');
      const outcome = await connector.reverse?.(aReversal(aDebit(), null), soon());
      // An engine that cancels leaves a tombstone instead.
      if (capabilities.certainty !== 'cancel') expect(outcome?.status).toBe('refused');
      expect(books.balanceOf(JANE.id)).toBe('1000');
    });

    if (capabilities.reversal === 'partial') {
      it('give a part of it back, and then the rest', async () => {
        const { debit, engineReference } = await captured();
        const { connector, books, settle } = engine();
        const first = await connector.reverse?.(aReversal(debit, engineReference, '50'), soon());
        settle?.();
        expect(settled).toContain(first?.status);
        expect(books.balanceOf(JANE.id)).toBe('930');
        const second = await connector.reverse?.(aReversal(debit, engineReference, '70'), soon());
        settle?.();
        expect(settled).toContain(second?.status);
        expect(books.balanceOf(JANE.id)).toBe('1000');
      });
    }

    if (capabilities.reversal === 'partial') {
      it('of more than was taken are refused', async () => {
        const { debit, engineReference } = await captured();
        const { connector, books, settle } = engine();
        await connector.reverse?.(aReversal(debit, engineReference, '50'), soon());
        settle?.();
        const over = await connector.reverse?.(aReversal(debit, engineReference, '71'), soon());
        expect(over?.status).toBe('refused');
        expect(books.balanceOf(JANE.id)).toBe('930');
      });
    }

    if (capabilities.reversal === 'full') {
      it('of a part are refused, and not sent', async () => {
        const { debit, engineReference } = await captured();
        const outcome = await engine().connector.reverse?.(aReversal(debit, engineReference, '50'), soon());
        expect(outcome).toMatchObject({ status: 'refused', reason: 'NOT_REVERSIBLE' });
        expect(engine().books.balanceOf(JANE.id)).toBe('880');
      });
    }

    it.each(UNCERTAIN)('are unknown, and give back once when they are repeated: %s', async (fault) => {
      const { debit, engineReference } = await captured();
      const { connector, emulator, books, operations, settle } = engine();
      emulator.faults.next(operations.reverse ?? '', fault);
      const reversal = aReversal(debit, engineReference);
      const first = await connector.reverse?.(reversal, deadlineFor(fault));
      expect(first?.status).toBe('unknown');
      // Looking for it before it is sent again finds what is there: an engine of this kind is given its settle window.
      if (capabilities.certainty === 'lookup') emulator.applyLate();
      await connector.reverse?.(reversal, soon());
      emulator.applyLate();
      settle?.();
      expect(books.balanceOf(JANE.id)).toBe('1000');
    });
  });
}
