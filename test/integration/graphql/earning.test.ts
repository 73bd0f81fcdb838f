import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/access/viewer.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import type { Services } from '../../../src/services.ts';
import { giveRules } from './support/rules.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

const SECRET = 'password=hunter2';

/** A service on which some transactions of a list meet a fault, or a ledger that does not answer. */
function failing(services: Services): Services {
  const failures: Readonly<Record<string, Error>> = {
    fault: new TypeError(SECRET),
    unknown: new LedgerUnavailable(new Error(SECRET)),
  };
  return {
    ...services,
    useCases: {
      ...services.useCases,
      async recordTransactions(viewer, inputs) {
        const results = await services.useCases.recordTransactions(viewer, inputs);
        return results.map((result, index) => failures[inputs[index]?.category ?? ''] ?? result);
      },
    },
  };
}

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ wrap: failing });
  await giveRules(graph, MILES);
});
afterAll(async () => {
  await graph.close();
});

let made = 0;
let member: string;
beforeEach(() => {
  made += 1;
  member = `member-${made}`;
});

const EARNING = `earning {
  id kind transactionId status points reversedPoints clearsAt occurredAt
  remainingAmount { amount currencyCode } breakdown { rule kind points exactPoints }
  account { balance { available pending debt } tier { code } }
}`;
const ANSWER = `__typename ... on PointsError { message }
  ... on CurrencyRateNotFound { currencyCode } ... on EarningCapExceeded { rule limit }
  ... on PointsAccountNotActive { status } ... on InvalidTransaction { field }
  ... on RecordTransactionSuccess { ruleMatched ${EARNING} }`;

const purchase = (amount: string, more: object = {}) => ({
  transactionId: `t-${made}`,
  memberId: member,
  programId: MILES,
  kind: 'PURCHASE',
  amount: { amount, currencyCode: 'USD' },
  ...more,
});

interface Earned {
  readonly __typename: string;
  readonly earning: { readonly id: string };
}

async function record(input: object, viewer: Partial<Viewer> = {}) {
  const { data, errors } = await graph.ask<{ recordTransaction: Earned }>(
    `mutation ($input: RecordTransactionInput!) { recordTransaction(input: $input) { ${ANSWER} } }`,
    { variables: { input }, viewer },
  );
  return { answer: data?.recordTransaction, errors };
}

