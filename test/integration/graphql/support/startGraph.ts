import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Unauthenticated } from '../../../../src/access/unauthenticated.ts';
import { SCOPES, type Viewer } from '../../../../src/access/viewer.ts';
import { createServices } from '../../../../src/createServices.ts';
import { createDeadLetters } from '../../../../src/database/createDeadLetters.ts';
import { createEngineMembers } from '../../../../src/database/createEngineMembers.ts';
import { createEngineStore } from '../../../../src/database/createEngineStore.ts';
import { createEventDeliveries } from '../../../../src/database/createEventDeliveries.ts';
import { createEventEndpoints } from '../../../../src/database/createEventEndpoints.ts';
import { createEventPublications } from '../../../../src/database/createEventPublications.ts';
import { createLastBalances } from '../../../../src/database/createLastBalances.ts';
import { createEarningRules } from '../../../../src/database/createEarningRules.ts';
import { createMemberProfiles } from '../../../../src/database/createMemberProfiles.ts';
import { createPrograms } from '../../../../src/database/createPrograms.ts';
import { createSecurityEvents } from '../../../../src/database/createSecurityEvents.ts';
import { createWebhookSources } from '../../../../src/database/createWebhookSources.ts';
import type { Database } from '../../../../src/database/port.ts';
import { createEngineServices, type EngineServices } from '../../../../src/engines/engineServices.ts';
import { createEventPost } from '../../../../src/events/eventPost.ts';
import { createLedger } from '../../../../src/ledger/createLedger.ts';
import { createSealer } from '../../../../src/secrets/createSealer.ts';
import { createServer } from '../../../../src/server/createServer.ts';
import type { Services } from '../../../../src/services.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/testDatabase.ts';
import { type Ask, asker } from './asker.ts';

/** The default program: whole points. */
export const STARS = 'stars';
/** Two decimals, and a day that begins at half past six in the evening, UTC. */
export const MILES = 'miles';

export const OPERATOR: Viewer = { subject: 'operator', scopes: new Set(SCOPES), programs: 'all', memberId: null };

export interface Graph {
  readonly services: Services;
  readonly database: TestDatabase;
  readonly url: string;
  /** Asks as the operator, or as another viewer. */
  readonly ask: Ask;
  /** The names of the statements that reads have run since the last call. */
  takeStatements(): string[];
  /** What was logged since the last call, a line a JSON text. */
  takeLog(): string[];
  readonly engines: EngineServices;
  /** Milliseconds that the service's clock is ahead of the real one. */
  ahead: number;
  close(): Promise<void>;
}

export interface GraphSettings {
  readonly routerSecrets?: readonly string[];
  readonly development?: boolean;
  /** Milliseconds for an engine's balances; as long as it takes without. */
  readonly engineDeadline?: number;
  /** Private addresses that engines may have; this machine's without. */
  readonly engineAddresses?: readonly string[];
  /** Put between the graph and what it is given. */
  readonly wrap?: (services: Services) => Services;
}

/** The whole graph on a database of its own, behind real HTTP; a viewer is a header here and not a token. */
export async function startGraph(settings: GraphSettings = {}): Promise<Graph> {
  const { routerSecrets = [], development = false, wrap = (services) => services } = settings;
  const { engineDeadline: deadline = 60_000, engineAddresses: opened = ['127.0.0.1'] } = settings;
  const database = await createTestDatabase();
  await database.prisma.program.createMany({
    data: [
      { id: STARS, name: 'Stars', unitName: 'star', decimals: 0, timeZone: 'UTC' },
      { id: MILES, name: 'Miles', unitName: 'mile', decimals: 2, timeZone: 'Asia/Kolkata', expiryMonths: 12 },
    ],
  });
  const statements: string[] = [];
  const log: string[] = [];
  const ahead = (time: Date): Date => new Date(time.getTime() + graph.ahead);
  const reads = counted(database.reads, statements);
  const ledger = createLedger({ hot: database.hot, reads, now: ahead });
  const now = (): Date => ahead(new Date());
  const programs = createPrograms(database.prisma, { defaultId: STARS });
  const books = {
    programs,
    earningRules: createEarningRules(reads, programs),
    memberProfiles: createMemberProfiles(database.prisma),
    webhookSources: createWebhookSources(reads),
    deadLetters: createDeadLetters(reads),
    securityEvents: createSecurityEvents(reads),
    events: {
      endpoints: createEventEndpoints(reads),
      deliveries: createEventDeliveries(reads),
      publications: createEventPublications(reads),
    },
  };
  const sealer = createSealer([{ id: 'test', bytes: randomBytes(32) }]);
  const engines = createEngineServices({
    // Read into memory from time to time, like the programs, and in no request's way.
    books: {
      store: createEngineStore(database.reads),
      members: createEngineMembers(reads),
      lastBalances: createLastBalances(reads),
    },
    sealer,
    opened,
    now,
    deadline,
    onUnavailable: ({ programId }, words) => log.push(JSON.stringify({ programId, words })),
    onProblem: (error) => log.push(String(error)),
  });
  const eventPost = createEventPost({ opened });
  const eventSending = { post: eventPost, opened };
  const made = createServices({ books, ledger, sealer, engines, eventSending, now });
  const services = wrap(made.services);
  const server = await createServer({
    services,
    authenticator: { authenticate: async ({ 'x-viewer': viewer }) => viewerOf(viewer) },
    routerSecrets,
    development,
    logger: pino({ level: 'info' }, { write: (line) => void log.push(line) }),
    isReady: async () => true,
    marketplaceWebhooks: made.webhooks,
    now,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/graphql`;
  const graph: Graph = {
    services,
    database,
    url,
    ask: asker(url),
    takeStatements: () => statements.splice(0),
    takeLog: () => log.splice(0),
    engines,
    ahead: 0,
    async close() {
      await server.close();
      await eventPost.close();
      await engines.close();
      await ledger.close();
      await database.close();
    },
  };
  return graph;
}

function counted(database: Database, statements: string[]): Database {
  return {
    query(statement, values) {
      statements.push(statement.name);
      return database.query(statement, values);
    },
    transaction: (work) => database.transaction(work),
  };
}

function viewerOf(header: string | string[] | undefined): Viewer {
  if (typeof header !== 'string') throw new Unauthenticated('A bearer token is needed.');
  const { programs, scopes, ...rest } = JSON.parse(header);
  return { ...rest, programs: programs === 'all' ? 'all' : new Set(programs), scopes: new Set(scopes) };
}
