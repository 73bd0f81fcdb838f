import { expect, test } from 'vitest';
import type { Engine } from '../../../src/connectors/engines.ts';
import { createUseCases } from '../../../src/createUseCases.ts';
import type { EngineRedeeming } from '../../../src/redemption/engine/engineRedeeming.ts';
import { memoryEarningRules } from '../../doubles/memoryEarningRules.ts';
import { memoryLedger } from '../../doubles/memoryLedger.ts';
import { aProgram, memoryPrograms } from '../../doubles/memoryPrograms.ts';
import { aFlat } from '../../doubles/rules.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer({ programs: ['rewards', 'own'] });
const transaction = { transactionId: 't-1', memberId: 'm-1', kind: 'MILESTONE' as const };
const REFUSED = { ok: false, failure: { type: 'EarningBelongsToEngine' } };

/** The use-cases where the program "rewards" has an engine and "own" has none. */
function house() {
  const ledger = memoryLedger();
  const programs = memoryPrograms([aProgram(), aProgram({ id: 'own' })]);
  const earningRules = memoryEarningRules(programs);
  for (const id of ['rewards', 'own']) earningRules.put(id, 'visit', aFlat('7'));
  const engines = { find: async (id: string) => (id === 'rewards' ? ({} as Engine) : null), all: async () => [] };
  const engineRedeeming = { engines } as unknown as EngineRedeeming;
  return { ledger, useCases: createUseCases({ ledger, programs, earningRules, engineRedeeming }) };
}

test("nothing is earned in our books where a program's points live in an engine: its members would never see it", async () => {
  const { ledger, useCases } = house();
  const input = { idempotencyKey: 'k', memberId: 'm-1', points: '5' };
  expect(await useCases.earnPoints(staff, input)).toMatchObject(REFUSED);
  expect(await useCases.recordTransaction(staff, transaction)).toMatchObject(REFUSED);
  const [first, second] = await useCases.recordTransactions(staff, [transaction, { ...transaction, programId: 'own' }]);
  expect(first).toMatchObject(REFUSED);
  expect(second, 'the neighbor of another program').toMatchObject({ ok: true, value: { points: 7n } });
  expect(await useCases.simulateEarning(staff, { transaction })).toMatchObject(REFUSED);
  expect([...ledger.book.accounts.values()].map(({ programId }) => programId)).toEqual(['own']);
});
