import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/earning/rules/ruleDefinition.ts';
import { qualifyingAdds } from '../../../src/earning/rules/tiers/qualifying.ts';
import { createEngineRedemptions } from '../../../src/database/createEngineRedemptions.ts';
import { publishEvents } from '../../../src/events/publishEvents.ts';
import { tellExpiring, tellTiers } from '../../../src/events/tellDaily.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { dayOf, formatDay } from '../../../src/ledger/day.ts';
import { PROGRAM, startEvents, type TestEvents } from './support/startEvents.ts';

const NOWHERE = 'http://127.0.0.1:9/';
const TODAY = dayOf(new Date(), 'UTC');
let events: TestEvents;
beforeAll(async () => {
  events = await startEvents();
});
afterAll(() => events.close());
afterEach(async () => {
  await events.sql('DELETE FROM event_endpoint');
  await events.sql('DELETE FROM outbox');
  events.clock.ahead = 0;
});

const assess = () => ({
  points: 100n,
  adds: qualifyingAdds(TODAY, 100n),
  clearing: 'ON_SIGNAL' as const,
  facts: '{}',
});
const reassess = () => ({ points: 200n, adds: [], memo: '{}' });
const give = (member: string, points = 100n) => events.post(member, { kind: 'CREDIT', points });
const outbox = async () => events.sql<{ id: bigint }>('SELECT id FROM outbox');
const told = async () => (await events.all()).map(({ body }) => JSON.parse(body) as { type: string; data: object });

test('two publishers under load tell every posting once to each endpoint, and count without a gap', async () => {
  const registered = [await events.register(NOWHERE), await events.register(NOWHERE, { types: ['points.earned'] })];
  const members = ['ann', 'ben', 'cay'];
  const posting = { isOver: false };
  const publisher = async (): Promise<void> => {
    do {
      while (((await publishEvents(events.context)) ?? 0) > 0);
    } while (!posting.isOver);
  };
  const publishing = Promise.all([publisher(), publisher()]);
  await Promise.all(Array.from({ length: 90 }, async (_, index) => give(members[index % 3] ?? 'ann')));
  posting.isOver = true;
  await publishing;
  await events.publishAll();

  const deliveries = await events.all();
  for (const { id } of registered) {
    for (const member of members) {
      const own = deliveries
        .filter(({ endpointId, memberId }) => endpointId === id && memberId === member)
        .toReversed();
      expect(own.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 30 }, (_, index) => BigInt(index + 1)));
      const entries = own.map(({ body }) => JSON.parse(body).data.entryId as string);
      // In the order of the postings, each once.
      expect(entries).toEqual(entries.map((_, index) => `${accountRef(PROGRAM, member).id}.${index + 1}`));
    }
  }
  expect(await outbox()).toEqual([]);
});

test('a publisher that dies before it commits has told nothing and lost nothing', async () => {
  await events.register(NOWHERE);
  await give('dee');
  const { publications } = events;
  const dying: typeof publications = {
    ...publications,
    exclusively: (work, wait) =>
      publications.exclusively(async (publishing) => {
        if (Number(await work(publishing)) > 0) throw new Error('killed');
        return null;
      }, wait),
  };
  const die = async (): Promise<void> => {
    while ((await outbox()).length > 0) await publishEvents({ ...events.context, publications: dying });
  };
  await expect(die()).rejects.toThrow('killed');
  expect(await events.all()).toEqual([]);
  expect(await outbox()).toHaveLength(1);
  await events.publishAll();
  expect((await events.all()).map(({ sequence }) => sequence)).toEqual([1n]);
});

test('a row waits for transactions that may still get in front of it', async () => {
  await events.register(NOWHERE);
  await events.database.reads.transaction(async (sql) => {
    await sql.query(
      { name: 'early', text: `INSERT INTO outbox (payload, recorded_at) VALUES ('{"old": 1}', now())` },
      [],
    );
    await give('eve');
    expect(await publishEvents(events.context)).toBe(0);
  });
  await events.publishAll();
  expect(await told()).toMatchObject([{ type: 'points.earned' }]);
});

