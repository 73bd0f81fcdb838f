import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountRef } from '../../src/ledger/account.ts';
import type { GraphAnswer } from './askGraph.ts';
import { type Company, startCompany, TOO_LONG_ID } from './startCompany.ts';
import { PROGRAM } from './startPoints.ts';

const staff = { scopes: ['points:read', 'points:redeem'], programs: [PROGRAM] } as const;
const ada = { ...staff, memberId: 'ada' };
const mallory = { ...staff, memberId: 'mallory' };

const BALANCE = '{ displayName pointsAccount { balance { available } } }';
const REDEEM = `
  mutation ($input: RedeemPointsInput!) {
    redeemPoints(input: $input) {
      __typename
      ... on RedeemPointsSuccess {
        redemption { points reward { title } account { member { displayName } balance { available } } }
      }
      ... on PointsError { message }
    }
  }
`;

let company: Company;
beforeAll(async () => {
  company = await startCompany();
  await company.give('ada', '100');
  await company.give('bob', '7');
});
afterAll(async () => {
  await company.close();
});

test('a mutation through the gateway, and a query across the three subgraphs', async () => {
  const input = { idempotencyKey: 'a mug for ada', memberId: 'ada', points: 30, rewardId: 'mug' };
  const redeemed = await company.ask(staff, REDEEM, { input });
  expect(redeemed).toEqual({
    data: {
      redeemPoints: {
        __typename: 'RedeemPointsSuccess',
        redemption: {
          points: 30,
          reward: { title: 'A mug' },
          account: { member: { displayName: 'Ada' }, balance: { available: 70 } },
        },
      },
    },
    errors: [],
  });

  const seen = await company.ask(
    staff,
    `{
      member(id: "ada") {
        displayName
        pointsAccount {
          balance { available }
          affordableRewards { title }
          redemptions { nodes { points reward { title } } }
        }
      }
    }`,
  );
  expect(seen).toEqual({
    data: {
      member: {
        displayName: 'Ada',
        pointsAccount: {
          balance: { available: 70 },
          affordableRewards: [{ title: 'A mug' }],
          redemptions: { nodes: [{ points: 30, reward: { title: 'A mug' } }] },
        },
      },
    },
    errors: [],
  });
});

test('a rule, a transaction that it judges, and what an operator reads, through the gateway', async () => {
  const operator = { scopes: ['points:read', 'points:earn', 'points:admin'], programs: [PROGRAM] } as const;
  const ruleId = 'purchase';
  const award = { rates: [{ currencyCode: 'USD', points: '2' }] };
  const created = await company.ask(
    operator,
    `mutation ($input: CreateEarningRuleInput!) { createEarningRule(input: $input) {
      __typename ... on CreateEarningRuleSuccess { rule { version definition { base { award { rates { points } } } } } }
    } }`,
    { input: { ruleId, definition: { name: 'Two points a dollar', base: { award } } } },
  );
  expect(created.errors).toEqual([]);
  expect(created.data).toMatchObject({
    createEarningRule: { rule: { version: 1, definition: { base: { award: { rates: [{ points: '2' }] } } } } },
  });

  const transaction = { memberId: 'carol', kind: 'PURCHASE', amount: { amount: '12.5', currencyCode: 'USD' } };
  const recorded = await company.ask(
    operator,
    `mutation ($inputs: [RecordTransactionInput!]!) { recordTransactions(inputs: $inputs) {
      __typename
      ... on RecordTransactionSuccess { earning {
        points breakdown { rule exactPoints } account { member { displayName } tier { code } balance { available debt } }
      } }
      ... on InvalidTransaction { field }
    } }`,
    {
      inputs: [
        { transactionId: 'order 1', ...transaction },
        { transactionId: '', ...transaction },
      ],
    },
  );
  expect(recorded).toEqual({
    data: {
      recordTransactions: [
        {
          __typename: 'RecordTransactionSuccess',
          earning: {
            points: 25,
            breakdown: [{ rule: 'purchase', exactPoints: '25' }],
            account: { member: { displayName: 'Carol' }, tier: null, balance: { available: 25, debt: 0 } },
          },
        },
        { __typename: 'InvalidTransaction', field: 'inputs[1].transactionId' },
      ],
    },
    errors: [],
  });

  const read = `{ program(id: "${PROGRAM}") { earningRules { ruleId } pointsLiability { outstanding } } }`;
  expect((await company.ask(operator, read)).data).toEqual({
    program: { earningRules: [{ ruleId }], pointsLiability: { outstanding: 102 } },
  });
  const { data, errors } = await company.ask(staff, read);
  expect(data).toEqual({ program: { earningRules: null, pointsLiability: null } });
  expect(errors).toHaveLength(2);

  const reversed = await company.ask(
    operator,
    `mutation { reverseEarning(input: { idempotencyKey: "order 1 is back", transactionId: "order 1" }) {
      ... on ReverseEarningSuccess { earning { status account { balance { available } } } }
    } }`,
  );
  expect(reversed.data).toEqual({
    reverseEarning: { earning: { status: 'REVERSED', account: { balance: { available: 0 } } } },
  });
});

