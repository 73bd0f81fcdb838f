import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EngineNewsDesk, NewsReception } from '../../engines/news/engineNewsDesk.ts';
import type { SecurityEvents } from '../../inbox/securityEvents.ts';
import { type RawRoute, registerRawWebhooks, unauthorized } from '../registerRawWebhooks.ts';

export interface EngineWebhooksParts {
  readonly news: EngineNewsDesk;
  /** Bounded: see boundedEvents. */
  readonly events: Pick<SecurityEvents, 'add'>;
  /** Absent: the process's clock. */
  readonly now?: () => Date;
}

type Route = RawRoute<{ readonly programId: string }>;

/** The same for all: it tells nobody which programs there are, and which engines they have. */
const NOT_TRUSTED = 'No loyalty engine of this address sent this body.';

/**
 * Messages of loyalty engines, each verified its own way, at POST /webhooks/engines/{programId}: 200 dealt with, now or
 * before, or nothing about points; 202 kept, as it cannot be read; 401 not the engine's; 413, 500 and 503 as of all.
 */
export function registerEngineWebhooks(app: FastifyInstance, parts: EngineWebhooksParts): void {
  const { news, now = () => new Date() } = parts;

  async function handle(request: FastifyRequest<Route>, reply: FastifyReply): Promise<FastifyReply> {
    const { headers, body = Buffer.alloc(0), params, host, protocol, url } = request;
    const message = { headers, body, url: `${protocol}://${host}${url}`, receivedAt: now() };
    const reception = await news.receive(params.programId, message);
    if (reception.status === 'untrusted') {
      await noteDistrust(parts, reception, request);
      return unauthorized(reply, NOT_TRUSTED);
    }
    if (reception.status === 'kept') {
      request.log.warn({ programId: params.programId }, "An engine's message was kept as a dead letter.");
      return reply.status(202).send(reception);
    }
    return reply.status(200).send({ status: reception.status });
  }

  registerRawWebhooks(app, '/webhooks/engines/:programId', handle);
}

async function noteDistrust(
  { events }: EngineWebhooksParts,
  { engine, words }: Extract<NewsReception, { status: 'untrusted' }>,
  { ip: address, log, params: { programId } }: FastifyRequest<Route>,
): Promise<void> {
  log.warn({ programId, kind: engine?.kind, address }, `An engine's message was turned away. ${words}`);
  // Programs without such an engine are anybody's invention: all of them are one subject.
  const subject = engine === null ? 'unknown engine' : `engine:${programId}`;
  const whose = engine === null ? null : programId;
  await events.add({ kind: 'SIGNATURE_INVALID', programId: whose, subject, details: { address, words } });
}
