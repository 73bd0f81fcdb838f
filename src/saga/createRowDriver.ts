import { setTimeout as delay } from 'node:timers/promises';
import type { Lane } from './driveRow.ts';
import type { Unsent } from './unsent.ts';
import { type Fruitless, runRow } from './runRow.ts';
import type { DrivingContext } from './drivingContext.ts';
import { isSettled, type SagaRow } from './sagaRow.ts';
import type { Claim, Hastened } from './sagaRows.ts';

/** Milliseconds between two looks at a row that somebody else drives; each is longer than the one before. */
const LOOK_AGAIN = 25;

/** Drives rows while a caller waits for them, and on behind the answer. */
export interface RowDriver {
  /** Without rejecting: a fault leaves the row to the sweeper, and the caller is told how it stands. */
  track(work: Promise<void>): Promise<void>;
  /** The row as it stands when it is settled, or when the caller waits no longer. */
  settled<Row extends SagaRow, Request, Answer>(
    lane: Lane<Row, Request, Answer>,
    row: Row,
    options: SettledOptions<Row>,
  ): Promise<Row | Unsent>;
  /** Makes a row's next call as soon as it may. */
  ask<Row extends SagaRow, Request, Answer>(lane: Lane<Row, Request, Answer>, row: Hastened): Promise<void>;
  /** Waits for the calls that are under way. */
  close(): Promise<void>;
}

export interface SettledOptions<Row extends SagaRow> {
  /** Whether a row goes of which certainly nothing came, while its caller is there to be told so. */
  readonly drops: (step: Fruitless) => boolean;
  /** Milliseconds that the caller waits; absent: the limits' patience. */
  readonly patience?: number;
  /** Of a row that was made claimed. Absent: it has to be claimed. */
  readonly claim?: Claim<Row>;
}

export function createRowDriver(parts: DrivingContext): RowDriver {
  const context: DrivingContext = { ...parts, behind: (work) => track(work) };
  const { firstPause } = context.limits;
  const underWay = new Set<Promise<unknown>>();

  function track(work: Promise<void>): Promise<void> {
    const tracked = work.catch(() => {}).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  }

  return {
    track,
    async settled(lane, row, { drops, patience = context.limits.patience, claim }) {
      if (isSettled(row)) return row;
      const until = performance.now() + patience;
      const caller = { isWaiting: true, isDropping: false, retryAfter: firstPause };
      const drop = (step: Fruitless): boolean => {
        caller.isDropping = caller.isWaiting && drops(step);
        if (step.do === 'wait') caller.retryAfter = step.for;
        return caller.isDropping;
      };
      const work = track(
        (async () => {
          for (let look = 1; caller.isWaiting; look += 1) {
            const own = look === 1 ? claim : undefined;
            if ((await runRow(context, lane, row, { drop, claim: own })) !== 'busy') return;
            const [now] = await lane.rows.find([row.id]);
            if (now == null || isSettled(now)) return;
            await delay(LOOK_AGAIN * look);
          }
        })(),
      );
      const waited = new AbortController();
      await Promise.race([
        work,
        delay(until - performance.now(), undefined, { signal: waited.signal }).catch(() => {}),
      ]);
      waited.abort();
      caller.isWaiting = false;
      if (caller.isDropping) await work;
      const [now] = await lane.rows.find([row.id]);
      return now ?? { retryAfter: caller.retryAfter };
    },
    /** Somebody else may be asking just now, of before: then it is asked again behind them, as long as a caller waits. */
    async ask(lane, row) {
      const until = performance.now() + context.limits.patience;
      for (let look = 1; performance.now() < until; look += 1) {
        if ((await runRow(context, lane, row)) !== 'busy') return;
        await delay(LOOK_AGAIN * look);
        const left = await lane.rows.hasten(row.programId, { reference: row.id, orderId: null });
        if (!left.some(({ id }) => id === row.id)) return;
      }
    },
    async close() {
      await Promise.all(underWay);
    },
  };
}
