import { setTimeout as delay } from 'node:timers/promises';
import { reachesProgram, requireStaffScope } from '../access/viewer.ts';
import type { Viewer } from '../access/viewer.ts';
import { adminProgram } from '../engines/adminProgram.ts';
import { engineNotFound, programNotFound } from '../failure/refusals.ts';
import type { Programs } from '../program/programs.ts';
import type { ReconciliationRun } from './reconciliationBooks.ts';
import { RECONCILIATION_LIMITS, type ReconciliationContext } from './reconciliationContext.ts';
import type { ReconciliationDesk } from './reconciliationDesk.ts';
import { reconcileEngine } from './reconcileEngine.ts';

/** How long a caller waits for a run to end. Milliseconds. */
const PATIENCE = 1500;
/** Less than the time between two daily runs, which may be late. Milliseconds. */
const A_DAY = 20 * 3_600_000;

export interface ReconciliationDeskParts extends Omit<ReconciliationContext, 'limits' | 'programs' | 'isStopping'> {
  readonly programs: Pick<Programs, 'find' | 'defaultId'>;
  readonly limits?: ReconciliationContext['limits'];
}

/** Every process may have one of its own: a run is claimed. */
export function createReconciliationDesk(parts: ReconciliationDeskParts): ReconciliationDesk {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const context: ReconciliationContext = { limits: RECONCILIATION_LIMITS, ...parts, isStopping };
  const { engines, books, programs } = parts;
  const underWay = new Set<Promise<unknown>>();

  async function track<Value>(work: Promise<Value>): Promise<Value> {
    const settled = Promise.allSettled([work]);
    underWay.add(settled);
    void settled.finally(() => underWay.delete(settled));
    return work;
  }

  async function newest(programId: string): Promise<ReconciliationRun | null> {
    const [run] = await books.runs(programId, 1, null);
    return run ?? null;
  }

  async function every(isDue: (run: ReconciliationRun | null) => boolean): Promise<number> {
    let ended = 0;
    const faults: unknown[] = [];
    for (const { programId } of await engines.all()) {
      if (!isDue(await newest(programId))) continue;
      await track(reconcileEngine(context, programId)).then(
        (run) => (ended += run === null || run.finishedAt === null ? 0 : 1),
        (fault: unknown) => faults.push(fault),
      );
    }
    // After the other programs had their turn.
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} reconciliations stopped.`);
    return ended;
  }

  const isLongAgo = (at: Date): boolean => context.now().getTime() - at.getTime() > A_DAY;

  return {
    async reconcileEngine(viewer, id) {
      const program = await adminProgram(programs, viewer, id);
      if (program === null) return programNotFound();
      const programId = program.id;
      if ((await engines.find(programId)) === null) return engineNotFound();
      const work = track(reconcileEngine(context, programId));
      const patience = new AbortController();
      const waited = delay(PATIENCE, null, { signal: patience.signal }).catch(() => null);
      const ended = await Promise.race([work, waited]).finally(() => patience.abort());
      const run = ended ?? (await newest(programId));
      return run === null ? engineNotFound() : { ok: true, value: { run, programId } };
    },
    async runs(viewer, programId, { first, before }) {
      const runs = sees(viewer, programId) ? await books.runs(programId, first + 1, before) : [];
      return { runs: runs.slice(0, first), hasMore: runs.length > first };
    },
    async items(viewer, programId, { isOpen, first, before }) {
      const items = sees(viewer, programId) ? await books.items(programId, isOpen, first + 1, before) : [];
      return { items: items.slice(0, first), hasMore: items.length > first };
    },
    // A service that starts again does what fell due, and not everything once more.
    reconcileAll: async () => every((run) => run === null || run.finishedAt === null || isLongAgo(run.startedAt)),
    resumeStopped: async () => every((run) => run !== null && run.finishedAt === null),
    async close() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

function sees(viewer: Viewer, programId: string): boolean {
  requireStaffScope(viewer, 'points:admin');
  return reachesProgram(viewer, programId);
}
