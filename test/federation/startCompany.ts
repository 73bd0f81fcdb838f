import { SCOPES, type Viewer } from '../../src/access/viewer.ts';
import { readContract } from '../../src/graphql/createPointsSchema.ts';
import { askGraph, type GraphAnswer } from './askGraph.ts';
import type { RunningServer } from './serveApollo.ts';
import { startGateway } from './startGateway.ts';
import { startIssuer, type TokenClaims } from './startIssuer.ts';
import { startPoints } from './startPoints.ts';
import { startCatalogue } from './subgraphs/startCatalogue.ts';
import { startMembers } from './subgraphs/startMembers.ts';
import { readNeighborSchema } from './subgraphs/startSubgraph.ts';

const ROUTER_SECRET = 'only the router knows';

/** No member of ours can have an id this long: a reference that this graph has to refuse. */
export const TOO_LONG_ID = 'x'.repeat(129);

const MEMBERS = [
  { id: 'ada', displayName: 'Ada', email: 'ada@example.com' },
  { id: TOO_LONG_ID, displayName: 'Methuselah', email: null },
  { id: 'bob', displayName: 'Bob', email: null },
  { id: 'carol', displayName: 'Carol', email: null },
  { id: 'dave', displayName: 'Dave', email: null },
];

const REWARDS = [
  { id: 'mug', title: 'A mug', price: 30 },
  { id: 'bike', title: 'A bike', price: 5000 },
];

/** A company's supergraph: its members, its catalogue and its points, each its own server, behind one gateway. */
export interface Company {
  /** Asks the gateway, as somebody with such a token; null: without a token. */
  ask(claims: TokenClaims | null, query: string, variables?: object): Promise<GraphAnswer>;
  /** Asks our subgraph itself, around the gateway. */
  askPoints(claims: TokenClaims, query: string): Promise<GraphAnswer>;
  /** Credits points, beside the graph. */
  give(memberId: string, points: string): Promise<void>;
  close(): Promise<void>;
}

export async function startCompany(): Promise<Company> {
  const issuer = await startIssuer();
  const points = await startPoints({ auth: issuer.settings, routerSecrets: [ROUTER_SECRET] });
  const members = await startMembers(MEMBERS);
  const catalogue = await startCatalogue(REWARDS);
  const gateway = await startGateway(
    [
      { name: 'points', url: points.url, sdl: readContract() },
      { name: 'members', url: members.url, sdl: readNeighborSchema('members') },
      { name: 'catalogue', url: catalogue.url, sdl: readNeighborSchema('catalogue') },
    ],
    { forward: ['authorization'], add: { 'x-router-secret': ROUTER_SECRET } },
  );
  const running: readonly RunningServer[] = [gateway, catalogue, members, points];
  return {
    async ask(claims, query, variables = {}) {
      const headers = claims === null ? {} : { authorization: await issuer.authorization(claims) };
      return askGraph(gateway.url, query, { variables, headers });
    },
    async askPoints(claims, query) {
      return askGraph(points.url, query, { headers: { authorization: await issuer.authorization(claims) } });
    },
    async give(memberId, amount) {
      const idempotencyKey = `${memberId} gets ${amount}`;
      const earned = await points.services.useCases.earnPoints(OPERATOR, { idempotencyKey, memberId, points: amount });
      if (!earned.ok) throw new Error(earned.failure.message);
    },
    async close() {
      for (const server of running) await server.close();
      await issuer.close();
    },
  };
}

const OPERATOR: Viewer = { subject: 'the test', scopes: new Set(SCOPES), programs: 'all', memberId: null };