async function run(name: 'reverseEarning' | 'clearEarning', input: object, viewer: Partial<Viewer> = {}) {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const reversible = name === 'reverseEarning' ? '... on EarningNotReversible { reversibleAmount }' : '';
  const { data, errors } = await graph.ask<Record<string, unknown>>(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) {
      __typename ... on PointsError { message } ${reversible} ... on ${type}Success { ${EARNING} }
    } }`,
    { variables: { input }, viewer },
  );
  return { answer: data?.[name], errors };
}

const spend = (points: number) =>
  graph.ask(`mutation { redeemPoints(input: {
    idempotencyKey: "spend ${made}", memberId: "${member}", programId: "${MILES}", points: ${points}
  }) { __typename } }`);

describe('recordTransaction', () => {
  test('credits what the rules say, line by line, and says it again when it is repeated', async () => {
    const input = purchase('20.31', { category: 'books' });
    const { answer, errors } = await record(input);
    expect(errors).toEqual([]);
    expect(answer).toEqual({
      __typename: 'RecordTransactionSuccess',
      ruleMatched: true,
      earning: {
        id: expect.any(String),
        kind: 'PURCHASE',
        transactionId: `t-${made}`,
        status: 'POSTED',
        points: 30.46,
        reversedPoints: 0,
        clearsAt: null,
        occurredAt: expect.any(String),
        remainingAmount: { amount: '20.31', currencyCode: 'USD' },
        breakdown: [
          { rule: 'purchase', kind: 'BASE', points: 20.31, exactPoints: '20.31' },
          { rule: 'books', kind: 'MULTIPLIER', points: 10.155, exactPoints: '10.155' },
          { rule: 'rounding', kind: 'ROUNDING', points: -0.005, exactPoints: '-0.005' },
        ],
        account: { balance: { available: 30.46, pending: 0, debt: 0 }, tier: { code: 'basic' } },
      },
    });
    expect((await record(input)).answer).toEqual(answer);
    expect((await record({ ...input, category: 'toys' })).answer).toMatchObject({
      __typename: 'IdempotencyKeyConflict',
    });
  });

  test('with no rule that matches is a success of 0 points that says so', async () => {
    expect((await record(purchase('1', { kind: 'RECOGNITION' }))).answer).toMatchObject({
      ruleMatched: false,
      earning: { points: 0, status: 'POSTED', breakdown: [], account: { balance: { available: 0 } } },
    });
  });

  test.each<[string, object, object]>([
    [
      'a currency without a rate',
      { amount: { amount: '5', currencyCode: 'EUR' } },
      { __typename: 'CurrencyRateNotFound', currencyCode: 'EUR' },
    ],
    [
      'more than a cap allows that refuses',
      { amount: { amount: '1000.01', currencyCode: 'USD' } },
      { __typename: 'EarningCapExceeded', rule: 'limit', limit: 1000 },
    ],
    [
      'an amount that is none',
      { amount: { amount: '-5', currencyCode: 'USD' } },
      { __typename: 'InvalidTransactionAmount' },
    ],
    ['a program that is not there', { programId: 'nowhere' }, { __typename: 'PointsAccountNotFound' }],
  ])('%s', async (_, more, failure) => {
    expect((await record(purchase('5', more))).answer).toEqual({ message: expect.any(String), ...failure });
  });

  test('on a closed account', async () => {
    const { answer } = await record(purchase('5'));
    const accountId = await accountIdOf(answer?.earning.id ?? '');
    await graph.ask(`mutation { changePointsAccountStatus(input: {
      idempotencyKey: "close ${made}", accountId: "${accountId}", status: CLOSED
    }) { __typename } }`);
    expect((await record(purchase('5', { transactionId: `again-${made}` }))).answer).toEqual({
      __typename: 'PointsAccountNotActive',
      message: expect.any(String),
      status: 'CLOSED',
    });
  });

  test.each([
    ['transactionId', { transactionId: '' }],
    ['memberId', { memberId: 'x'.repeat(129) }],
    ['occurredAt', { occurredAt: '2999-01-01T00:00:00Z' }],
    ['kind', { kind: 'GIFT' }],
  ])('a bad %s is a bad input', async (field, more) => {
    const { errors } = await record(purchase('5', more));
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: `input.${field}` });
  });

  test('is not for a member’s own token', async () => {
    expect((await record(purchase('5'), { memberId: member })).errors[0]?.extensions).toEqual({
      code: 'FORBIDDEN',
      scope: 'points:earn',
    });
  });
});

async function accountIdOf(earningId: string): Promise<string> {
  const { data } = await graph.ask<{ earning: { account: { id: string } } }>(
    `{ earning(id: "${earningId}") { account { id } } }`,
  );
  return data?.earning.account.id ?? '';
}

async function recordAll(inputs: object[]) {
  const { data, errors } = await graph.ask<{ recordTransactions: unknown[] }>(
    `mutation ($inputs: [RecordTransactionInput!]!) { recordTransactions(inputs: $inputs) { ${ANSWER} } }`,
    { variables: { inputs } },
  );
  return { answers: data?.recordTransactions, errors };
}

const of = (name: string, more: object = {}) => purchase('10', { transactionId: `${name}-${made}`, ...more });

describe('recordTransactions', () => {
  test('answers each in its place: what is refused, malformed or unknown harms no neighbor', async () => {
    graph.takeLog();
    const { answers, errors } = await recordAll([
      of('good'),
      of('bad', { memberId: 'x'.repeat(129) }),
      of('rate', { amount: { amount: '5', currencyCode: 'EUR' } }),
      of('unknown', { category: 'unknown' }),
      of('fault', { category: 'fault' }),
      of('good'),
      of('last'),
    ]);
    const success = { __typename: 'RecordTransactionSuccess', earning: { points: 10 } };
    expect(answers).toMatchObject([
      success,
      { __typename: 'InvalidTransaction', field: 'inputs[1].memberId', message: expect.stringContaining('128') },
      { __typename: 'CurrencyRateNotFound', currencyCode: 'EUR' },
      { __typename: 'TransactionOutcomeUnknown', message: expect.stringContaining('repeat') },
      null,
      success,
      success,
    ]);
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Internal server error.',
        path: ['recordTransactions', 4],
        extensions: expect.objectContaining({ code: 'INTERNAL_SERVER_ERROR' }),
      }),
    ]);
    expect(graph.takeLog().join('\n')).toContain(SECRET);
  });

  test('takes a thousand at once, and no more', async () => {
    const inputs = Array.from({ length: 1001 }, (_, index) =>
      purchase('1', { transactionId: `many-${made}-${index}`, memberId: `${member}-${index % 50}` }),
    );
    const { errors } = await recordAll(inputs);
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'inputs' });
    const { answers } = await recordAll(inputs.slice(1));
    expect(answers).toHaveLength(1000);
    expect(answers).not.toContainEqual(expect.objectContaining({ message: expect.any(String) }));
  });
});

describe('reverseEarning', () => {
  test('takes back a part and then the rest, by the transaction or the earning’s id', async () => {
    const { answer } = await record(purchase('100'));
    const part = {
      idempotencyKey: `part ${made}`,
      transactionId: `t-${made}`,
      programId: MILES,
      amount: { amount: '40', currencyCode: 'USD' },
    };
    const { answer: first } = await run('reverseEarning', part);
    expect(first).toMatchObject({
      __typename: 'ReverseEarningSuccess',
      earning: {
        status: 'PARTIALLY_REVERSED',
        points: 100,
        reversedPoints: 40,
        remainingAmount: { amount: '60', currencyCode: 'USD' },
        account: { balance: { available: 60, debt: 0 } },
      },
    });
    expect((await run('reverseEarning', part)).answer).toEqual(first);

    const tooMuch = { idempotencyKey: `more ${made}`, earningId: answer?.earning.id };
    expect(
      (await run('reverseEarning', { ...tooMuch, amount: { amount: '60.01', currencyCode: 'USD' } })).answer,
    ).toEqual({ __typename: 'EarningNotReversible', message: expect.any(String), reversibleAmount: '60' });
    expect(
      (await run('reverseEarning', { ...tooMuch, amount: { amount: '1', currencyCode: 'EUR' } })).answer,
    ).toMatchObject({ __typename: 'InvalidTransactionAmount' });

    const rest = { idempotencyKey: `rest ${made}`, earningId: answer?.earning.id };
    expect((await run('reverseEarning', rest)).answer).toMatchObject({
      earning: { status: 'REVERSED', reversedPoints: 100, account: { balance: { available: 0 } } },
    });
    expect((await run('reverseEarning', { ...rest, reason: 'Other' })).answer).toMatchObject({
      __typename: 'IdempotencyKeyConflict',
    });
  });

  test('what was spent is a debt, which the next earning pays; both stand on the statement', async () => {
    const { answer } = await record(purchase('100'));
    await spend(70);
    const reverse = { idempotencyKey: `all ${made}`, earningId: answer?.earning.id };
    expect((await run('reverseEarning', reverse)).answer).toMatchObject({
      earning: { status: 'REVERSED', account: { balance: { available: 0, debt: 70 } } },
    });
    const { answer: next } = await record(purchase('80', { transactionId: `next-${made}` }));
    expect(next).toMatchObject({ earning: { points: 80, account: { balance: { available: 10, debt: 0 } } } });

    const { data } = await graph.ask(
      `query ($id: ID!) { pointsAccount(id: $id) { entries { nodes { kind points earning { id } redemption { status } } } } }`,
      { variables: { id: await accountIdOf(next?.earning.id ?? '') } },
    );
    const [first, second] = [{ id: answer?.earning.id }, { id: next?.earning.id }];
    expect(data).toEqual({
      pointsAccount: {
        entries: {
          nodes: [
            { kind: 'REVERSE', points: -70, earning: second, redemption: null },
            { kind: 'EARN', points: 80, earning: second, redemption: null },
            { kind: 'REVERSE', points: -30, earning: first, redemption: null },
            { kind: 'REDEEM', points: -70, earning: null, redemption: { status: 'CONFIRMED' } },
            { kind: 'EARN', points: 100, earning: first, redemption: null },
          ],
        },
      },
    });
  });

  test('of none, or of one that is not the viewer’s, finds none', async () => {
    await record(purchase('100'));
    const absent = { __typename: 'EarningNotFound', message: expect.any(String) };
    const input = { idempotencyKey: `k ${made}`, transactionId: `t-${made}`, programId: MILES };
    expect((await run('reverseEarning', { ...input, transactionId: 'none' })).answer).toEqual(absent);
    expect((await run('reverseEarning', input, { programs: new Set([STARS]) })).answer).toEqual(absent);
  });

  test.each([{}, { earningId: 'e', transactionId: 't' }])('of %j is a bad input', async (key) => {
    const { errors } = await run('reverseEarning', { idempotencyKey: 'k', ...key });
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'input' });
  });
});

describe('clearEarning', () => {
  test('makes pending points spendable, and again answers alike', async () => {
    const { answer } = await record(purchase('0', { kind: 'MILESTONE', amount: null }));
    expect(answer).toMatchObject({
      earning: {
        status: 'PENDING',
        points: 50,
        clearsAt: null,
        remainingAmount: null,
        account: { balance: { available: 0, pending: 50 } },
      },
    });
    const clear = { transactionId: `t-${made}`, programId: MILES };
    const { answer: cleared } = await run('clearEarning', clear);
    expect(cleared).toMatchObject({
      __typename: 'ClearEarningSuccess',
      earning: { status: 'POSTED', account: { balance: { available: 50, pending: 0 } } },
    });
    expect((await run('clearEarning', { earningId: answer?.earning.id })).answer).toEqual(cleared);

    const { data } = await graph.ask(
      `query ($id: ID!) { pointsAccount(id: $id) { entries { nodes { kind points earning { id } } } } }`,
      { variables: { id: await accountIdOf(answer?.earning.id ?? '') } },
    );
    expect(data).toEqual({
      pointsAccount: { entries: { nodes: [{ kind: 'EARN', points: 50, earning: { id: answer?.earning.id } }] } },
    });
  });

  test('pays a debt first, and what paid it leads back to the earning too', async () => {
    const { answer } = await record(purchase('30'));
    const pending = purchase('0', { kind: 'MILESTONE', amount: null, transactionId: `later-${made}` });
    const { answer: later } = await record(pending);
    await spend(30);
    await run('reverseEarning', { idempotencyKey: `all ${made}`, earningId: answer?.earning.id });
    expect((await run('clearEarning', { earningId: later?.earning.id })).answer).toMatchObject({
      earning: { points: 50, account: { balance: { available: 20, pending: 0, debt: 0 } } },
    });
    const { data } = await graph.ask(
      `query ($id: ID!) { pointsAccount(id: $id) { entries(first: 2) { nodes { kind points earning { id } } } } }`,
      { variables: { id: await accountIdOf(later?.earning.id ?? '') } },
    );
    const earning = { id: later?.earning.id };
    expect(data).toEqual({
      pointsAccount: {
        entries: {
          nodes: [
            { kind: 'REVERSE', points: -30, earning },
            { kind: 'EARN', points: 50, earning },
          ],
        },
      },
    });
  });

  test('of a plain credit, or of none', async () => {
    const { data } = await graph.ask<{ earnPoints: Earned }>(`mutation { earnPoints(input: {
      idempotencyKey: "k ${made}", memberId: "${member}", points: 5
    }) { ... on EarnPointsSuccess { earning { id clearsAt breakdown { exactPoints } } } } }`);
    expect(data?.earnPoints).toMatchObject({ earning: { clearsAt: null, breakdown: [{ exactPoints: '5' }] } });
    expect((await run('clearEarning', { earningId: data?.earnPoints.earning.id })).answer).toMatchObject({
      __typename: 'EarningNotPending',
    });
    expect((await run('clearEarning', { transactionId: 'none' })).answer).toMatchObject({
      __typename: 'EarningNotFound',
    });
  });
});
