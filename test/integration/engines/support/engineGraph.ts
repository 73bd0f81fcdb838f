import { expect } from 'vitest';
import { SIGNING_SECRET } from '../../../emulators/signedWebhook/startSignedEngine.ts';
import { ACCESS_TOKEN } from '../../../emulators/square/startSquareEmulator.ts';
import type { Answer } from '../../graphql/support/asker.ts';
import type { Graph } from '../../graphql/support/startGraph.ts';

export const CONFIGURE = `mutation ($input: ConfigureEngineInput!) { configureEngine(input: $input) {
  __typename
  ... on ConfigureEngineSuccess { engine { kind version settings mapping { kind template } acceptsUncertainty canRedeem
    capabilities { name words } changedBy } }
  ... on EngineConflict { currentVersion }
  ... on InvalidEngineSettings { problems { path message } }
  ... on PointsError { message }
} }`;

export interface Configured {
  readonly configureEngine: {
    readonly __typename: string;
    readonly engine?: Readonly<Record<string, unknown>> & { readonly version: number };
    readonly problems?: readonly { readonly path: string; readonly message: string }[];
    readonly currentVersion?: number;
    readonly message?: string;
  };
}

export const signedEngine = (baseUrl: string, settings: object = {}) => ({
  kind: 'signed-webhook',
  settings: { baseUrl, ...settings },
  secrets: { signingSecret: SIGNING_SECRET },
});
export const squareEngine = (baseUrl: string) => ({
  kind: 'square',
  settings: { baseUrl },
  secrets: { accessToken: ACCESS_TOKEN },
});

/** Configures a program's engine, which must go well. */
export async function configure(graph: Graph, programId: string, engine: object): Promise<void> {
  const { data, errors } = await graph.ask<Configured>(CONFIGURE, { variables: { input: { programId, ...engine } } });
  expect(errors).toEqual([]);
  expect(data?.configureEngine.__typename, JSON.stringify(data)).toBe('ConfigureEngineSuccess');
}

export interface Balance {
  readonly available: number;
  readonly pending: number;
  readonly source: string;
  readonly stale: boolean;
  readonly asOf: string;
}
export interface Balances {
  readonly _entities: readonly { readonly pointsAccount: { readonly id: string; readonly balance: Balance | null } }[];
}

/** The members' accounts in a program, with their balances. */
export async function balances(
  graph: Graph,
  programId: string,
  members: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<Balances>> {
  return graph.ask<Balances>(
    `query ($members: [_Any!]!, $programId: ID) { _entities(representations: $members) { ... on Member {
      pointsAccount(programId: $programId) { id balance { available pending source stale asOf } }
    } } }`,
    { variables: { members: members.map((id) => ({ __typename: 'Member', id })), programId }, headers },
  );
}

/** Waits for something that comes by itself. */
export async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { timeout: 10_000, interval: 5 }).toBe(true);
}
