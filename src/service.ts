import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './database/port.ts';
import { createSealer } from './secrets/createSealer.ts';
import type { EncryptionKey } from './secrets/encryptionKey.ts';
import { ownEncryptionKeys } from './secrets/ownEncryptionKeys.ts';
import { demoSecret } from './demoSecret.ts';
import { keepSettling } from './jobs/keepSettling.ts';
import { createMetrics } from './metrics/createMetrics.ts';
import { deferJobs } from './jobs/deferJobs.ts';
import { listen, requireFreePort } from './listen.ts';
import type { AuthSettings } from './server/authSettings.ts';

type Closer = () => Promise<void>;

export interface Service {
  /** Where it listens, like http://127.0.0.1:4001. */
  readonly url: string;
  /** Answers the requests that are under way, finishes what they post, and stops everything that it started. */
  stop(): Promise<void>;
}

export interface ServiceParts {
  readonly config: Config;
  readonly logger: Logger;
  /** Told when the embedded PostgreSQL died and does not come back. */
  readonly onLost: (error: unknown) => void;
}

/** Starts everything and listens. Throws StartupProblem, after it stopped what it had started. */
export async function startService(parts: ServiceParts): Promise<Service> {
  const closers: Closer[] = [];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
      // What does not end well is no reason to leave the rest running.
      await closer().catch((error: unknown) => parts.logger.error({ err: error }, 'Stopping met a problem.'));
    }
  };
  try {
    const url = await start(parts, (closer) => closers.push(closer));
    return { url, stop: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts one thing after the other, each with what ends it; they are ended in the opposite order. */
async function start({ config, logger, onLost }: ServiceParts, onStop: (closer: Closer) => void): Promise<string> {
  await requireFreePort(config);
  // The modules are read while PostgreSQL starts: together they take as long as the slower of the two.
  const loading = loadModules();
  loading.catch(() => {});
  const connectionString = config.databaseUrl ?? (await startPostgres(config, onLost, onStop));
  const {
    createAuthenticator,
    createEngineServices,
    createEventServices,
    createLedger,
    createServer,
    createServices,
    openBooks,
    replayWaiting,
  } = await loading;

  const { lanes, databaseConnections: connections, defaultProgram } = config;
  const books = await openBooks({ connectionString, lanes, connections, defaultProgram });
  onStop(() => books.close());
  const { hot, reads, programs, memberProfiles, earningRules } = books;
  if (config.auth.mode === 'demo') {
    const { seedDemo } = await import('./demo/seedDemo.ts');
    await seedDemo({ hot, reads, programs, memberProfiles });
    const { seedDemoRules } = await import('./demo/seedDemoRules.ts');
    await seedDemoRules({ programs, earningRules });
  }

  const metrics = createMetrics();
  metrics.backlog(books.backlog);
  const ledger = metrics.observed(createLedger({ hot, reads, lanes }));
  onStop(() => ledger.close());
  const sealer = createSealer(await encryptionKeys(config));
  const engines = createEngineServices({
    books: books.engines,
    sealer,
    opened: config.engineAllowedAddresses,
    onUnavailable: ({ programId, kind }, words) => logger.warn({ programId, kind }, words),
    onProblem: (error) => logger.error({ err: error }, 'What an engine said could not be kept.'),
  });
  onStop(() => engines.close());
  const events = createEventServices({
    books: books.events,
    opened: config.engineAllowedAddresses,
    sealer,
    ledger,
    programs,
    earningRules,
    metrics,
    logger,
  });
  onStop(() => events.close());
  const { services, webhooks, engineWebhooks } = createServices({
    books,
    ledger,
    sealer,
    engines,
    eventSending: events.sending,
    onDeclined: ({ programId, id }, words) =>
      logger.warn({ programId, earningId: id, words }, 'An engine declined a transaction that was taken in before.'),
  });
  const { engineRedeeming, engineAwarding } = services;
  if (engineRedeeming !== undefined && engineAwarding !== undefined) {
    const { saga } = engineRedeeming;
    const { handover } = engineAwarding;
    onStop(() => saga.close());
    onStop(() => handover.close());
    if (engineWebhooks !== undefined) onStop(() => engineWebhooks.news.close());
    const settle = [async () => saga.settleDueRedemptions(), async () => handover.settleDueEarnings()];
    const settling = keepSettling({ engines: engineRedeeming.engines, settle, logger });
    onStop(() => settling.stop());
  }
  const { reconciliation } = services;
  if (reconciliation !== undefined) onStop(() => reconciliation.close());
  const jobs = deferJobs({
    connectionString,
    ledger,
    programs,
    replayWaiting: async () => replayWaiting(webhooks.inbox),
    tellDaily: async () => events.tellDaily(),
    forgetDeliveries: async () => events.forgetDeliveries(),
    reconciliation,
    logger,
  });
  onStop(() => jobs.stop());

  let isStopping = false;
  const server = await createServer({
    services,
    marketplaceWebhooks: webhooks,
    engineWebhooks,
    // Beyond the demo, which only this machine reaches, nobody reads them who has no token.
    ...(config.metricsToken !== null || config.auth.mode === 'demo'
      ? { metrics: { metrics, token: config.metricsToken } }
      : {}),
    authenticator: createAuthenticator(await authSettings(config)),
    routerSecrets: config.routerSecrets,
    maxRepresentations: config.maxRepresentations,
    development: config.environment === 'development',
    logger,
    isReady: async () => !isStopping && (await answers(reads)),
  });
  onStop(async () => {
    isStopping = true;
    await server.close();
  });
  const url = await listen(server, config);
  jobs.start();
  return url;
}

async function startPostgres(
  { dataDir, lanes, databaseConnections }: Config,
  onLost: (error: unknown) => void,
  onStop: (closer: Closer) => void,
): Promise<string> {
  const { startEmbeddedPostgres } = await import('./database/embeddedPostgres.ts');
  // Those of the pools, of the job queue, and some for whoever looks or verifies.
  const settings = { max_connections: String(lanes + databaseConnections + 40) };
  const postgres = await startEmbeddedPostgres({ dataDir, onLost, settings });
  onStop(() => postgres.stop());
  return postgres.connectionString;
}

async function authSettings({ auth, dataDir }: Config): Promise<AuthSettings> {
  if (auth.mode === 'demo') return { mode: 'demo', secret: await demoSecret(dataDir) };
  const { issuer, algorithms } = auth;
  return {
    mode: 'tokens',
    jwksUrl: issuer?.jwksUrl ?? null,
    issuer: issuer?.name ?? null,
    audience: issuer?.audience ?? null,
    algorithms,
  };
}

/** Those of the settings; the demo makes itself one. */
async function encryptionKeys({ auth, dataDir, encryptionKeys: given }: Config): Promise<readonly EncryptionKey[]> {
  return given.length === 0 && auth.mode === 'demo' ? ownEncryptionKeys(dataDir) : given;
}

async function answers(database: Database): Promise<boolean> {
  await database.query({ name: 'ping', text: 'SELECT 1' }, []);
  return true;
}

/**
 * Everything that the service is made of but PostgreSQL's start. Behind a dynamic import, so that reading some
 * hundreds of files and starting PostgreSQL share the time.
 */
async function loadModules() {
  const [
    { createAuthenticator },
    { createEngineServices },
    { createEventServices },
    { createLedger },
    { createServer },
    { createServices },
    books,
    inbox,
  ] = await Promise.all([
    import('./server/authentication.ts'),
    import('./engines/engineServices.ts'),
    import('./events/eventServices.ts'),
    import('./ledger/createLedger.ts'),
    import('./server/createServer.ts'),
    import('./createServices.ts'),
    import('./database/openBooks.ts'),
    import('./inbox/replayWaiting.ts'),
  ]);
  const { openBooks } = books;
  const { replayWaiting } = inbox;
  return {
    createAuthenticator,
    createEngineServices,
    createEventServices,
    createLedger,
    createServer,
    createServices,
    openBooks,
    replayWaiting,
  };
}
