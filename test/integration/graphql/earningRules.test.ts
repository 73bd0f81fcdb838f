import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/access/viewer.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(async () => {
  await graph.close();
});

let made = 0;
let ruleId: string;
beforeEach(() => {
  made += 1;
  ruleId = `rule-${made}`;
});

const VERSION = `{ ruleId programId version effectiveFrom changedBy changedAt reason definition {
  name multiplier { factor when { categories } }
  base { award { rates { currencyCode points minimumAmount } points } when { kinds window { start } } }
} }`;
const FAILURES = `__typename ... on PointsError { message } ... on EarningRuleConflict { currentVersion }
  ... on InvalidEarningRule { problems { path message } }`;

/** Runs one of the mutations and gives its answer. */
async function run(name: 'create' | 'change' | 'retire', input: object, viewer: Partial<Viewer> = {}) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}EarningRule`;
  const { data, errors } = await graph.ask<Record<string, never>>(
    `mutation ($input: ${type}Input!) { ${name}EarningRule(input: $input) {
      ${FAILURES} ... on ${type}Success { rule ${VERSION} }
    } }`,
    { variables: { input: { ruleId, ...input } }, viewer },
  );
  return { answer: data?.[`${name}EarningRule`] as Record<string, unknown> | undefined, errors };
}

const base = (points: string) => ({
  name: 'A point a dollar',
  base: { when: { kinds: ['PURCHASE'] }, award: { rates: [{ currencyCode: 'USD', points }] } },
});

async function history(viewer: Partial<Viewer> = {}) {
  const { data, errors } = await graph.ask<{ program: { earningRuleVersions: unknown } }>(
    `query ($id: ID!, $ruleId: ID!) { program(id: $id) { earningRuleVersions(ruleId: $ruleId) ${VERSION} } }`,
    { variables: { id: STARS, ruleId }, viewer },
  );
  return { versions: data?.program?.earningRuleVersions, errors };
}

describe('a rule', () => {
  test('is created, changed and retired, and its history says who, when and why', async () => {
    const { answer: created } = await run('create', { definition: base('1'), reason: 'The start' });
    const first = {
      ruleId,
      programId: STARS,
      version: 1,
      effectiveFrom: expect.any(String),
      changedBy: 'operator',
      changedAt: expect.any(String),
      reason: 'The start',
      definition: {
        name: 'A point a dollar',
        multiplier: null,
        base: {
          award: { rates: [{ currencyCode: 'USD', points: '1', minimumAmount: null }], points: null },
          when: { kinds: ['PURCHASE'], window: null },
        },
      },
    };
    expect(created).toEqual({ __typename: 'CreateEarningRuleSuccess', rule: first });

    const later = new Date(Date.now() + 86_400_000).toISOString();
    const change = { expectedVersion: 1, definition: base('2'), effectiveFrom: later };
    const { answer: changed } = await run('change', change, { subject: 'ada' });
    const second = { version: 2, changedBy: 'ada', effectiveFrom: later, reason: null };
    expect(changed).toMatchObject({ __typename: 'ChangeEarningRuleSuccess', rule: second });

    const { answer: retired } = await run('retire', { expectedVersion: 2, effectiveFrom: later, reason: 'The end' });
    const third = { version: 3, definition: null, reason: 'The end' };
    expect(retired).toMatchObject({ __typename: 'RetireEarningRuleSuccess', rule: third });

    expect((await history()).versions).toMatchObject([third, second, first]);
    const { data } = await graph.ask<{ program: { earningRules: { ruleId: string; version: number }[] } }>(
      `{ program(id: "${STARS}") { earningRules { ruleId version } } }`,
    );
    expect(data?.program.earningRules.find((rule) => rule.ruleId === ruleId)?.version).toBe(3);
  });

  test('is not overwritten: who saw an older version is told the newest', async () => {
    await run('create', { definition: base('1') });
    const conflict = { __typename: 'EarningRuleConflict', message: expect.any(String), currentVersion: 1 };
    expect((await run('create', { definition: base('9') })).answer).toEqual(conflict);
    expect((await run('change', { definition: base('9'), expectedVersion: 7 })).answer).toEqual(conflict);
    expect((await run('retire', { expectedVersion: 7 })).answer).toEqual(conflict);
    expect((await history()).versions).toHaveLength(1);
  });

  test('that is not there cannot be changed or retired', async () => {
    const absent = { __typename: 'EarningRuleNotFound', message: expect.any(String) };
    expect((await run('change', { definition: base('1'), expectedVersion: 1 })).answer).toEqual(absent);
    expect((await run('retire', { expectedVersion: 1 })).answer).toEqual(absent);
  });

  test('of a program that is not there, or not the viewer’s', async () => {
    const absent = { __typename: 'ProgramNotFound', message: expect.any(String) };
    const definition = base('1');
    expect((await run('create', { definition, programId: 'nowhere' })).answer).toEqual(absent);
    expect((await run('create', { definition }, { programs: new Set([MILES]) })).answer).toEqual(absent);
  });

  test('that cannot be one is told everything that is wrong, and where', async () => {
    const definition = {
      name: 'Odd',
      base: { award: { rates: [{ currencyCode: 'dollars', points: '-1' }] } },
    };
    const { answer } = await run('create', { definition });
    expect(answer).toMatchObject({ __typename: 'InvalidEarningRule' });
    const { problems = [] } = (answer ?? {}) as { problems?: { path: string }[] };
    expect(problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['award.rates[0].currencyCode', 'award.rates[0].points']),
    );
    expect((await history()).versions).toEqual([]);
  });

  test.each([
    ['create', { definition: { name: 'x' } }, 'input.definition'],
    ['create', { definition: { ...base('1'), multiplier: { factor: '2' } } }, 'input.definition'],
    ['create', { definition: base('1'), ruleId: '' }, 'input.ruleId'],
    ['change', { definition: base('1'), expectedVersion: 0 }, 'input.expectedVersion'],
    ['retire', { expectedVersion: 0 }, 'input.expectedVersion'],
    ['create', { definition: base('1'), reason: 'x'.repeat(501) }, 'input.reason'],
  ] as const)('%s with %j is a bad input: %s', async (name, input, field) => {
    const { errors } = await run(name, input);
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', field } })]);
  });

  test.each<[string, Partial<Viewer>]>([
    ['without the scope', { scopes: new Set(['points:read', 'points:earn']) }],
    ['bound to a member', { memberId: 'ada' }],
  ])('is not for a token %s', async (_, viewer) => {
    const forbidden = [expect.objectContaining({ extensions: { code: 'FORBIDDEN', scope: 'points:admin' } })];
    expect((await run('create', { definition: base('1') }, viewer)).errors).toEqual(forbidden);
    expect(await history(viewer)).toEqual({ versions: null, errors: forbidden });
  });
});

/** Asks what a transaction would earn. */
async function simulate(input: object, viewer: Partial<Viewer> = {}) {
  const { data, errors } = await graph.ask<{ simulateEarning: unknown }>(
    `query ($input: SimulateEarningInput!) { simulateEarning(input: $input) {
      __typename ... on PointsError { message } ... on InvalidEarningRule { problems { path } }
      ... on CurrencyRateNotFound { currencyCode }
      ... on SimulateEarningSuccess { simulation {
        points ruleMatched tier isPending clearsAt breakdown { rule kind points exactPoints }
      } }
    } }`,
    { variables: { input }, viewer },
  );
  return { answer: data?.simulateEarning, errors };
}

describe('simulateEarning', () => {
  const transaction = {
    memberId: 'ada',
    programId: MILES,
    kind: 'PURCHASE',
    amount: { amount: '10.05', currencyCode: 'USD' },
  };
  const drafts = [
    { ruleId: 'purchase', definition: base('0.5') },
    { ruleId: 'campaign', definition: { name: 'Half as much again', multiplier: { factor: '1.5' } } },
  ];

  test('says what drafts would give, line by line, and writes nothing', async () => {
    const { answer, errors } = await simulate({ transaction, drafts });
    expect(errors).toEqual([]);
    expect(answer).toEqual({
      __typename: 'SimulateEarningSuccess',
      simulation: {
        points: 7.53,
        ruleMatched: true,
        tier: null,
        isPending: false,
        clearsAt: null,
        breakdown: [
          { rule: 'purchase', kind: 'BASE', points: 5.025, exactPoints: '5.025' },
          { rule: 'campaign', kind: 'MULTIPLIER', points: 2.5125, exactPoints: '2.5125' },
          { rule: 'rounding', kind: 'ROUNDING', points: -0.0075, exactPoints: '-0.0075' },
        ],
      },
    });
    await expect(graph.services.earningRules.newest(MILES)).resolves.toEqual([]);
  });

  test('says that no rule matched', async () => {
    const { answer } = await simulate({ transaction });
    expect(answer).toMatchObject({ simulation: { points: 0, ruleMatched: false, breakdown: [] } });
  });

  test('says which currency has no rate', async () => {
    const inEuro = { ...transaction, amount: { amount: '1', currencyCode: 'EUR' } };
    expect((await simulate({ transaction: inEuro, drafts })).answer).toEqual({
      __typename: 'CurrencyRateNotFound',
      message: expect.any(String),
      currencyCode: 'EUR',
    });
  });

  test('with a draft that cannot be a rule', async () => {
    const bad = [{ ruleId: 'campaign', definition: { name: 'Less', multiplier: { factor: '0.5' } } }];
    expect((await simulate({ transaction, drafts: bad })).answer).toMatchObject({ __typename: 'InvalidEarningRule' });
  });

  test('is for a member’s own token without drafts, and for that member', async () => {
    const viewer: Partial<Viewer> = { memberId: 'ada', scopes: new Set(['points:read']) };
    expect((await simulate({ transaction }, viewer)).answer).toMatchObject({ simulation: { points: 0 } });
    expect((await simulate({ transaction: { ...transaction, memberId: 'bob' } }, viewer)).answer).toMatchObject({
      __typename: 'PointsAccountNotFound',
    });
    expect((await simulate({ transaction, drafts }, viewer)).errors[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
