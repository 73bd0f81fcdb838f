import { describe, expect, it } from 'vitest';
import { type Capabilities, EngineUnavailable } from '../../../src/connectors/loyaltyConnector.ts';
import { REFUSED_AT_THE_DOOR, UNCERTAIN } from '../../emulators/kit/faultPlan.ts';
import { type EngineUnderTest, JANE, JOHN, NOBODY } from './engineUnderTest.ts';
import { deadlineFor, soon } from './given.ts';

/** The most calls that a connector makes at once. */
const BOUND = 16;

export function balanceTests(capabilities: Capabilities, engine: () => EngineUnderTest): void {
  describe('balances', () => {
    it('come in the order asked, with null for a member whom the engine does not know', async () => {
      const { connector, books } = engine();
      books.open(JANE.id, '1000');
      books.open(JOHN.id, '250');
      const balances = await connector.balances([JOHN, NOBODY, JANE], soon());
      expect(balances).toMatchObject([{ available: '250' }, null, { available: '1000' }]);
    });

    it('are none where there are none, and not an unknown member', async () => {
      const { connector, books } = engine();
      books.open(JANE.id, '0');
      expect(await connector.balances([JANE], soon())).toMatchObject([{ available: '0', pending: '0' }]);
      expect(await connector.balances([], soon())).toEqual([]);
    });

    if (capabilities.fractionalPoints) {
      it('are exact', async () => {
        const { connector, books } = engine();
        books.open(JANE.id, '9999999999999.99');
        expect(await connector.balances([JANE], soon())).toMatchObject([{ available: '9999999999999.99' }]);
      });
    }

    it("refuse an answer about another member, whatever the answer's form", async () => {
      const { connector, books, confuseMembers } = engine();
      if (confuseMembers === null) return;
      books.open(JANE.id, '1000');
      books.open(JOHN.id, '250');
      confuseMembers();
      const [balance] = await connector.balances([JANE], soon());
      expect(balance).toBeInstanceOf(EngineUnavailable);
    });

    it.each([...UNCERTAIN, ...REFUSED_AT_THE_DOOR])(
      'are an error and no zero, and nothing is thrown: %s',
      async (fault) => {
        const { connector, emulator, books, operations } = engine();
        books.open(JANE.id, '1000');
        emulator.faults.always(operations.balance, fault);
        const [balance] = await connector.balances([JANE], deadlineFor(fault));
        expect(balance).toBeInstanceOf(EngineUnavailable);
      },
    );

    it('of many members are one call, or bounded ones', async () => {
      const { connector, emulator, books } = engine();
      const members = Array.from({ length: 40 }, (_, index) => ({ id: `member-${index}` }));
      for (const [index, { id }] of members.entries()) books.open(id, String(index));
      await connector.balances([JANE], soon());
      const before = emulator.calls.length;
      const balances = await connector.balances(members, soon());
      expect(balances).toMatchObject(members.map((_, index) => ({ available: String(index) })));
      if (capabilities.batchBalances) expect(emulator.calls.length - before).toBe(1);
      else expect(emulator.peak()).toBeLessThanOrEqual(BOUND);
    });

    if (!capabilities.batchBalances) {
      it('of others come although one could not be asked', async () => {
        const { connector, emulator, books, operations } = engine();
        books.open(JANE.id, '1000');
        books.open(JOHN.id, '250');
        await connector.balances([JANE], soon());
        emulator.faults.next(operations.balance, 'serverErrorAfter');
        const balances = await connector.balances([JANE, JOHN], soon());
        expect(balances.filter((balance) => balance instanceof EngineUnavailable)).toHaveLength(1);
        expect(balances.filter((balance) => balance !== null && !(balance instanceof Error))).toHaveLength(1);
      });
    }
  });
}
