import { ask } from '../ask.ts';

/** Two decimals, so that every cent counts. */
export const STORM_PROGRAM = 'demo-fractional';

const PATIENCE = 30_000;

const ADD_RULE = `
mutation AddRule($input: CreateEarningRuleInput!) {
  createEarningRule(input: $input) { __typename ... on PointsError { message } }
}`;
const CREATE_SOURCE = `
mutation CreateSource($input: CreateWebhookSourceInput!) {
  createWebhookSource(input: $input) {
    __typename
    ... on CreateWebhookSourceSuccess { secret }
    ... on PointsError { message }
  }
}`;

interface Answer {
  readonly __typename: string;
  readonly message?: string;
  readonly secret?: string;
}

/** Gives the program a rule of a point for each dollar, and a source that signs. */
export async function openSource(url: string): Promise<{ readonly sourceId: string; readonly secret: string }> {
  const award = { rates: [{ currencyCode: 'USD', points: '1' }] };
  const definition = { name: 'A point a dollar', base: { when: { kinds: ['PURCHASE'] }, award } };
  await mutate(url, ADD_RULE, { programId: STORM_PROGRAM, ruleId: 'storm', definition });
  const sourceId = 'storm';
  const { secret } = await mutate(url, CREATE_SOURCE, { id: sourceId, programId: STORM_PROGRAM, name: 'Storm' });
  if (secret === undefined) throw new Error('The new source has no secret.');
  return { sourceId, secret };
}

async function mutate(url: string, query: string, input: object): Promise<Answer> {
  const data = await ask<Readonly<Record<string, Answer>>>(url, { query, variables: { input } }, PATIENCE);
  const [answer] = Object.values(data ?? {});
  if (answer?.__typename.endsWith('Success') !== true) throw new Error(answer?.message ?? 'The graph did not answer.');
  return answer;
}
