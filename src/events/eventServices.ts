import type { Logger } from 'pino';
import type { OpenedAddresses } from '../connectors/http/addressGuard.ts';
import type { Metrics } from '../metrics/createMetrics.ts';
import type { Sealer } from '../secrets/createSealer.ts';
import type { EventBooks, EventSending } from './eventBooks.ts';
import type { EventContext } from './eventContext.ts';
import { createEventPost } from './eventPost.ts';
import { keepTelling } from './keepTelling.ts';
import { createEventSender } from './sendEvents.ts';
import { tellDaily } from './tellDaily.ts';

export interface EventServicesParts extends Pick<EventContext, 'ledger' | 'programs' | 'earningRules'> {
  readonly books: EventBooks;
  readonly opened: OpenedAddresses;
  readonly sealer: Sealer | null;
  readonly metrics: Pick<Metrics, 'delivery'>;
  readonly logger: Logger;
}

const now = (): Date => new Date();

/** Events, told from here on until it is closed. */
export interface EventServices {
  readonly sending: EventSending;
  tellDaily(): Promise<number>;
  forgetDeliveries(): Promise<number>;
  /** Waits for the attempts under way. */
  close(): Promise<void>;
}

const KEPT_DAYS = 30;

export function createEventServices(parts: EventServicesParts): EventServices {
  const { books, opened, sealer, ledger, programs, earningRules, metrics, logger } = parts;
  const { publications, deliveries } = books;
  const post = createEventPost({ opened });
  const context: EventContext = { publications, ledger, programs, earningRules, now };
  const sender = createEventSender({
    deliveries,
    post,
    sealer,
    now,
    onOutcome: (outcome) => metrics.delivery(outcome),
    onProblem: (error) => logger.error({ err: error }, 'What a delivery came to could not be written down.'),
  });
  const telling = keepTelling({ context, sender, logger });
  return {
    sending: { post, opened },
    tellDaily: () => tellDaily(context),
    forgetDeliveries: () => deliveries.prune(KEPT_DAYS),
    async close() {
      await telling.stop();
      await post.close();
    },
  };
}
