import { pino } from 'pino';
import { createServices } from '../../src/createServices.ts';
import { createDeadLetters } from '../../src/database/createDeadLetters.ts';
import { createEarningRules } from '../../src/database/createEarningRules.ts';
import { createMemberProfiles } from '../../src/database/createMemberProfiles.ts';
import { createPrograms } from '../../src/database/createPrograms.ts';
import { createSecurityEvents } from '../../src/database/createSecurityEvents.ts';
import { createWebhookSources } from '../../src/database/createWebhookSources.ts';
import { createLedger } from '../../src/ledger/createLedger.ts';
import { createAuthenticator } from '../../src/server/authentication.ts';
import type { AuthSettings } from '../../src/server/authSettings.ts';
import { createServer } from '../../src/server/createServer.ts';
import type { Services } from '../../src/services.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import type { RunningServer } from './serveApollo.ts';

export interface PointsSettings {
  readonly auth: AuthSettings;
  readonly routerSecrets?: readonly string[];
  readonly development?: boolean;
}

export interface RunningPoints extends RunningServer {
  /** What the server was given: for preparing what a test needs. */
  readonly services: Services;
}

/** The program of the tests: whole points that never expire. */
export const PROGRAM = 'club';

/** The whole service on a database of its own, listening on a free port of loopback. */
export async function startPoints(settings: PointsSettings): Promise<RunningPoints> {
  const { auth, routerSecrets = [], development = false } = settings;
  const database = await createTestDatabase();
  await database.prisma.program.create({
    data: { id: PROGRAM, name: 'The club', unitName: 'point', decimals: 0, timeZone: 'UTC' },
  });
  const ledger = createLedger({ hot: database.hot, reads: database.reads });
  const programs = createPrograms(database.prisma, { defaultId: PROGRAM });
  const { reads, prisma } = database;
  const books = {
    programs,
    earningRules: createEarningRules(reads, programs),
    memberProfiles: createMemberProfiles(prisma),
    webhookSources: createWebhookSources(reads),
    deadLetters: createDeadLetters(reads),
    securityEvents: createSecurityEvents(reads),
  };
  const { services } = createServices({ books, ledger, sealer: null });
  const server = await createServer({
    services,
    authenticator: createAuthenticator(auth),
    routerSecrets,
    development,
    logger: pino({ level: 'silent' }),
    isReady: () => Promise.resolve(true),
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `${address}/graphql`,
    services,
    async close() {
      await server.close();
      await ledger.close();
      await database.close();
    },
  };
}
