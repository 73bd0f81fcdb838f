import { createRandom } from './createRandom.ts';

/**
 * What the network or an engine can do to a call. Unless it says otherwise, the engine has processed the request when
 * the caller sees the fault.
 */
export type Fault =
  /** Cut before the engine saw it. */
  | 'lostBefore'
  /** Processed, then cut. */
  | 'lostAfter'
  /** Silent until the caller gives up; never processed. */
  | 'silentBefore'
  /** Processed, then silent until the caller gives up. */
  | 'silentAfter'
  /** A 504, and processed only when the late ones are let through. */
  | 'appliedLate'
  /** The network delivers it twice; the caller sees the first answer. */
  | 'duplicated'
  /** The answer comes a byte at a time, until the caller gives up. */
  | 'slowDrip'
  | 'resetMidBody'
  /** A 200 with a page instead of an answer. */
  | 'html'
  /** A 502 with a page, not processed. */
  | 'htmlBadGateway'
  | 'truncatedJson'
  | 'wrongJson'
  /** More than a megabyte. */
  | 'oversized'
  /** Not processed. */
  | 'unauthorized'
  /** Not processed. */
  | 'tooMany'
  /** Not processed; asks to wait for two seconds. */
  | 'tooManyRetryAfter'
  /** A 500, not processed. */
  | 'serverErrorBefore'
  | 'serverErrorAfter';

/** The faults after which nobody but the engine knows whether it processed the call. */
export const UNCERTAIN = [
  'lostBefore',
  'lostAfter',
  'silentBefore',
  'silentAfter',
  'appliedLate',
  'slowDrip',
  'resetMidBody',
  'html',
  'htmlBadGateway',
  'truncatedJson',
  'wrongJson',
  'oversized',
  'serverErrorBefore',
  'serverErrorAfter',
] as const satisfies readonly Fault[];

/** The faults that processed nothing and said so. */
export const REFUSED_AT_THE_DOOR = ['unauthorized', 'tooMany', 'tooManyRetryAfter'] as const satisfies readonly Fault[];

export interface FaultPlan {
  /** The faults of an operation's next calls, in this order; null: a call that goes well. */
  next(operation: string, ...faults: readonly (Fault | null)[]): void;
  /** The fault of every further call of an operation. */
  always(operation: string, fault: Fault): void;
  /** A fault for this share of the calls, of all operations or of some, the same ones for the same seed. */
  storm(share: number, faults: readonly Fault[], operations?: readonly string[]): void;
  /** No more faults. */
  calm(): void;
  /** What happens to a call of this operation. */
  take(operation: string): Fault | null;
}

export function createFaultPlan(seed: number): FaultPlan {
  const random = createRandom(seed);
  const queues = new Map<string, (Fault | null)[]>();
  const constant = new Map<string, Fault>();
  let storming: { share: number; faults: readonly Fault[]; operations: readonly string[] | undefined } | null = null;

  return {
    next: (operation, ...faults) => {
      queues.set(operation, [...(queues.get(operation) ?? []), ...faults]);
    },
    always: (operation, fault) => {
      constant.set(operation, fault);
    },
    storm: (share, faults, operations) => {
      storming = { share, faults, operations };
    },
    calm: () => {
      queues.clear();
      constant.clear();
      storming = null;
    },
    take: (operation) => {
      const queue = queues.get(operation) ?? [];
      if (queue.length > 0) return queue.shift() ?? null;
      const always = constant.get(operation);
      if (always !== undefined) return always;
      if (storming === null || storming.operations?.includes(operation) === false) return null;
      const isHit = random() < storming.share;
      const which = Math.floor(random() * storming.faults.length);
      return isHit ? (storming.faults[which] ?? null) : null;
    },
  };
}
