import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/access/viewer.ts';
import type { DeadLetter, DeskProblem } from '../../../src/inbox/inboxDesk.ts';
import type { Answer } from './support/asker.ts';
import { type MemoryInboxDesk, memoryInboxDesk } from './support/memoryInboxDesk.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

const desk: MemoryInboxDesk = memoryInboxDesk();
let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ wrap: (services) => ({ ...services, inboxDesk: desk }) });
});
afterAll(async () => {
  await graph.close();
});
afterEach(() => {
  desk.problem = null;
  for (const rows of [desk.sourceList, desk.letterList, desk.eventList]) rows.splice(0);
});

const ask = <Data>(query: string, variables: object = {}, viewer: Partial<Viewer> = {}): Promise<Answer<Data>> =>
  graph.ask<Data>(query, { variables, viewer });

const SOURCE = '{ id programId name isDisabled keys { scheme publicKey createdAt expiresAt } createdBy createdAt }';
const LETTER = '{ id sourceId programId messageId type body reasonCode reason state attempts receivedAt changedAt }';

function mutation(name: string, success: string): string {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  return `mutation ($input: ${type}Input!) { answer: ${name}(input: $input) {
    __typename ... on PointsError { message } ... on ${type}Success { ${success} }
  } }`;
}

const id = (last: number): string => `0b5a2f2e-6f0e-8aaa-9bbb-00000000000${last}`;
const letter = (last: number, changes: Partial<DeadLetter> = {}): DeadLetter => ({
  id: id(last),
  sourceId: 'shop',
  programId: STARS,
  messageId: `msg_${last}`,
  type: 'transaction.recorded',
  body: '{}',
  reasonCode: 'CurrencyRateNotFound',
  reason: 'There is no rate for EUR.',
  state: 'OPEN',
  attempts: 1,
  receivedAt: new Date('2026-03-01T00:00:00Z'),
  changedAt: new Date('2026-03-02T00:00:00Z'),
  ...changes,
});

describe('sources', () => {
  test('are created with a secret that is told once, or with the sender’s public key', async () => {
    const create = mutation('createWebhookSource', `source ${SOURCE} secret`);
    const { data } = await ask(create, { input: { id: 'shop', name: 'The shop' } });
    const key = { scheme: 'V1', publicKey: null, createdAt: '2026-01-02T03:04:05.000Z', expiresAt: null };
    const source = {
      id: 'shop',
      programId: STARS,
      name: 'The shop',
      isDisabled: false,
      keys: [key],
      createdBy: 'operator',
      createdAt: '2026-01-02T03:04:05.000Z',
    };
    expect(data).toEqual({
      answer: { __typename: 'CreateWebhookSourceSuccess', source, secret: 'whsec_c2VjcmV0' },
    });

    const input = { id: 'till', programId: MILES, name: 'The till', publicKey: 'whpk_a2V5' };
    expect((await ask(create, { input })).data).toMatchObject({
      answer: {
        secret: null,
        source: { programId: MILES, keys: [{ scheme: 'V1A', publicKey: 'whpk_a2V5' }] },
      },
    });

    const rotated = await ask(mutation('rotateWebhookSourceKey', 'source { keys { scheme } } secret'), {
      input: { sourceId: 'shop', publicKey: 'whpk_bmV3' },
    });
    expect(rotated.data).toMatchObject({
      answer: { source: { keys: [{ scheme: 'V1A' }, { scheme: 'V1' }] }, secret: null },
    });

    const toggle = (name: string) => ask(mutation(name, 'source { isDisabled }'), { input: { sourceId: 'shop' } });
    expect((await toggle('disableWebhookSource')).data).toMatchObject({ answer: { source: { isDisabled: true } } });
    const listed = await ask(`{ program(id: "${STARS}") { webhookSources { id isDisabled } } }`);
    expect(listed.data).toEqual({ program: { webhookSources: [{ id: 'shop', isDisabled: true }] } });
    expect((await toggle('enableWebhookSource')).data).toMatchObject({ answer: { source: { isDisabled: false } } });
  });
});

