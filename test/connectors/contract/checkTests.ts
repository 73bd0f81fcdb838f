import { describe, expect, it } from 'vitest';
import type { Capabilities, LoyaltyConnector } from '../../../src/connectors/loyaltyConnector.ts';
import { UNCERTAIN } from '../../emulators/kit/faultPlan.ts';
import { type EngineUnderTest, JANE } from './engineUnderTest.ts';
import { aDebit, aReversal, deadlineFor, soon } from './given.ts';

export function checkTests(capabilities: Capabilities, engine: () => EngineUnderTest): void {
  describe('checking', () => {
    it('declares what it was said to, and has the methods for it', () => {
      const { connector } = engine();
      expect(connector.capabilities).toEqual(capabilities);
      const needsLookup = capabilities.certainty === 'lookup' || capabilities.isAsynchronous;
      if (needsLookup) expect(connector).toHaveProperty('lookup');
      if (capabilities.certainty === 'cancel') expect(connector).toHaveProperty('reverse');
      expect(connector.reverse !== undefined).toBe(capabilities.reversal !== 'none');
      expect(connector.earn !== undefined).toBe(capabilities.earning !== 'none');
      expect(connector.history !== undefined).toBe(capabilities.history);
    });

    it('finds nothing wrong where nothing is, and changes nothing', async () => {
      const { connector, books } = engine();
      const before = books.movements.length;
      const steps = await connector.check(soon());
      expect(steps.filter((step) => !step.ok)).toEqual([]);
      expect(steps.length).toBeGreaterThan(0);
      expect(books.movements.length).toBe(before);
    });

    it.each(['secret', 'host', 'program'] as const)('says in words that the %s is wrong', async (kind) => {
      const broken: LoyaltyConnector | undefined = engine().broken[kind];
      if (broken === undefined) return;
      const steps = await broken.check(soon());
      const wrong = steps.filter((step) => !step.ok);
      expect(wrong.length).toBeGreaterThan(0);
      for (const step of wrong) expect(step.words).toMatch(/\w+ \w+ \w+/);
      expectNoSecret(engine(), steps);
      await broken.close();
    });

    it('says in words that the engine does not answer', async () => {
      const { connector, emulator, operations } = engine();
      emulator.faults.storm(1, ['serverErrorBefore']);
      const steps = await connector.check(soon());
      expect(steps.some((step) => !step.ok)).toBe(true);
      expectNoSecret(engine(), steps);
      emulator.faults.calm();
      expect(operations.balance).not.toBe('');
    });

    it('never has a secret in its words', async () => {
      const { connector, emulator, books, operations } = engine();
      books.open(JANE.id, '1000');
      const words: unknown[] = [];
      for (const fault of [...UNCERTAIN, 'unauthorized', 'tooMany'] as const) {
        for (const operation of Object.values(operations)) emulator.faults.next(operation, fault, fault);
        const debit = aDebit('1');
        words.push(await connector.debit(debit, deadlineFor(fault)));
        words.push(await connector.reverse?.(aReversal(debit, null), deadlineFor(fault)));
        words.push((await connector.balances([JANE], deadlineFor(fault))).map(String));
        emulator.faults.calm();
      }
      expectNoSecret(engine(), words);
    });
  });
}

function expectNoSecret({ secrets }: EngineUnderTest, said: unknown): void {
  const text = JSON.stringify(said);
  for (const secret of secrets) {
    expect(text.includes(secret), 'a secret stands in words').toBe(false);
    expect(text.includes(Buffer.from(secret).toString('base64')), 'a secret stands in words').toBe(false);
  }
}
