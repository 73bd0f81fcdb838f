import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import type { Viewer } from '../../../src/access/viewer.ts';
import { createUseCases } from '../../../src/createUseCases.ts';
import { createDeadLetters } from '../../../src/database/createDeadLetters.ts';
import { createEarningRules } from '../../../src/database/createEarningRules.ts';
import { createPrograms } from '../../../src/database/createPrograms.ts';
import { createSecurityEvents } from '../../../src/database/createSecurityEvents.ts';
import { createWebhookSources } from '../../../src/database/createWebhookSources.ts';
import type { RuleDefinition } from '../../../src/earning/rules/ruleDefinition.ts';
import { boundedEvents } from '../../../src/inbox/boundedEvents.ts';
import { createInboxDesk } from '../../../src/inbox/createInboxDesk.ts';
import type { DeadLetter, InboxDesk } from '../../../src/inbox/inboxDesk.ts';
import type { InboxContext } from '../../../src/inbox/inboxContext.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { createLedger } from '../../../src/ledger/createLedger.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { registerMarketplaceWebhooks } from '../../../src/marketplace/webhooks/registerMarketplaceWebhooks.ts';
import { createSealer } from '../../../src/secrets/createSealer.ts';
import type { EncryptionKey } from '../../../src/secrets/encryptionKey.ts';
import type { UseCases } from '../../../src/useCases.ts';
import { aProgram } from '../../doubles/memoryPrograms.ts';
import { aBase, aPolicy } from '../../doubles/rules.ts';
import { type Signer, signedHeaders } from '../../support/signedMessage.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';

export const ADMIN: Viewer = {
  subject: 'admin',
  scopes: new Set(['points:admin']),
  programs: new Set(['shop']),
  memberId: null,
};

export interface Answer {
  readonly http: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Sending {
  readonly source: string;
  readonly id?: string;
  readonly body: object | string;
  readonly signers: readonly Signer[];
  readonly at?: Date;
  /** In place of what the signers made. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestWebhooks {
  readonly database: TestDatabase;
  readonly desk: InboxDesk;
  readonly inbox: InboxContext;
  readonly ledger: Ledger;
  readonly useCases: UseCases;
  readonly url: string;
  /** Milliseconds that the service's clock is ahead. */
  ahead: number;
  /** Where the service's clock stands still; null: it goes. */
  stopped: Date | null;
  /** What the service has logged. */
  log(): string;
  send(sending: Sending): Promise<Answer>;
  /** What a member owns, in minor units. */
  balanceOf(memberId: string): Promise<bigint | undefined>;
  /** How many postings a member's account has. */
  postingsOf(memberId: string): Promise<bigint | undefined>;
  letters(states?: readonly DeadLetter['state'][]): Promise<readonly DeadLetter[]>;
  addRule(ruleId: string, definition: RuleDefinition): Promise<void>;
  close(): Promise<void>;
}

export interface WebhooksOptions {
  readonly keys?: readonly EncryptionKey[];
  /** Put between the webhooks and the use-cases. */
  readonly wrap?: (useCases: UseCases) => UseCases;
}

/** The webhooks and the desk on a database of their own, behind real HTTP: a point a dollar, milestones pending. */
export async function startWebhooks(options: WebhooksOptions = {}): Promise<TestWebhooks> {
  const { keys = [{ id: 'k1', bytes: randomBytes(32) }], wrap = (useCases) => useCases } = options;
  const database = await createTestDatabase();
  const { hot, reads, prisma } = database;
  const now = (): Date => webhooks.stopped ?? new Date(Date.now() + webhooks.ahead);
  const programs = createPrograms(prisma, { defaultId: 'other' });
  for (const id of ['shop', 'other']) await programs.save(aProgram({ id, name: id, opensAccounts: true }));
  await programs.save(aProgram({ id: 'closed', name: 'closed', opensAccounts: false }));
  const earningRules = createEarningRules(reads, programs);
  const ledger = createLedger({ hot, reads });
  const useCases = wrap(createUseCases({ ledger, programs, earningRules }));
  const sources = createWebhookSources(reads);
  const letters = createDeadLetters(reads);
  const events = createSecurityEvents(reads);
  const sealer = createSealer(keys);
  const inbox: InboxContext = { letters, events: boundedEvents(events), useCases, ledger };
  const desk = createInboxDesk({ ...inbox, events, sources, programs, sealer, now });

  const lines: string[] = [];
  const logger: FastifyBaseLogger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const app = Fastify({
    loggerInstance: logger,
    routerOptions: { maxParamLength: 256 },
  });
  registerMarketplaceWebhooks(app, { inbox, sources, sealer, now });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  const account = async (memberId: string) => (await ledger.accounts([accountRef('shop', memberId)]))[0];
  const webhooks: TestWebhooks = {
    database,
    desk,
    inbox,
    ledger,
    useCases,
    url,
    ahead: 0,
    stopped: null,
    log: () => lines.join(''),
    async send({ source, id = randomUUID(), body, signers, at = now(), headers = {} }) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(`${url}/webhooks/marketplace/${source}`, {
        method: 'POST',
        headers: { ...signedHeaders({ id, body: text }, signers, at), ...headers },
        body: text,
      });
      return { http: response.status, body: await response.json(), headers: response.headers };
    },
    balanceOf: async (memberId) => (await account(memberId))?.balance,
    postingsOf: async (memberId) => (await account(memberId))?.seq,
    async letters(states) {
      const query = { programId: 'shop', states: states ?? null, first: 100, after: null };
      return (await desk.deadLetters(ADMIN, query)).letters;
    },
    async addRule(ruleId, definition) {
      const text = `
        INSERT INTO earning_rule (program_id, rule_id, version, definition, effective_from, changed_by, changed_at)
        VALUES ('shop', $1, 1, $2::jsonb, '2020-01-01Z', 'test', '2020-01-01Z')`;
      await reads.query({ name: 'test_rule', text }, [ruleId, JSON.stringify(definition)]);
    },
    async close() {
      await app.close();
      await ledger.close();
      await database.close();
    },
  };
  await webhooks.addRule('base', aBase());
  await webhooks.addRule(
    'milestone',
    aBase('1', { name: 'Milestones', when: { kinds: ['MILESTONE'] }, award: { type: 'FLAT', points: '50' } }),
  );
  await webhooks.addRule('policy', aPolicy({ clearing: [{ kinds: ['MILESTONE'], afterDays: null }] }));
  return webhooks;
}
