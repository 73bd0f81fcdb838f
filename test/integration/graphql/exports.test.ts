import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/access/viewer.ts';
import { giveRules, RULES } from './support/rules.ts';
import { givePoints, holdPoints } from './support/given.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
  const { milestone, policy } = RULES;
  await giveRules(graph, STARS, { ...(milestone && { milestone }), ...(policy && { policy }) });
});
afterAll(async () => {
  await graph.close();
});

const EXPORTS = `pointsActivity(from: "2026-01-01", to: "2027-12-31", period: YEAR) {
    startsOn issued takenBack redeemed refunded expired
  }
  pointsLiability { asOf outstanding held pending debt expiring { month points } }`;

async function exportsOf(programId: string, viewer: Partial<Viewer> = {}) {
  const { data, errors } = await graph.ask<{ program: Record<string, unknown> | null }>(
    `{ program(id: "${programId}") { id ${EXPORTS} } }`,
    { viewer },
  );
  return { program: data?.program, errors };
}

describe('what an operator exports', () => {
  test('says what happened, and what is owed', async () => {
    await givePoints(graph, 'ada', 1000n, { effectiveAt: new Date('2026-02-03T00:00:00Z') });
    await holdPoints(graph, 'ada', 30n);
    const year = new Date().getUTCFullYear();
    await graph.ask(`mutation {
      redeemPoints(input: { idempotencyKey: "r", memberId: "ada", points: 100 }) { __typename }
      recordTransaction(input: { transactionId: "m", memberId: "ada", kind: MILESTONE }) { __typename }
    }`);
    const { program, errors } = await exportsOf(STARS);
    expect(errors).toEqual([]);
    expect(program?.['pointsLiability']).toEqual({
      asOf: expect.any(String),
      outstanding: 900,
      held: 30,
      pending: 50,
      debt: 0,
      expiring: [{ month: null, points: 870 }],
    });
    const activity = program?.['pointsActivity'] as { startsOn: string; issued: number; redeemed: number }[];
    expect(activity[0]?.startsOn).toBe('2026-01-01');
    expect(activity.reduce((sum, { issued }) => sum + issued, 0)).toBe(1000);
    expect(activity.find(({ startsOn }) => startsOn === `${year}-01-01`)).toMatchObject({
      takenBack: 0,
      redeemed: 100,
      refunded: 0,
      expired: 0,
    });
  });

  test('by the month in which points expire, in the program’s own decimals', async () => {
    await givePoints(graph, 'bob', 1234n, { program: MILES });
    const { program } = await exportsOf(MILES);
    expect(program?.['pointsLiability']).toMatchObject({
      outstanding: 12.34,
      expiring: [{ month: expect.stringMatching(/^\d{4}-\d\d-(28|29|30|31)$/), points: 12.34 }],
    });
  });

  test('is null of a program that is not the viewer’s', async () => {
    expect(await exportsOf(STARS, { programs: new Set([MILES]) })).toEqual({ program: null, errors: [] });
  });

  test.each<[string, Partial<Viewer>]>([
    ['without the scope', { scopes: new Set(['points:read']) }],
    ['bound to a member', { memberId: 'ada' }],
  ])('is not for a token %s', async (_, viewer) => {
    const { program, errors } = await exportsOf(STARS, viewer);
    expect(program).toEqual({ id: STARS, pointsActivity: null, pointsLiability: null });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  test.each([
    ['a range that ends before it begins', 'from: "2026-02-01", to: "2026-01-01"'],
    ['a thousand days and more', 'from: "2026-01-01", to: "2029-01-01", period: DAY'],
  ])('%s is a bad input', async (_, range) => {
    const { errors } = await graph.ask(`{ program(id: "${STARS}") { pointsActivity(${range}) { issued } } }`);
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'to' });
  });
});
