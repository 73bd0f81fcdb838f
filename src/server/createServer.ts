import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { createPointsSchema } from '../graphql/createPointsSchema.ts';
import {
  type EngineWebhooksParts,
  registerEngineWebhooks,
} from '../marketplace/engineWebhooks/registerEngineWebhooks.ts';
import { registerPlumRoutes } from '../marketplace/plum/registerPlumRoutes.ts';
import {
  type MarketplaceWebhooksParts,
  registerMarketplaceWebhooks,
} from '../marketplace/webhooks/registerMarketplaceWebhooks.ts';
import type { Services } from '../services.ts';
import { createArrivals } from './arrivals.ts';
import type { Authenticator } from './authentication.ts';
import { createContext } from './context.ts';
import { createGraphHandler } from './createGraphHandler.ts';
import { registerHealth } from './health.ts';
import { hangUpOnClose } from './hangUpOnClose.ts';
import { answerErrors } from './httpErrors.ts';
import type { Metrics } from '../metrics/createMetrics.ts';
import { registerMetrics } from './registerMetrics.ts';
import { requireRouter } from './requireRouter.ts';

export interface ServerParts {
  readonly services: Services;
  readonly authenticator: Authenticator;
  /** What the router shows on every graph request; none: any caller may ask. */
  readonly routerSecrets: readonly string[];
  /** Opens introspection and Sandbox. */
  readonly development: boolean;
  readonly logger: FastifyBaseLogger;
  readonly isReady: () => Promise<boolean>;
  /** How many different entities one `_entities` may ask for; absent: the graph's own limit. */
  readonly maxRepresentations?: number;
  /** What signed messages of the marketplace are taken in by; absent: none are. */
  readonly marketplaceWebhooks?: MarketplaceWebhooksParts;
  /** What messages of loyalty engines are taken in by; absent: none are. */
  readonly engineWebhooks?: EngineWebhooksParts | undefined;
  /** What is counted, and who may read it; absent: nothing is. */
  readonly metrics?: { readonly metrics: Metrics; readonly token: string | null };
  /** The clock that a balance is read by; absent: the process's. */
  readonly now?: () => Date;
}

const BODY_BYTES = 1024 * 1024;
const SECOND = 1000;

/**
 * The HTTP edge: the graph on /graphql, the storefront's routes, /healthz and /readyz, and in development Sandbox
 * at /. It does not listen; its close() answers what is under way and takes no more.
 */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { services, authenticator, routerSecrets, development, logger, isReady, now = () => new Date() } = parts;
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES,
    // A program's id in a path: 128 characters, each of up to two UTF-16 units.
    routerOptions: { maxParamLength: 256 },
    requestTimeout: 30 * SECOND,
    // Longer than a load balancer keeps a connection, so that it is never we who close one that it just used.
    keepAliveTimeout: 75 * SECOND,
    http: { headersTimeout: 15 * SECOND },
  });
  // Balances must never come from a cache, nor errors: said here for every answer, last of all, and nowhere else.
  app.addHook('onSend', (_, reply, payload, done) => {
    reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  hangUpOnClose(app);
  answerErrors(app);
  registerHealth(app, isReady);
  if (parts.metrics !== undefined) registerMetrics(app, parts.metrics.metrics, parts.metrics.token);
  registerPlumRoutes(app, services);
  if (parts.marketplaceWebhooks !== undefined) registerMarketplaceWebhooks(app, parts.marketplaceWebhooks);
  if (parts.engineWebhooks !== undefined) registerEngineWebhooks(app, parts.engineWebhooks);

  const { defaultId } = services.programs;
  const { maxRepresentations } = parts;
  const schema = createPointsSchema(maxRepresentations === undefined ? {} : { representations: maxRepresentations });
  const arrivals = createArrivals();
  const graph = await createGraphHandler(
    { schema, development, logger, defaultProgramId: defaultId },
    createContext(services, authenticator, now, arrivals),
  );
  app.addHook('onClose', async () => graph.stop());
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    onRequest: [arrivals.note, requireRouter(routerSecrets)],
    handler: graph.handle,
  });
  if (development) app.get('/', (_, reply) => reply.redirect('/graphql'));
  return app;
}