test('without an endpoint the outbox is only emptied, rows of older releases too, and nobody hears of it later', async () => {
  await give('fay');
  await events.sql(`INSERT INTO outbox (payload, recorded_at) VALUES ('{"accounts": {"x": "1"}}', now())`);
  await events.publishAll();
  expect(await outbox()).toEqual([]);
  await events.register(NOWHERE);
  await events.sql(`INSERT INTO outbox (payload, recorded_at) VALUES ('{"accounts": {"x": "1"}}', now())`);
  await events.publishAll();
  expect(await events.all()).toEqual([]);
  expect(await outbox()).toEqual([]);
});

test('a redemption that an engine declined is told with its reason', async () => {
  await events.register(NOWHERE);
  const redemptions = createEngineRedemptions(events.database.reads);
  const account = accountRef(PROGRAM, 'gil');
  const id = '11111111-1111-8111-8111-111111111111';
  await redemptions.reserve({
    id,
    programId: PROGRAM,
    bucket: account.bucket,
    accountId: account.id,
    memberId: 'gil',
    engineKind: 'square',
    engineVersion: 1,
    engineMember: 'gil',
    points: 250n,
    fingerprint: '00',
    rewardId: null,
    orderId: 'o-9',
    isAlone: false,
  });
  const claim = await redemptions.claim(id, { lease: 10_000, oneAtATime: false });
  if (claim === null) throw new Error('not claimed');
  const declined = { state: 'VOIDED', declineReason: 'INSUFFICIENT_POINTS', outcome: 'x' } as const;
  expect(await redemptions.settle(claim.row, declined)).toBe(true);
  expect(await redemptions.settle(claim.row, declined)).toBe(false);
  await events.publishAll();
  expect(await told()).toMatchObject([
    {
      type: 'redemption.settled',
      data: {
        redemptionId: id,
        status: 'DECLINED',
        declineReason: 'INSUFFICIENT_POINTS',
        points: '2.5',
        orderId: 'o-9',
      },
    },
  ]);
});

test('points that expire are told 30 and 7 days before, once however often the job runs', async () => {
  await events.register(NOWHERE, { types: ['points.expiring'] });
  const day = TODAY + 20;
  await events.post('hal', { kind: 'CREDIT', points: 500n, expiresOn: day });
  await Promise.all([tellExpiring(events.context), tellExpiring(events.context)]);
  await tellExpiring(events.context);
  events.clock.ahead = 14 * 86_400_000;
  await tellExpiring(events.context);
  await tellExpiring(events.context);
  events.clock.ahead = 30 * 86_400_000;
  await tellExpiring(events.context);
  const data = { points: '5', expiresOn: formatDay(day) };
  expect((await told()).map((one) => one.data)).toMatchObject([
    { ...data, withinDays: 7, sequence: 2 },
    { ...data, withinDays: 30, sequence: 1 },
  ]);
});

