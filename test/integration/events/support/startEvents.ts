import { randomBytes } from 'node:crypto';
import { createEarningRules } from '../../../../src/database/createEarningRules.ts';
import { createEventDeliveries } from '../../../../src/database/createEventDeliveries.ts';
import { createEventEndpoints } from '../../../../src/database/createEventEndpoints.ts';
import { createEventPublications } from '../../../../src/database/createEventPublications.ts';
import { createPrograms } from '../../../../src/database/createPrograms.ts';
import type { Database } from '../../../../src/database/port.ts';
import { createEventDesk } from '../../../../src/events/createEventDesk.ts';
import type { NewEndpoint } from '../../../../src/events/eventDesk.ts';
import { createEventPost } from '../../../../src/events/eventPost.ts';
import { publishEvents } from '../../../../src/events/publishEvents.ts';
import { createEventSender } from '../../../../src/events/sendEvents.ts';
import { accountRef } from '../../../../src/ledger/account.ts';
import type { Command } from '../../../../src/ledger/command.ts';
import { createLedger } from '../../../../src/ledger/createLedger.ts';
import { fingerprintOf, requestId } from '../../../../src/ledger/requestId.ts';
import { createSealer } from '../../../../src/secrets/createSealer.ts';
import { aViewer } from '../../../doubles/viewers.ts';
import { expectPublished } from './publishedSchemas.ts';
import { createTestDatabase } from '../../../support/testDatabase.ts';

export const PROGRAM = 'club';
export const operator = aViewer({ programs: [PROGRAM] });

type Parts<One> = One extends Command ? Omit<One, 'id' | 'fingerprint' | 'account' | 'program'> : never;

/** Everything that tells events, with a clock that can be set ahead, on a database of its own. */
export async function startEvents() {
  const database = await createTestDatabase();
  const row = { name: 'Club', unitName: 'point', decimals: 2, timeZone: 'UTC' };
  await database.prisma.program.createMany({ data: [{ id: PROGRAM, ...row }] });
  const clock = { ahead: 0 };
  const now = (): Date => new Date(Date.now() + clock.ahead);
  const { hot, reads } = database;
  const programs = createPrograms(database.prisma, { defaultId: PROGRAM });
  const ledger = createLedger({ hot, reads, now: (time) => new Date(time.getTime() + clock.ahead) });
  const earningRules = createEarningRules(reads, programs);
  const endpoints = createEventEndpoints(reads);
  const deliveries = createEventDeliveries(reads);
  const publications = createEventPublications(reads);
  const opened = ['127.0.0.1'];
  const post = createEventPost({ opened, timeout: 400 });
  const sealer = createSealer([{ id: 'test', bytes: randomBytes(32) }]);
  const context = { publications, programs, earningRules, ledger, now };
  const sending = { deliveries, post, sealer, now };
  const problems: unknown[] = [];
  const sender = createEventSender({ ...sending, onProblem: (error) => problems.push(error) });
  const desk = createEventDesk({ ...sending, endpoints, programs, opened });
  const program = await programs.find(PROGRAM);
  if (program === null) throw new Error('no program');
  let made = 0;

  const sql = async <Row extends object>(text: string): Promise<Row[]> => {
    const statement = { name: `test ${text}`.slice(0, 60), text };
    return (reads as Database).query<Row>(statement, []);
  };
  const publishAll = async (): Promise<void> => {
    // A transaction of another test's, on the same server, may hold rows back for a moment.
    while ((await sql('SELECT id FROM outbox')).length > 0) await publishEvents(context);
  };

  return {
    database,
    clock,
    context,
    deliveries,
    desk,
    ledger,
    earningRules,
    publications,
    programs,
    sql,
    sender,
    publishAll,
    async post(memberId: string, parts: Parts<Command>): Promise<string> {
      made += 1;
      const id = requestId(PROGRAM, 'seed', `${made}`);
      const account = accountRef(PROGRAM, memberId);
      const outcome = await ledger.post({ id, fingerprint: fingerprintOf(id), account, program, ...parts });
      if (outcome.status !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
      return id;
    },
    async register(url: string, parts: Partial<NewEndpoint> = {}) {
      const result = await desk.register(operator, { name: 'shop', url, format: 'STANDARD', scheme: 'v1', ...parts });
      if (!result.ok) throw new Error(result.message);
      return { ...result.value.endpoint, secret: result.value.secret ?? '' };
    },
    /** Publishes, makes everything due, and sends until nothing is. */
    async tell(): Promise<void> {
      await publishAll();
      while ((await sender.begin()) > 0) await sender.settled();
      if (problems.length > 0) throw problems[0];
    },
    /** As if the time of every delivery had come. */
    makeDue: () => sql("UPDATE event_delivery SET next_at = clock_timestamp() WHERE state = 'PENDING'"),
    unpause: () => sql('UPDATE event_endpoint SET paused_until = NULL'),
    /** Every delivery that was made, each held to the published schema. */
    async all() {
      const page = await deliveries.page({ programId: PROGRAM, states: null, first: 1000, before: null });
      for (const { body } of page.deliveries) expectPublished(body);
      return page.deliveries;
    },
    async close(): Promise<void> {
      await sender.settled();
      await post.close();
      await ledger.close();
      await database.close();
    },
  };
}

export type TestEvents = Awaited<ReturnType<typeof startEvents>>;
