import { describe, expect, it } from 'vitest';
import { type Capabilities, EngineUnavailable } from '../../../src/connectors/loyaltyConnector.ts';
import { UNCERTAIN } from '../../emulators/kit/faultPlan.ts';
import { certain } from './certain.ts';
import { type EngineUnderTest, JANE, JOHN } from './engineUnderTest.ts';
import { aDebit, deadlineFor, soon } from './given.ts';

const HOUR = 3_600_000;
const from = (): Date => new Date(Date.now() - HOUR);
const to = (): Date => new Date(Date.now() + HOUR);

export function historyTests(capabilities: Capabilities, engine: () => EngineUnderTest): void {
  if (!capabilities.history) return;
  describe('the history', () => {
    it("has a member's debits, oldest first, with our reference where the engine keeps it", async () => {
      const { connector, books, keepsReferences, settle } = engine();
      books.open(JANE.id, '1000');
      books.open(JOHN.id, '1000');
      const debits = [aDebit('10'), aDebit('20'), aDebit('5', JOHN)];
      for (const debit of debits) await certain(engine(), debit, await connector.debit(debit, soon()));
      settle?.();
      const movements = (await connector.history?.(JANE, from(), to(), soon())) ?? [];
      const taken = movements.filter((movement) => movement.points.startsWith('-'));
      expect(taken.map((movement) => movement.points)).toEqual(['-10', '-20']);
      const references = keepsReferences ? debits.slice(0, 2).map((debit) => debit.reference) : [null, null];
      expect(taken.map((movement) => movement.reference)).toEqual(references);
      expect(new Set(movements.map((movement) => movement.engineReference)).size).toBe(movements.length);
    });

    it('of a time before has nothing of it', async () => {
      const { connector, books } = engine();
      books.open(JANE.id, '1000');
      await connector.debit(aDebit('10'), soon());
      const before = await connector.history?.(JANE, new Date(Date.now() - 3 * HOUR), from(), soon());
      expect(before).toEqual([]);
    });

    it.each(UNCERTAIN)('is an error and never an empty one: %s', async (fault) => {
      const { connector, emulator, books, operations } = engine();
      books.open(JANE.id, '1000');
      emulator.faults.always(operations.history ?? '', fault);
      await expect(connector.history?.(JANE, from(), to(), deadlineFor(fault))).rejects.toBeInstanceOf(
        EngineUnavailable,
      );
    });
  });
}