test('an earning that is taken back, points that expire, and any other movement are told by their own types', async () => {
  await events.register(NOWHERE);
  const facts = JSON.stringify({ transaction: { id: 'order-7' } });
  const earned = await events.post('jon', {
    kind: 'AWARD',
    reads: [],
    assess: () => ({ points: 500n, adds: [], clearing: 'AT_ONCE', facts }),
    effectiveAt: new Date(),
  });
  await events.post('jon', { kind: 'TAKE_BACK', targetId: earned, reassess, shortfall: 'DEBT' });
  await events.post('jon', { kind: 'CREDIT', points: 250n, expiresOn: TODAY + 1 });
  events.clock.ahead = 3 * 86_400_000;
  const program = await events.programs.find(PROGRAM);
  expect(await events.ledger.expireLots(program === null ? [] : [program])).toBe(1);
  events.clock.ahead = 0;
  await events.post('jon', { kind: 'MIRROR_MOVEMENT', points: 70n, direction: 'TAKEN' });
  await events.post('jon', { kind: 'MIRROR_MOVEMENT', points: 20n, direction: 'GIVEN' });
  await events.publishAll();
  const accountId = accountRef(PROGRAM, 'jon').id;
  const earning = { earningId: earned, transactionId: 'order-7' };
  expect((await told()).toReversed()).toMatchObject([
    { type: 'points.earned', data: { points: '5', balanceAfter: '5', ...earning } },
    { type: 'earning.reversed', data: { points: '-2', balanceAfter: '3', ...earning, entryId: `${accountId}.2` } },
    { type: 'points.earned', data: { points: '2.5', balanceAfter: '5.5', transactionId: null } },
    { type: 'points.expired', data: { points: '-2.5', balanceAfter: '3', entryId: `${accountId}.4` } },
    { type: 'points.adjusted', data: { points: '-0.7', balanceAfter: '2.3' } },
    { type: 'points.adjusted', data: { points: '0.2', balanceAfter: '2.5', sequence: 6 } },
  ]);
});

test('what was told is forgotten after 30 days; what waits is kept, but for an endpoint that is disabled so long', async () => {
  const { id } = await events.register(NOWHERE);
  const gone = await events.register(NOWHERE);
  for (const member of ['old', 'new', 'waiting']) await give(member);
  await events.publishAll();
  const long = "clock_timestamp() - interval '31 days'";
  await events.sql(`UPDATE event_delivery SET created_at = ${long}`);
  const settled = (member: string, at: string) =>
    events.sql(`/* ${member} */ UPDATE event_delivery SET state = 'DELIVERED', settled_at = ${at}
                WHERE member_id = '${member}' AND endpoint_id = '${id}'`);
  await settled('old', long);
  await settled('new', "clock_timestamp() - interval '29 days'");
  expect(await events.deliveries.prune(30)).toBe(1);
  await events.sql(`UPDATE event_endpoint SET disabled_at = now(), disabled_reason = 'gone'
                    WHERE endpoint_id = '${gone.id}'`);
  expect(await events.deliveries.prune(30)).toBe(3);
  expect((await events.all()).map(({ memberId, state }) => [memberId, state])).toEqual([
    ['waiting', 'PENDING'],
    ['new', 'DELIVERED'],
  ]);
});

test('a tier is told when an award lifts the member, and by the day on which it ends', async () => {
  const levels = [
    { code: 'basic', name: 'Basic', from: '0' },
    { code: 'silver', name: 'Silver', from: '1' },
  ];
  const tiers = { period: 'ROLLING_YEAR', graceDays: 0, qualifyingKinds: ['PURCHASE'], levels } as const;
  const definition = { ...DEFAULT_POLICY, tiers };
  const version = { programId: PROGRAM, ruleId: 'policy', expectedVersion: 0, definition, effectiveFrom: null };
  expect(await events.earningRules.add({ ...version, changedBy: 't', reason: null })).toBeTypeOf('object');
  await events.post('old', { kind: 'CREDIT', points: 1n });
  await events.register(NOWHERE, { types: ['tier.changed'] });
  const award = { kind: 'AWARD', reads: [], assess, effectiveAt: new Date() } as const;
  await events.post('ida', award);
  await events.publishAll();
  await events.publishAll();
  await tellTiers(events.context);
  expect(await told()).toMatchObject([{ data: { from: 'basic', to: 'silver', direction: 'UP' } }]);
  events.clock.ahead = 400 * 86_400_000;
  await tellTiers(events.context);
  await tellTiers(events.context);
  expect((await told()).map(({ data }) => data)).toMatchObject([
    { memberId: 'ida', from: 'silver', to: 'basic', direction: 'DOWN', sequence: 2 },
    { memberId: 'ida', to: 'silver', sequence: 1 },
  ]);
});
