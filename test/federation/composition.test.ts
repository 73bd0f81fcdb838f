import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByGuild } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { type DocumentNode, parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readContract } from '../../src/graphql/createPointsSchema.ts';
import { readNeighborSchema } from './subgraphs/startSubgraph.ts';

interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

interface Composed {
  readonly errors: readonly string[];
  readonly supergraph: string;
}

/** The composers that companies use; each has rules of its own. */
const composers: Readonly<Record<string, (subgraphs: Subgraph[]) => Composed>> = {
  "Apollo's": (subgraphs) => {
    const { errors = [], supergraphSdl = '' } = composeByApollo(subgraphs);
    return { errors: errors.map((error) => error.message), supergraph: supergraphSdl };
  },
  "The Guild's": (subgraphs) => {
    const { errors = [], supergraphSdl = '' } = composeByGuild(subgraphs);
    return { errors: errors.map((error) => error.message), supergraph: supergraphSdl };
  },
  "WunderGraph's": (subgraphs) => {
    const result = federateSubgraphs({
      subgraphs: subgraphs.map(({ name, url, typeDefs }) => ({ name, url, definitions: typeDefs })),
      version: ROUTER_COMPATIBILITY_VERSION_ONE,
    });
    if (!result.success) return { errors: result.errors.map((error) => error.message), supergraph: '' };
    return { errors: [], supergraph: print(result.federatedGraphAST) };
  },
};

const contract = readContract();
const subgraph = (name: string, sdl: string): Subgraph => ({
  name,
  url: `http://${name}/graphql`,
  typeDefs: parse(sdl),
});
const neighbors = [
  subgraph('members', readNeighborSchema('members')),
  subgraph('catalogue', readNeighborSchema('catalogue')),
];

describe.each(Object.entries(composers))('%s composer', (_, compose) => {
  test('takes the contract alone', () => {
    expect(compose([subgraph('points', contract)]).errors).toEqual([]);
  });

  test("takes it beside a company's members and a catalogue that has pages too", () => {
    const { errors, supergraph } = compose([...neighbors, subgraph('points', contract)]);
    expect(errors).toEqual([]);
    for (const field of ['displayName', 'affordableRewards', 'pointsAccount', 'redeemPoints', 'recordTransaction']) {
      expect(supergraph).toContain(field);
    }
  });

  test('would tell if it did not: a PageInfo that is not shared', () => {
    const broken = contract.replace('type PageInfo @shareable', 'type PageInfo');
    expect(broken).not.toBe(contract);
    expect(compose([...neighbors, subgraph('points', broken)]).errors).not.toEqual([]);
  });
});