test("a member's token reaches us, and sees that member alone", async () => {
  const { data, errors } = await company.ask(
    ada,
    `{ ada: member(id: "ada") ${BALANCE} bob: member(id: "bob") ${BALANCE} }`,
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    ada: { displayName: 'Ada', pointsAccount: { balance: { available: expect.any(Number) } } },
    bob: { displayName: 'Bob', pointsAccount: null },
  });
});

test("a member's token spends that member's points alone", async () => {
  const input = { idempotencyKey: 'somebody else pays', memberId: 'bob', points: 1 };
  const { data } = await company.ask(mallory, REDEEM, { input });
  expect(data).toEqual({ redeemPoints: { __typename: 'PointsAccountNotFound', message: expect.any(String) } });
  const { data: after } = await company.ask(staff, `{ member(id: "bob") ${BALANCE} }`);
  expect(after).toEqual({ member: { displayName: 'Bob', pointsAccount: { balance: { available: 7 } } } });
});

test('without a token there are no points, and the rest of the page stays', async () => {
  const { data, errors } = await company.ask(null, `{ member(id: "ada") ${BALANCE} }`);
  expect(data).toEqual({ member: { displayName: 'Ada', pointsAccount: null } });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
});

test('around the gateway, without its secret, a good token gets nothing', async () => {
  const { data, errors } = await company.askPoints(staff, '{ programs { id } }');
  expect(data?.['programs'] ?? null).toBeNull();
  expect(errors).toHaveLength(1);
});

test('a bad input comes back with its code and the name of its field', async () => {
  const input = { idempotencyKey: 'for nobody', memberId: TOO_LONG_ID, points: 1 };
  const { data, errors } = await company.ask(staff, REDEEM, { input });
  expect(data).toBeNull();
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(errors[0]?.message).toContain('input.memberId');
});

test('a member whose id we cannot take harms neither the others nor their own name', async () => {
  const { data, errors } = await company.ask(
    staff,
    `{ members(first: 3) { edges { node { id ${BALANCE.slice(1)} } } }`,
  );
  expect(data).toEqual({
    members: {
      edges: [
        { node: { id: 'ada', displayName: 'Ada', pointsAccount: { balance: { available: expect.any(Number) } } } },
        { node: { id: TOO_LONG_ID, displayName: 'Methuselah', pointsAccount: null } },
        { node: { id: 'bob', displayName: 'Bob', pointsAccount: { balance: { available: 7 } } } },
      ],
    },
  });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
});

test('of fifty callers who race for one balance, exactly those whom it pays for win', async () => {
  await company.give('carol', '400');
  const race = Array.from({ length: 50 }, (_, caller) => {
    const input = { idempotencyKey: `carol, caller ${caller}`, memberId: 'carol', points: 25, rewardId: 'mug' };
    return company.ask(staff, REDEEM, { input });
  });
  expect(tally(await Promise.all(race))).toEqual({ RedeemPointsSuccess: 16, InsufficientPoints: 34 });
  expect(await balanceOf('carol')).toEqual({ balance: { available: 0 } });
});

test('fifty callers with the same wish spend it once', async () => {
  await company.give('dave', '400');
  const input = { idempotencyKey: 'one mug', memberId: 'dave', points: 25, rewardId: 'mug' };
  const race = Array.from({ length: 50 }, () => company.ask(staff, REDEEM, { input }));
  expect(tally(await Promise.all(race))).toEqual({ RedeemPointsSuccess: 50 });
  expect(await balanceOf('dave')).toEqual({ balance: { available: 375 } });
});

async function balanceOf(memberId: string): Promise<unknown> {
  const id = accountRef(PROGRAM, memberId).id;
  const { data } = await company.ask(staff, 'query ($id: ID!) { pointsAccount(id: $id) { balance { available } } }', {
    id,
  });
  return data?.['pointsAccount'];
}

function tally(answers: readonly GraphAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { data, errors } of answers) {
    const outcome = (data?.['redeemPoints'] as { readonly __typename: string } | undefined)?.__typename;
    const name = outcome ?? errors.map(({ message }) => message).join('; ');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
