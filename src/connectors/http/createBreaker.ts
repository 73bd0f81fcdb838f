import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ExponentialBackoff,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import type { EngineLimits } from './engineHttp.ts';

/** What a call came to, for the breaker alone. */
export interface Tried {
  /** Whether it speaks of an engine that is down. */
  readonly isTrouble: boolean;
}

export interface Breaker {
  /** What the call came to; null: the breaker is open, and it was not made. */
  run<Result extends Tried>(call: () => Promise<Result>): Promise<Result | null>;
}

const troubles = handleWhenResult((result) => (result as Tried).isTrouble);

/** Opens when most calls of the last seconds failed; then one call at a time finds out whether the engine is back. */
export function createBreaker(limits: EngineLimits): Breaker {
  const policy = circuitBreaker(troubles, {
    breaker: new SamplingBreaker({
      threshold: limits.breakerThreshold,
      duration: limits.breakerWindow,
      minimumRps: 10_000 / limits.breakerWindow,
    }),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: limits.breakerPause, maxDelay: 30_000 }),
  });
  return {
    run: async (call) => {
      // Others would wait for the one that tries, past their own deadlines, and then all go at once.
      if (policy.state === CircuitState.HalfOpen) return null;
      try {
        return await policy.execute(call);
      } catch (error) {
        if (error instanceof BrokenCircuitError) return null;
        throw error;
      }
    },
  };
}
