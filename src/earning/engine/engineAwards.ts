import type { EngineMovement } from '../../connectors/loyaltyConnector.ts';
import { groupBy } from '../../ledger/groupBy.ts';
import { floorMinor } from '../../ledger/points.ts';
import type { Program } from '../../program/programs.ts';
import type { EngineAwarding } from './engineAwarding.ts';
import type { EngineEarning } from './engineEarning.ts';

/** Which of an engine's movements are awards for transactions that we handed over. */
export interface EngineAwards {
  /**
   * Those that are. What an earning waited for is told to it by them, so that our books have it as its own; repeating it
   * is safe. What takes points is never one, whatever name it has.
   */
  claim(
    program: Pick<Program, 'id' | 'decimals'>,
    movements: readonly EngineMovement[],
  ): Promise<ReadonlySet<EngineMovement>>;
  /** Whether an award of the account may be on its way, or is not in our books yet: then balances say nothing. */
  isUndecided(accountId: string): Promise<boolean>;
}

export function createEngineAwards({
  earnings,
  handover,
}: Pick<EngineAwarding, 'earnings' | 'handover'>): EngineAwards {
  return {
    isUndecided: async (accountId) => earnings.isUndecided(accountId),
    async claim(program, movements) {
      const given = movements.filter(({ points }) => !points.startsWith('-'));
      const names = given.flatMap(({ reference, engineReference }) => [reference ?? engineReference, engineReference]);
      if (names.length === 0) return new Set();
      const byName = new Map<string, EngineEarning>();
      for (const row of await earnings.named(program.id, names)) {
        byName.set(row.id, row);
        if (row.engineReference !== null) byName.set(row.engineReference, row);
      }
      const rowOf = ({ reference, engineReference }: EngineMovement): EngineEarning | undefined =>
        byName.get(reference ?? engineReference) ?? byName.get(engineReference);
      const awards = given.filter((movement) => rowOf(movement) !== undefined);
      for (const [row, of] of groupBy(awards, rowOf)) {
        if (row === undefined || row.points !== null) continue;
        const points = of.reduce((sum, movement) => sum + floorMinor(movement.points, program.decimals), 0n);
        const engineReference = of[0]?.engineReference ?? null;
        await handover.tell(program.id, { reference: row.id, points, engineReference });
      }
      return new Set(awards);
    },
  };
}
