import DataLoader from 'dataloader';
import { reaches, requireScope, type Viewer } from '../../access/viewer.ts';
import type { Earning } from '../../earning/earning.ts';
import { toEngineEarning } from '../../earning/engine/toEngineEarning.ts';
import { isEarning, toEarning } from '../../earning/toEarning.ts';
import type { Movement } from '../../ledger/movements.ts';
import { isUuid } from '../../ledger/stableUuid.ts';
import type { Redemption } from '../../redemption/redemption.ts';
import type { SagaRow } from '../../saga/sagaRow.ts';
import type { SagaRows } from '../../saga/sagaRows.ts';
import { toEngineRedemption } from '../../redemption/engine/toEngineRedemption.ts';
import { isRedemption, toRedemption } from '../../redemption/toRedemption.ts';
import type { ProgramLoader } from './programLoader.ts';
import { MAX_BATCH, type Reading } from './reading.ts';

/**
 * Redemptions and earnings by id: null where there is none, or it is not the viewer's to see. Throws Forbidden
 * without points:read.
 */
export interface MovementLoader {
  redemption(id: string): Promise<Redemption | null>;
  earning(id: string): Promise<Earning | null>;
  clear(): void;
}

export function createMovementLoader(
  { viewer, ledger, engineRedemptions, engineEarnings }: Reading,
  programs: ProgramLoader,
): MovementLoader {
  const movements = new DataLoader<string, Movement | null>(
    async (ids) => {
      requireScope(viewer, 'points:read');
      const found = await ledger.movements(ids);
      return found.map((movement) =>
        movement !== null && reaches(viewer, movement.programId, movement.memberId) ? movement : null,
      );
    },
    { maxBatchSize: MAX_BATCH },
  );

  async function find<Value>(
    id: string,
    is: (movement: Movement) => boolean,
    to: (movement: Movement, decimals: number) => Value,
  ): Promise<Value | null> {
    const movement = isUuid(id) ? await movements.load(id) : null;
    if (movement === null || !is(movement)) return null;
    const program = await programs.load(movement.programId);
    return program && to(movement, program.decimals);
  }

  const engineRows = rowsById(viewer, engineRedemptions);
  const engineAwards = rowsById(viewer, engineEarnings);

  /** Null: there is none, or it is our own ledger's. What our books repeat of an engine, the engine's row knows better. */
  async function ofEngine(id: string): Promise<Redemption | null> {
    if (engineRedemptions === undefined || !isUuid(id)) return null;
    const movement = await movements.load(id);
    if (movement !== null && movement.kind !== 'MIRROR') return null;
    const row = await engineRows.load(id);
    const program = row && (await programs.load(row.programId));
    return row && program && toEngineRedemption(row, program.decimals);
  }

  async function handedOver(id: string): Promise<Earning | null> {
    const row = isUuid(id) ? await engineAwards.load(id) : null;
    const program = row && (await programs.load(row.programId));
    return row && program && toEngineEarning(row, program.decimals);
  }

  return {
    redemption: async (id) => (await ofEngine(id)) ?? find(id, isRedemption, toRedemption),
    earning: async (id) => (await find(id, isEarning, toEarning)) ?? handedOver(id),
    clear() {
      movements.clearAll();
      engineRows.clearAll();
      engineAwards.clearAll();
    },
  };
}

/** An engine's rows that the viewer may see; absent: there are no engines. */
function rowsById<Row extends SagaRow>(
  viewer: Viewer,
  rows: Pick<SagaRows<Row>, 'find'> | undefined,
): DataLoader<string, Row | null> {
  return new DataLoader(
    async (ids) => {
      requireScope(viewer, 'points:read');
      const found = (await rows?.find(ids)) ?? [];
      return ids.map((_, index) => {
        const row = found[index] ?? null;
        return row !== null && reaches(viewer, row.programId, row.memberId) ? row : null;
      });
    },
    { maxBatchSize: MAX_BATCH },
  );
}
