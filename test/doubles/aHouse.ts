import { createUseCases } from '../../src/createUseCases.ts';
import type { Program } from '../../src/program/programs.ts';
import type { UseCases } from '../../src/useCases.ts';
import { type MemoryEarningRules, memoryEarningRules } from './memoryEarningRules.ts';
import { type MemoryLedger, memoryLedger } from './memoryLedger.ts';
import { aProgram, memoryPrograms } from './memoryPrograms.ts';
import { aViewer } from './viewers.ts';

export interface House {
  readonly useCases: UseCases;
  readonly ledger: MemoryLedger;
  readonly rules: MemoryEarningRules;
  /** The time of all of it. Absent: the process's. */
  readonly clock: { now?: Date };
}

/** The use-cases on a ledger in memory, with a whole-points program, one with cents, and one of somebody else. */
export function aHouse(changes: Partial<Program> = {}): House {
  const clock: { now?: Date } = {};
  const now = (): Date => clock.now ?? new Date();
  const ledger = memoryLedger(now);
  const programs = memoryPrograms([
    aProgram(changes),
    aProgram({ id: 'cents', name: 'Cents', decimals: 2 }),
    aProgram({ id: 'foreign', name: 'Foreign' }),
  ]);
  const rules = memoryEarningRules(programs, now);
  return { useCases: createUseCases({ ledger, programs, earningRules: rules, now }), ledger, rules, clock };
}

/** Opens a member's account with points in a program. */
export async function give(
  useCases: UseCases,
  points: string,
  { memberId = 'm-1', programId = 'rewards' }: { memberId?: string; programId?: string } = {},
): Promise<void> {
  const viewer = aViewer({ programs: [programId] });
  const result = await useCases.earnPoints(viewer, {
    idempotencyKey: `give-${programId}-${memberId}`,
    memberId,
    programId,
    points,
  });
  if (!result.ok) throw new Error(result.failure.message);
}
