import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InboxContext } from '../../inbox/inboxContext.ts';
import { receiveMessage, type Reception } from '../../inbox/receiveMessage.ts';
import { type RawRoute, registerRawWebhooks, unauthorized } from '../registerRawWebhooks.ts';
import { identifySource, type SourceParts } from './identifySource.ts';
import { readWebhookHeaders, type WebhookHeaders } from '../../standardWebhooks/webhookHeaders.ts';

export interface MarketplaceWebhooksParts extends SourceParts {
  readonly inbox: InboxContext;
  /** Absent: the process's clock. */
  readonly now?: () => Date;
}

const NOT_TRUSTED = 'No source of this address signed this body with a key that is accepted.';

type Route = RawRoute<{ readonly sourceId: string }>;

/**
 * Signed messages of the marketplace, by the Standard Webhooks specification, at POST /webhooks/marketplace/{sourceId}:
 * 200 dealt with, now or before; 202 kept, as its type is unknown or it cannot be applied; 401 not signed by a source;
 * 413 more than 256 kB; 503 send it again; 500 our fault, send it again.
 */
export function registerMarketplaceWebhooks(app: FastifyInstance, parts: MarketplaceWebhooksParts): void {
  const { inbox, now = () => new Date() } = parts;

  async function handle(request: FastifyRequest<Route>, reply: FastifyReply): Promise<FastifyReply> {
    const receivedAt = now();
    const { sourceId } = request.params;
    const headers = readWebhookHeaders(request.headers, receivedAt);
    if (typeof headers === 'string') return unauthorized(reply, headers);
    const body = request.body ?? Buffer.alloc(0);
    const { source, isTrusted } = await identifySource(parts, sourceId, { ...headers, body }, receivedAt);
    if (source === null || !isTrusted) {
      await noteDistrust(inbox, source, headers, request);
      return unauthorized(reply, NOT_TRUSTED);
    }
    const { id, programId } = source;
    const message = { sourceId: id, programId, messageId: headers.id, body, receivedAt };
    const reception = await receiveMessage(inbox, message);
    noteReception(request.log, message, reception);
    return reply.status(reception.status === 'kept' ? 202 : 200).send(reception);
  }

  registerRawWebhooks(app, '/webhooks/marketplace/:sourceId', handle);
}

async function noteDistrust(
  { events }: InboxContext,
  source: { readonly id: string; readonly programId: string; readonly isDisabled: boolean } | null,
  { id: messageId }: WebhookHeaders,
  { ip: address, log }: FastifyRequest<Route>,
): Promise<void> {
  const kind = source?.isDisabled === true ? 'SOURCE_DISABLED' : 'SIGNATURE_INVALID';
  log.warn({ kind, sourceId: source?.id, messageId, address }, 'A webhook message was turned away.');
  // Unknown ids are anybody's invention: all of them are one subject.
  const subject = source?.id ?? 'unknown source';
  await events.add({ kind, programId: source?.programId ?? null, subject, details: { messageId, address } });
}

function noteReception(
  log: FastifyBaseLogger,
  { sourceId, messageId }: { readonly sourceId: string; readonly messageId: string },
  reception: Reception,
): void {
  if (reception.status === 'kept') {
    log.warn({ sourceId, messageId, reasonCode: reception.reasonCode }, 'A webhook message was kept as a dead letter.');
  } else if (reception.status === 'ignored') {
    log.warn({ sourceId, messageId }, 'A webhook message came under the id of another one.');
  }
}
