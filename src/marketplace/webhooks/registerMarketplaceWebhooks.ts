import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InboxContext } from '../../inbox/inboxContext.ts';
import { receiveMessage, type Reception } from '../../inbox/receiveMessage.ts';
import { isUnavailable } from '../../ledger/isUnavailable.ts';
import { CannotUnseal } from '../../secrets/createSealer.ts';
import { identifySource, type SourceParts } from './identifySource.ts';
import { readWebhookHeaders, type WebhookHeaders } from '../../standardWebhooks/webhookHeaders.ts';

export interface MarketplaceWebhooksParts extends SourceParts {
  readonly inbox: InboxContext;
  /** Absent: the process's clock. */
  readonly now?: () => Date;
}

const BODY_LIMIT = 256 * 1024;
const NOT_TRUSTED = 'No source of this address signed this body with a key that is accepted.';

interface Route {
  Params: { readonly sourceId: string };
  Body: Buffer | undefined;
}

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

  app.register(async (webhooks) => {
    webhooks.removeAllContentTypeParsers();
    // What is signed are the bytes as they came: nothing reads them before the signature is known to hold.
    webhooks.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, raw, done) => {
      done(null, raw);
    });
    webhooks.setErrorHandler(answerError);
    webhooks.post<Route>('/webhooks/marketplace/:sourceId', { bodyLimit: BODY_LIMIT }, async (request, reply) =>
      handle(request, reply),
    );
  });
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

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isUnavailable(error)) return later(reply);
  if (error instanceof CannotUnseal) {
    request.log.error({ err: error }, 'A webhook message cannot be verified.');
    return later(reply);
  }
  const { statusCode = 500 } = error;
  if (statusCode === 413) return problem(reply, 413, 'BODY_TOO_LARGE', 'The body is larger than 256 kB.');
  if (statusCode >= 400 && statusCode < 500) return problem(reply, statusCode, 'BAD_REQUEST', error.message);
  request.log.error({ err: error, requestId: request.id }, 'A webhook message was answered 500.');
  return problem(reply, 500, 'INTERNAL', 'Something went wrong here. Send the same message again.');
}

function later(reply: FastifyReply): FastifyReply {
  reply.header('retry-after', '1');
  return problem(reply, 503, 'UNAVAILABLE', 'Send the same message again.');
}

function unauthorized(reply: FastifyReply, message: string): FastifyReply {
  return problem(reply, 401, 'UNAUTHORIZED', message);
}

function problem(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.status(status).send({ status: 'error', code, message });
}
