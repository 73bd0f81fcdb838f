import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { BadInput } from '../../failure/failure.ts';
import { isUnavailable } from '../../ledger/isUnavailable.ts';
import { balance } from './balance.ts';
import type { PlumEndpoint, StorefrontServices } from './endpoint.ts';
import { parsePlumBody, type PlumBody } from './plumBody.ts';
import { badInput, PlumProblem } from './plumProblem.ts';
import { profile } from './profile.ts';
import { redemption } from './redemption.ts';
import { refund } from './refund.ts';
import { identifyStorefront } from './storefront.ts';

const ENDPOINTS: Readonly<Record<string, PlumEndpoint>> = { balance, profile, redemption, refund };
const BODY_LIMIT = 64 * 1024;

/**
 * The contract that Plum's storefront asks a loyalty engine for, at POST /plum/v1/{programId}/…: HTTP 200 and status 1
 * on success, else `{status: 0, code, message}` with 400 bad input, 401 wrong token or program, 403 address not
 * allowed, 404 unknown member or order, 409 an order or refund sent before with another content, 413 and 415 for the
 * body, 422 refused by the balance or the account, 503 repeat it later, 500 our fault.
 */
export function registerPlumRoutes(app: FastifyInstance, services: StorefrontServices): void {
  app.register(async (plum) => {
    plum.removeAllContentTypeParsers();
    plum.addContentTypeParser<Buffer>(
      'application/json',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
      async (_request: unknown, raw: Buffer) => parsePlumBody(raw),
    );
    plum.setErrorHandler(async (error: FastifyError, request, reply) => {
      const problem = problemFrom(error);
      if (problem.httpStatus === 500) request.log.error({ err: error }, 'a storefront was answered 500');
      return answer(reply, problem);
    });
    for (const [name, endpoint] of Object.entries(ENDPOINTS)) {
      plum.post<{ Params: { programId: string }; Body: PlumBody | undefined }>(
        `/plum/v1/:programId/${name}`,
        { bodyLimit: BODY_LIMIT },
        async (request, reply) => {
          if (request.body === undefined) throw badInput('The body must be a JSON object.');
          const { params, body, ip } = request;
          const storefront = await identifyStorefront(services.programs, params.programId, body, ip);
          return reply.send(await endpoint(services, storefront, body));
        },
      );
    }
  });
}

function problemFrom(error: FastifyError): PlumProblem {
  if (error instanceof PlumProblem) return error;
  if (error instanceof BadInput) return badInput(error.message);
  if (isUnavailable(error)) return new PlumProblem(503, 'UNAVAILABLE', 'Send the same request again.');
  const { statusCode = 500 } = error;
  if (statusCode === 413) return new PlumProblem(413, 'BODY_TOO_LARGE', 'The body is too large.');
  if (statusCode === 415) return new PlumProblem(415, 'NOT_JSON', 'The content type must be application/json.');
  if (statusCode >= 400 && statusCode < 500) return badInput('The request cannot be read.');
  return new PlumProblem(500, 'INTERNAL', 'Something went wrong here. Send the same request again.');
}

async function answer(reply: FastifyReply, { httpStatus, code, message }: PlumProblem): Promise<FastifyReply> {
  if (httpStatus === 503) reply.header('retry-after', '1');
  return reply.status(httpStatus).send({ status: 0, code, message });
}
