import type { RunningServer } from '../serveApollo.ts';
import { page, type PageArguments } from './page.ts';
import { startSubgraph } from './startSubgraph.ts';

export interface Reward {
  readonly id: string;
  readonly title: string;
  readonly price: number;
}

interface AccountReference {
  readonly id: string;
  readonly balance: { readonly available: number } | null;
}

/** The rewards, served by the team that sells them: it also says what an account's balance can buy. */
export function startCatalogue(rewards: readonly Reward[]): Promise<RunningServer> {
  const find = (id: string): Reward | null => {
    const reward = rewards.find((candidate) => candidate.id === id);
    // A copy: the library writes the type's name on what it is given.
    return reward === undefined ? null : { ...reward };
  };
  return startSubgraph('catalogue', {
    Query: {
      reward: (_: unknown, { id }: { readonly id: string }) => find(id),
      rewards: (_: unknown, argument: PageArguments) => page(rewards, argument),
    },
    Reward: { __resolveReference: ({ id }: { readonly id: string }) => find(id) },
    PointsAccount: {
      __resolveReference: ({ id, balance }: AccountReference) => ({ id, balance }),
      affordableRewards: ({ balance }: AccountReference) =>
        balance === null ? null : rewards.filter(({ price }) => price <= balance.available),
    },
  });
}
