import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Message } from './planDeliveries.ts';

/** Sends messages until each was taken in, as a sender does who keeps what nobody answered. */
export interface Sender {
  /** Resolves with the status of the answer, which is one that ends the sender's trying. */
  send(message: Message): Promise<number>;
  /** Attempts that nobody answered, or that were told to come again. */
  readonly repeated: () => number;
  close(): void;
}

/** So long does a sender wait for an answer, and so long before it tries again. */
const PATIENCE = 15_000;
const PAUSE = 100;

export interface SenderOptions {
  /** Where to send to now: the service may have come back on another port. */
  readonly target: () => Promise<string>;
  readonly sourceId: string;
  /** As whsec_… */
  readonly secret: string;
  readonly callers: number;
  readonly signal: AbortSignal;
}

export function createSender({ target, sourceId, secret, callers, signal }: SenderOptions): Sender {
  const signer = new Webhook(secret);
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  let repeated = 0;

  async function attempt(message: Message): Promise<number | null> {
    const now = new Date();
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.body),
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signer.sign(message.id, now, message.body),
    };
    const url = new URL(`/webhooks/marketplace/${sourceId}`, await target());
    const options = { method: 'POST', agent, headers, timeout: PATIENCE };
    return new Promise((resolve) => {
      const sending = request(url, options, (response) => {
        text(response).then(
          () => resolve(response.statusCode ?? null),
          () => resolve(null),
        );
      });
      sending.on('timeout', () => sending.destroy());
      sending.on('error', () => resolve(null)).end(message.body);
    });
  }

  return {
    async send(message) {
      for (;;) {
        signal.throwIfAborted();
        const status = await attempt(message);
        if (status !== null && status < 500) return status;
        repeated += 1;
        await delay(PAUSE);
      }
    },
    repeated: () => repeated,
    close: () => agent.destroy(),
  };
}
