import { createRowDriver } from '../../saga/createRowDriver.ts';
import { type Fruitless, mirrored } from '../../saga/runRow.ts';
import { settleDue } from '../../saga/settleDue.ts';
import { SAGA_LIMITS } from '../../saga/step.ts';
import type { EarningHandover, RefusedTransaction } from './earningHandover.ts';
import { earningLane } from './earningLane.ts';
import type { EngineEarning } from './engineEarning.ts';
import type { EngineEarningContext } from './engineEarningContext.ts';

export type EarningHandoverParts = Omit<EngineEarningContext, 'limits' | 'random'> &
  Partial<Pick<EngineEarningContext, 'limits' | 'random'>>;

/** How many of one caller's are on their way at once: the engine has other members, and they wait for it too. */
const AT_ONCE = 8;

/** Hands transactions over by their rows. Every process may have one of its own. */
export function createEarningHandover(parts: EarningHandoverParts): EarningHandover {
  const context: EngineEarningContext = { limits: SAGA_LIMITS, random: Math.random, ...parts };
  const { earnings, limits } = context;
  const lane = earningLane(context);
  const driver = createRowDriver(context);

  async function one(row: EngineEarning, patience: number): Promise<EngineEarning | RefusedTransaction | null> {
    const told: { refused: RefusedTransaction | null } = { refused: null };
    const drops = (step: Fruitless): boolean => {
      // What was not sent stays: nobody else hands it over.
      if (step.do === 'wait') return false;
      told.refused = { refused: step.reason, words: step.words };
      return true;
    };
    const now = await driver.settled(lane, row, { drops, patience });
    return 'retryAfter' in now ? told.refused : now;
  }

  return {
    async handOver(rows) {
      const until = performance.now() + limits.patience;
      const then: (EngineEarning | RefusedTransaction | null)[] = [...rows];
      const queue = rows.entries();
      const worker = async (): Promise<void> => {
        for (const [index, row] of queue) {
          const patience = until - performance.now();
          // The sweeper hands over what nobody waits for any more.
          if (patience <= 0) return;
          then[index] = await one(row, patience);
        }
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, rows.length) }, worker));
      return then;
    },
    async tell(programId, { reference, points, engineReference }) {
      if (points === null) {
        const [row] = await earnings.hasten(programId, { reference, orderId: null });
        if (row === undefined) return null;
        void driver.track(driver.ask(lane, row));
        const [found] = await earnings.find([row.id]);
        return found ?? null;
      }
      const row = await earnings.tell(programId, reference, { points, engineReference });
      if (row === null) return null;
      context.onSettled?.(row);
      await mirrored(context, lane, row);
      return row;
    },
    settleDueEarnings: async () => settleDue(context, lane),
    close: async () => driver.close(),
  };
}