describe('dead letters', () => {
  const PAGE = `query ($first: Int, $after: String, $states: [DeadLetterStateInput!]) { program(id: "${STARS}") {
    deadLetters(first: $first, after: $after, states: $states) {
      nodes ${LETTER} edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  } }`;
  interface Page {
    readonly program: {
      readonly deadLetters: {
        readonly nodes: readonly { readonly id: string }[];
        readonly pageInfo: {
          readonly endCursor: string;
          readonly hasNextPage: boolean;
          readonly hasPreviousPage: boolean;
        };
      };
    };
  }
  const page = async (variables: object) => (await ask<Page>(PAGE, variables)).data?.program.deadLetters;

  test('come page by page, and in the states that are asked for', async () => {
    desk.letterList.push(letter(3), letter(2, { state: 'DISMISSED' }), letter(1));
    const first = await page({ first: 2 });
    expect(first?.nodes[0]).toEqual({
      ...letter(3),
      receivedAt: '2026-03-01T00:00:00.000Z',
      changedAt: '2026-03-02T00:00:00.000Z',
    });
    expect(first?.nodes.map((one) => one.id)).toEqual([id(3), id(2)]);
    expect(first?.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await page({ first: 2, after: first?.pageInfo.endCursor });
    expect(second?.nodes.map((one) => one.id)).toEqual([id(1)]);
    expect(second?.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect((await page({ states: ['DISMISSED'] }))?.nodes.map((one) => one.id)).toEqual([id(2)]);
  });

  test.each([{ first: 0 }, { first: 101 }, { after: 'nonsense' }])('%j is a bad input', async (variables) => {
    const { errors } = await ask(PAGE, variables);
    const [field = ''] = Object.keys(variables);
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
  });

  test('are replayed as they are or mended, and dismissed', async () => {
    desk.letterList.push(letter(1));
    const replay = mutation('replayDeadLetter', `deadLetter ${LETTER}`);
    const again = await ask(replay, { input: { deadLetterId: id(1) } });
    expect(again.data).toMatchObject({
      answer: { __typename: 'ReplayDeadLetterSuccess', deadLetter: { state: 'OPEN', attempts: 2, body: '{}' } },
    });
    const mended = await ask(replay, { input: { deadLetterId: id(1), body: '{"a":1}' } });
    expect(mended.data).toMatchObject({ answer: { deadLetter: { state: 'REPLAYED', body: '{"a":1}' } } });
    const dismissed = await ask(mutation('dismissDeadLetter', 'deadLetter { state }'), {
      input: { deadLetterId: id(1) },
    });
    expect(dismissed.data).toMatchObject({ answer: { deadLetter: { state: 'DISMISSED' } } });
  });
});

test('security events come newest first, with what is known of them', async () => {
  for (const event of [2n, 1n]) {
    desk.eventList.push({
      id: event,
      programId: STARS,
      kind: 'MESSAGE_ID_REUSED',
      subject: 'shop',
      details: { messageId: `msg_${event}` },
      recordedAt: new Date('2026-03-01T00:00:00Z'),
    });
  }
  const QUERY = `query ($after: String) { program(id: "${STARS}") { securityEvents(first: 1, after: $after) {
    nodes { id kind subject details { name value } recordedAt } pageInfo { endCursor hasNextPage }
  } } }`;
  interface Page {
    readonly program: { readonly securityEvents: { readonly pageInfo: { readonly endCursor: string } } };
  }
  const { data } = await ask<Page>(QUERY);
  expect(data).toMatchObject({
    program: {
      securityEvents: {
        nodes: [
          {
            id: '2',
            kind: 'MESSAGE_ID_REUSED',
            subject: 'shop',
            details: [{ name: 'messageId', value: 'msg_2' }],
            recordedAt: '2026-03-01T00:00:00.000Z',
          },
        ],
        pageInfo: { hasNextPage: true },
      },
    },
  });
  const { data: rest } = await ask(QUERY, { after: data?.program.securityEvents.pageInfo.endCursor });
  expect(rest).toMatchObject({
    program: { securityEvents: { nodes: [{ id: '1' }], pageInfo: { hasNextPage: false } } },
  });
});

describe('a problem of the desk is an error of its own', () => {
  const source = { sourceId: 'shop' };
  const dead = { deadLetterId: id(1) };
  test.each<[string, object, DeskProblem, string]>([
    ['createWebhookSource', { id: 's', name: 'n' }, 'NOT_FOUND', 'ProgramNotFound'],
    ['createWebhookSource', { id: 's', name: 'n' }, 'TAKEN', 'WebhookSourceIdTaken'],
    ['createWebhookSource', { id: 's', name: 'n' }, 'NO_ENCRYPTION_KEYS', 'EncryptionKeysMissing'],
    ['rotateWebhookSourceKey', source, 'NOT_FOUND', 'WebhookSourceNotFound'],
    ['rotateWebhookSourceKey', source, 'ROTATION_UNDER_WAY', 'WebhookKeyRotationUnderWay'],
    ['rotateWebhookSourceKey', source, 'NO_ENCRYPTION_KEYS', 'EncryptionKeysMissing'],
    ['disableWebhookSource', source, 'NOT_FOUND', 'WebhookSourceNotFound'],
    ['enableWebhookSource', source, 'NOT_FOUND', 'WebhookSourceNotFound'],
    ['replayDeadLetter', dead, 'NOT_FOUND', 'DeadLetterNotFound'],
    ['replayDeadLetter', dead, 'NOT_OPEN', 'DeadLetterNotOpen'],
    ['replayDeadLetter', dead, 'OF_ENGINE', 'DeadLetterOfEngine'],
    ['dismissDeadLetter', dead, 'NOT_FOUND', 'DeadLetterNotFound'],
    ['dismissDeadLetter', dead, 'NOT_OPEN', 'DeadLetterNotOpen'],
  ])('%s %j: %s is %s', async (name, input, problem, type) => {
    desk.problem = problem;
    const { data } = await ask(mutation(name, '__typename'), { input });
    expect(data).toEqual({ answer: { __typename: type, message: `Refused: ${problem}.` } });
  });

  test('and one that a mutation cannot meet is a fault', async () => {
    desk.problem = 'TAKEN';
    const { errors } = await ask(mutation('dismissDeadLetter', '__typename'), { input: dead });
    expect(errors[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  });
});

describe('what operators read', () => {
  const LISTS = `webhookSources { id } deadLetters { nodes { id } } securityEvents { nodes { id } }`;

  test('of a program that is not the viewer’s is null', async () => {
    const { data, errors } = await ask(`{ program(id: "${STARS}") { ${LISTS} } }`, {}, { programs: new Set([MILES]) });
    expect({ data, errors }).toEqual({ data: { program: null }, errors: [] });
  });

  test.each<[string, Partial<Viewer>]>([
    ['without the scope', { scopes: new Set(['points:read']) }],
    ['bound to a member', { memberId: 'ada' }],
  ])('is not for a token %s, which is never looked up for', async (_, viewer) => {
    desk.asked = 0;
    const { data, errors } = await ask(`{ program(id: "${STARS}") { id ${LISTS} } }`, {}, viewer);
    expect(data).toEqual({
      program: { id: STARS, webhookSources: null, deadLetters: null, securityEvents: null },
    });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect(desk.asked).toBe(0);
  });

  test('is read once, however many paths lead to the program', async () => {
    desk.asked = 0;
    await ask(
      `{ a: program(id: "${STARS}") { ${LISTS} } b: program(id: "${STARS}") { ${LISTS} } programs { ${LISTS} } }`,
    );
    // Three lists of each of the two programs.
    expect(desk.asked).toBe(6);
  });
});
