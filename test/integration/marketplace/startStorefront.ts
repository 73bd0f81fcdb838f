import { createHash, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { SCOPES } from '../../../src/access/viewer.ts';
import { createServices } from '../../../src/createServices.ts';
import { createDeadLetters } from '../../../src/database/createDeadLetters.ts';
import { createEarningRules } from '../../../src/database/createEarningRules.ts';
import { createMemberProfiles } from '../../../src/database/createMemberProfiles.ts';
import { createSecurityEvents } from '../../../src/database/createSecurityEvents.ts';
import { createWebhookSources } from '../../../src/database/createWebhookSources.ts';
import { createPrograms } from '../../../src/database/createPrograms.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { createLedger } from '../../../src/ledger/createLedger.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { MemberProfiles } from '../../../src/program/memberProfiles.ts';
import type { Program } from '../../../src/program/programs.ts';
import { createAuthenticator } from '../../../src/server/authentication.ts';
import { createServer } from '../../../src/server/createServer.ts';
import type { UseCases } from '../../../src/useCases.ts';
import { aProgram } from '../../doubles/memoryPrograms.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';

export const TOKEN = 'a-storefront-token';
const plumTokenHash = createHash('sha256').update(TOKEN).digest();

const PROGRAMS: readonly Program[] = [
  aProgram({ id: 'shop', name: 'Shop', plumTokenHash }),
  aProgram({ id: 'cents', name: 'Cents', decimals: 2, plumTokenHash }),
  aProgram({ id: 'walled', plumTokenHash, plumAllowedIps: ['10.0.0.0/8', '192.0.2.1'] }),
  aProgram({ id: 'local', plumTokenHash, plumAllowedIps: ['127.0.0.0/8'] }),
  aProgram({ id: 'closed' }),
];

export type Name = 'balance' | 'profile' | 'redemption' | 'refund';

export interface Answer {
  readonly http: number;
  readonly body: unknown;
}

/** The whole service with a few programs on a database of its own, and what a storefront needs to talk to it. */
export interface TestStorefront {
  readonly useCases: UseCases;
  readonly ledger: Ledger;
  readonly memberProfiles: MemberProfiles;
  /** What the service has logged. */
  readonly log: () => string;
  /** Sends a body as JSON, with the token unless it says another; a text is sent as it is. */
  post(program: string, name: Name, body: object | string, headers?: Record<string, string>): Promise<Answer>;
  /** A new member with so many points. */
  member(program: string, points: string): Promise<string>;
  /** What a member owns, in minor units. */
  balanceOf(program: string, memberId: string): Promise<bigint | undefined>;
  close(): Promise<void>;
}

export async function startStorefront(): Promise<TestStorefront> {
  const database = await createTestDatabase();
  const { hot, reads, prisma } = database;
  const programs = createPrograms(prisma, { defaultId: 'shop' });
  for (const program of PROGRAMS) await programs.save(program);
  const memberProfiles = createMemberProfiles(prisma);
  const ledger = createLedger({ hot, reads });
  const { services } = createServices({
    books: {
      programs,
      memberProfiles,
      earningRules: createEarningRules(reads, programs),
      webhookSources: createWebhookSources(reads),
      deadLetters: createDeadLetters(reads),
      securityEvents: createSecurityEvents(reads),
    },
    ledger,
    sealer: null,
  });
  const lines: string[] = [];
  const app = await createServer({
    services,
    authenticator: createAuthenticator({ mode: 'demo', secret: new Uint8Array(32) }),
    routerSecrets: [],
    development: false,
    logger: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
    isReady: async () => true,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;

  return {
    useCases: services.useCases,
    ledger,
    memberProfiles,
    log: () => lines.join(''),
    async post(program, name, body, headers = { 'content-type': 'application/json' }) {
      const text = typeof body === 'string' ? body : JSON.stringify({ auth_token: TOKEN, ...body });
      const response = await fetch(`http://127.0.0.1:${port}/plum/v1/${program}/${name}`, {
        method: 'POST',
        headers,
        body: text,
      });
      return { http: response.status, body: await response.json() };
    },
    async member(programId, points) {
      const memberId = `m-${randomUUID()}`;
      const operator = { subject: 'test', scopes: new Set(SCOPES), programs: 'all', memberId: null } as const;
      const earned = await services.useCases.earnPoints(operator, {
        idempotencyKey: memberId,
        memberId,
        programId,
        points,
      });
      if (!earned.ok) throw new Error(earned.failure.message);
      return memberId;
    },
    async balanceOf(programId, memberId) {
      const [account] = await ledger.accounts([accountRef(programId, memberId)]);
      return account?.balance;
    },
    async close() {
      await app.close();
      await ledger.close();
      await database.close();
    },
  };
}
