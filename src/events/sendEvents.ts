import { attemptDelivery, type AttemptOutcome, type SendingContext } from './attemptDelivery.ts';

export interface EventSender {
  /** Claims what is due as far as attempts are free, begins them, and gives how many it began. */
  begin(): Promise<number>;
  /** Waits for the attempts under way. */
  settled(): Promise<void>;
}

export interface SenderOptions extends SendingContext {
  /** Attempts at once, of this process. */
  readonly concurrency?: number;
  /** Attempts at once to one endpoint, of all processes: a slow receiver holds no more than these. */
  readonly perEndpoint?: number;
  /** Milliseconds; longer than an attempt takes. */
  readonly lease?: number;
  readonly onOutcome?: (outcome: AttemptOutcome) => void;
  readonly onProblem?: (error: unknown) => void;
}

export function createEventSender(options: SenderOptions): EventSender {
  const { deliveries, concurrency = 64, perEndpoint = 4, lease = 60_000, onOutcome, onProblem } = options;
  const underWay = new Set<Promise<void>>();

  async function run(work: Promise<AttemptOutcome>): Promise<void> {
    try {
      const outcome = await work;
      onOutcome?.(outcome);
    } catch (error) {
      // It was not written down what it came to: when the lease is over, it is attempted again.
      onProblem?.(error);
    }
  }

  return {
    async begin() {
      const most = concurrency - underWay.size;
      if (most <= 0) return 0;
      const claimed = await deliveries.claim({ most, perEndpoint, lease });
      for (const one of claimed) {
        const running = run(attemptDelivery(options, one)).finally(() => underWay.delete(running));
        underWay.add(running);
      }
      return claimed.length;
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}
