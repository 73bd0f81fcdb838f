import { describe, expect, it } from 'vitest';
import type { Capabilities, EngineDebit } from '../../../src/connectors/loyaltyConnector.ts';
import { expectSameBooks, type Told } from '../../emulators/kit/expectSameBooks.ts';
import { REFUSED_AT_THE_DOOR, UNCERTAIN } from '../../emulators/kit/faultPlan.ts';
import { certain } from './certain.ts';
import { type EngineUnderTest, JANE, NOBODY } from './engineUnderTest.ts';
import { aDebit, deadlineFor, soon } from './given.ts';

export function debitTests(capabilities: Capabilities, engine: () => EngineUnderTest): void {
  /** Brings a debit to its end, late arrivals included, and compares the engine's books with what was told. */
  const settles = async (debit: EngineDebit, expected: readonly string[]): Promise<void> => {
    const { connector, emulator, books, keepsReferences } = engine();
    const status = await certain(engine(), debit, await connector.debit(debit, soon()));
    emulator.applyLate();
    expectSameBooks(books, [toldOf(debit, status)], keepsReferences);
    expect(expected).toContain(status);
  };

  describe('debits', () => {
    it('take the points once', async () => {
      engine().books.open(JANE.id, '1000');
      await settles(aDebit(), ['captured']);
      expect(engine().books.balanceOf(JANE.id)).toBe('880');
    });

    if (capabilities.fractionalPoints) {
      it('are exact', async () => {
        engine().books.open(JANE.id, '1000');
        await settles(aDebit('348.55'), ['captured']);
        expect(engine().books.balanceOf(JANE.id)).toBe('651.45');
      });
    }

    it('of more points than there are take none', async () => {
      const { connector, books, settle, insufficient = 'INSUFFICIENT_POINTS' } = engine();
      books.open(JANE.id, '100');
      const debit = aDebit('101');
      const outcome = await connector.debit(debit, soon());
      if (outcome.status === 'accepted') {
        settle?.();
        expect(await connector.lookup?.(debit, soon())).toMatchObject({ status: 'rejected' });
      } else {
        expect(outcome).toMatchObject({ status: 'refused', reason: insufficient });
      }
      expect(books.balanceOf(JANE.id)).toBe('100');
    });

    it('of a member whom the engine does not know are refused', async () => {
      const outcome = await engine().connector.debit(aDebit('1', NOBODY), soon());
      expect(outcome.status).toBe('refused');
      expect(engine().books.movements).toEqual([]);
    });

    it.each(UNCERTAIN)('are unknown, never a refusal: %s', async (fault) => {
      const { connector, emulator, books, operations } = engine();
      books.open(JANE.id, '1000');
      emulator.faults.next(operations.debit, fault);
      const outcome = await connector.debit(aDebit(), deadlineFor(fault));
      expect(outcome.status).toBe('unknown');
    });

    it.each(UNCERTAIN)('become certain as the engine allows it: %s', async (fault) => {
      const { connector, emulator, books, operations, keepsReferences } = engine();
      books.open(JANE.id, '1000');
      emulator.faults.next(operations.debit, fault);
      const debit = aDebit();
      const first = await connector.debit(debit, deadlineFor(fault));
      const status = await certain(engine(), debit, first);
      expectSameBooks(books, [toldOf(debit, status)], keepsReferences);
      // And they stay so when the network delivers what it kept.
      emulator.applyLate();
      expectSameBooks(books, [toldOf(debit, status)], keepsReferences);
      expect(status === 'undecided').toBe(capabilities.certainty === 'none');
    });

    it.each(REFUSED_AT_THE_DOOR)('are sent again after they were refused at the door: %s', async (fault) => {
      const { connector, emulator, books, operations, keepsReferences } = engine();
      books.open(JANE.id, '1000');
      emulator.faults.next(operations.debit, fault);
      const debit = aDebit();
      const first = await connector.debit(debit, soon());
      if (first.status === 'notSent' && fault === 'tooManyRetryAfter') expect(first.retryAfter).toBe(2000);
      expect(first.status).not.toBe('refused');
      const status = await certain(engine(), debit, first);
      expectSameBooks(books, [toldOf(debit, status)], keepsReferences);
    });

    it('are certainly not sent where our credentials are not accepted', async () => {
      const { connector, emulator, books, operations } = engine();
      books.open(JANE.id, '1000');
      emulator.faults.always(operations.debit, 'unauthorized');
      expect((await connector.debit(aDebit(), soon())).status).toBe('notSent');
      expect(books.balanceOf(JANE.id)).toBe('1000');
    });

    it('are certainly not sent where nobody listens, or without time', async () => {
      const { connector, broken, books } = engine();
      books.open(JANE.id, '1000');
      expect((await broken.host.debit(aDebit(), soon())).status).toBe('notSent');
      expect((await connector.debit(aDebit(), AbortSignal.abort())).status).toBe('notSent');
      expect(books.balanceOf(JANE.id)).toBe('1000');
      await broken.host.close();
    });

    if (capabilities.certainty === 'resend') {
      it('that the network delivers twice take once', async () => {
        const { emulator, books, operations } = engine();
        books.open(JANE.id, '1000');
        emulator.faults.next(operations.debit, 'duplicated', 'duplicated');
        await settles(aDebit(), ['captured']);
        expect(books.balanceOf(JANE.id)).toBe('880');
      });
    }

    if (capabilities.certainty === 'resend') {
      it('that are sent again answer the same', async () => {
        const { connector, books } = engine();
        books.open(JANE.id, '1000');
        const debit = aDebit();
        const first = await connector.debit(debit, soon());
        expect(await connector.debit(debit, soon())).toEqual(first);
        expect(books.balanceOf(JANE.id)).toBe('880');
      });
    }

    it('under a storm of faults agree with the books', async () => {
      const { connector, emulator, books, operations, keepsReferences } = engine();
      books.open(JANE.id, '100000');
      const told = [];
      for (let index = 0; index < 30; index += 1) {
        const debit = aDebit(String(index + 1));
        emulator.faults.storm(
          0.4,
          ['lostBefore', 'lostAfter', 'appliedLate', 'htmlBadGateway', 'tooMany'],
          [operations.debit],
        );
        const first = await connector.debit(debit, soon());
        emulator.faults.calm();
        told.push(toldOf(debit, await certain(engine(), debit, first)));
      }
      emulator.applyLate();
      if (capabilities.certainty !== 'none') expectSameBooks(books, told, keepsReferences);
    });
  });
}

function toldOf({ reference, member, points }: EngineDebit, status: Told['status']): Told {
  return { reference, member: member.id, points, status };
}
