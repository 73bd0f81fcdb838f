import { afterEach, beforeEach, describe } from 'vitest';
import { balanceTests } from './balanceTests.ts';
import { checkTests } from './checkTests.ts';
import { debitTests } from './debitTests.ts';
import { earningTests } from './earningTests.ts';
import type { Capabilities } from '../../../src/connectors/loyaltyConnector.ts';
import type { EngineUnderTest, OpenEngine } from './engineUnderTest.ts';
import { historyTests } from './historyTests.ts';
import { reversalTests } from './reversalTests.ts';

/**
 * What every connector must do, driven by what it says that its engine can do. The capabilities are given apart, so that
 * a connector that declares too much or too little is found out.
 */
export function describeConnector(name: string, capabilities: Capabilities, open: OpenEngine): void {
  describe(`the ${name} connector`, () => {
    let current: EngineUnderTest | null = null;
    const engine = (): EngineUnderTest => {
      if (current === null) throw new Error('No engine is open.');
      return current;
    };
    beforeEach(async () => {
      current = await open();
    });
    afterEach(async () => {
      await current?.close();
      current = null;
    });

    checkTests(capabilities, engine);
    balanceTests(capabilities, engine);
    debitTests(capabilities, engine);
    reversalTests(capabilities, engine);
    earningTests(capabilities, engine);
    historyTests(capabilities, engine);
  });
}
