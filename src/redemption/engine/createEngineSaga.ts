import { setTimeout as delay } from 'node:timers/promises';
import type { Waiting } from './pause.ts';
import { redemptionLane } from './redemptionLane.ts';
import { reversalLane } from './reversalLane.ts';
import { runRow } from './runRow.ts';
import type { Lane } from './driveRow.ts';
import type { SagaContext } from './sagaContext.ts';
import { isSettled, type SagaRow } from './sagaRow.ts';
import { settleDue } from './settleDue.ts';
import { SAGA_LIMITS } from './step.ts';
import type { EngineSaga, Hurried, Unsent } from './engineSaga.ts';
import type { Hastened, ToldReference } from './sagaRows.ts';

/** Milliseconds between two looks at a row that somebody else drives; each is longer than the one before. */
const LOOK_AGAIN = 25;

export type EngineSagaParts = Omit<SagaContext, 'limits' | 'random'> & Partial<Pick<SagaContext, 'limits' | 'random'>>;

/** The saga on its rows, the engines and the ledger. Every process may have one of its own. */
export function createEngineSaga(parts: EngineSagaParts): EngineSaga {
  const context: SagaContext = { limits: SAGA_LIMITS, random: Math.random, ...parts };
  const redemptions = redemptionLane(context);
  const reversals = reversalLane(context);
  const underWay = new Set<Promise<unknown>>();

  /** Without rejecting: a fault leaves the row to the sweeper, and the caller is told how it stands. */
  function track(work: Promise<void>): Promise<void> {
    const tracked = work.catch(() => {}).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  }

  async function settled<Row extends SagaRow, Request>(lane: Lane<Row, Request>, row: Row): Promise<Row | Unsent> {
    if (isSettled(row)) return row;
    const until = performance.now() + context.limits.patience;
    const caller = { isWaiting: true, isDropping: false, retryAfter: context.limits.firstPause };
    const dropUnsent = (step: Waiting): boolean => {
      caller.isDropping = caller.isWaiting;
      caller.retryAfter = step.for;
      return caller.isDropping;
    };
    const work = track(
      (async () => {
        for (let look = 1; caller.isWaiting; look += 1) {
          if ((await runRow(context, lane, row, { dropUnsent })) !== 'busy') return;
          const [now] = await lane.rows.find([row.id]);
          if (now == null || isSettled(now)) return;
          await delay(LOOK_AGAIN * look);
        }
      })(),
    );
    const patience = new AbortController();
    await Promise.race([
      work,
      delay(until - performance.now(), undefined, { signal: patience.signal }).catch(() => {}),
    ]);
    patience.abort();
    caller.isWaiting = false;
    if (caller.isDropping) await work;
    const [now] = await lane.rows.find([row.id]);
    return now ?? { retryAfter: caller.retryAfter };
  }

  /** Somebody else may be asking just now, of before: then it is asked again behind them, as long as a caller waits. */
  async function ask<Row extends SagaRow, Request>(lane: Lane<Row, Request>, row: Hastened): Promise<void> {
    const until = performance.now() + context.limits.patience;
    for (let look = 1; performance.now() < until; look += 1) {
      if ((await runRow(context, lane, row)) !== 'busy') return;
      await delay(LOOK_AGAIN * look);
      const left = await lane.rows.hasten(row.programId, { reference: row.id, orderId: null });
      if (!left.some(({ id }) => id === row.id)) return;
    }
  }

  async function hurry(programId: string, told: ToldReference): Promise<Hurried> {
    const spent = await redemptions.rows.hasten(programId, told);
    const given = await reversals.rows.hasten(programId, told);
    const all = async (): Promise<void> => {
      await Promise.all([
        ...spent.map(async (row) => ask(redemptions, row)),
        ...given.map(async (row) => ask(reversals, row)),
      ]);
    };
    const asked = track(all());
    return { rows: [...spent, ...given], asked };
  }

  return {
    hurry,
    settled: (row) => settled(redemptions, row),
    givenBack: (row) => settled(reversals, row),
    settleDueRedemptions: async () => (await settleDue(context, redemptions)) + (await settleDue(context, reversals)),
    async close() {
      await Promise.all(underWay);
    },
  };
}
