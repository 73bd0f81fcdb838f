/** Lets so many in at once, so many wait, and nobody longer than their signal. */
export interface Semaphore {
  /** A function that gives the place back, to be called once. `full`: too many wait. `late`: the signal aborted first. */
  enter(signal: AbortSignal): Promise<(() => void) | 'full' | 'late'>;
}

export function createSemaphore(places: number, waiting: number): Semaphore {
  // A Set keeps the order of arrival, and one who gives up leaves from its middle.
  const queue = new Set<() => void>();
  let free = places;

  const leave = (): void => {
    const [next] = queue;
    if (next === undefined) free += 1;
    else next();
  };

  return {
    enter: async (signal) => {
      if (signal.aborted) return 'late';
      if (free > 0) {
        free -= 1;
        return leave;
      }
      if (queue.size >= waiting) return 'full';
      return new Promise((resolve) => {
        const admit = (): void => {
          queue.delete(admit);
          signal.removeEventListener('abort', giveUp);
          resolve(leave);
        };
        const giveUp = (): void => {
          queue.delete(admit);
          resolve('late');
        };
        queue.add(admit);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
