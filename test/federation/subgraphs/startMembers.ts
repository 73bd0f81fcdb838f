import type { RunningServer } from '../serveApollo.ts';
import { page, type PageArguments } from './page.ts';
import { startSubgraph } from './startSubgraph.ts';

export interface Member {
  readonly id: string;
  readonly displayName: string;
  readonly email: string | null;
}

/** The company's members, served by the team that knows who they are. */
export function startMembers(members: readonly Member[]): Promise<RunningServer> {
  const find = (id: string): Member | null => {
    const member = members.find((candidate) => candidate.id === id);
    // A copy: the library writes the type's name on what it is given.
    return member === undefined ? null : { ...member };
  };
  return startSubgraph('members', {
    Query: {
      member: (_: unknown, { id }: { readonly id: string }) => find(id),
      members: (_: unknown, argument: PageArguments) => page(members, argument),
    },
    Member: { __resolveReference: ({ id }: { readonly id: string }) => find(id) },
  });
}
