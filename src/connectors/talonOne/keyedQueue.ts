import { createSemaphore, type Semaphore } from '../http/semaphore.ts';

/** Work of one key runs in the order it came, one at a time; of different keys at once. */
export interface KeyedQueue {
  /** `late`: the signal aborted before its turn came, and nothing was done. */
  run<Result>(key: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result | 'late'>;
}

export function createKeyedQueue(): KeyedQueue {
  const lanes = new Map<string, { readonly turn: Semaphore; users: number }>();
  return {
    run: async (key, signal, work) => {
      const lane = lanes.get(key) ?? { turn: createSemaphore(1, Infinity), users: 0 };
      lanes.set(key, lane);
      lane.users += 1;
      try {
        const leave = await lane.turn.enter(signal);
        if (leave === 'late' || leave === 'full') return 'late';
        try {
          return await work();
        } finally {
          leave();
        }
      } finally {
        lane.users -= 1;
        if (lane.users === 0) lanes.delete(key);
      }
    },
  };
}
