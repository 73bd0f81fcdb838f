import DataLoader from 'dataloader';
import type { Account, PrismaClient, Redemption } from './generated/client.ts';
import { redeemPoints, type RedeemPointsInput } from './redeemPoints.ts';

export interface Context {
  readonly prisma: PrismaClient;
  readonly accounts: DataLoader<string, Account | null>;
}

/** A request's context: one loader over `findMany`. */
export function createContext(prisma: PrismaClient): Context {
  const accounts = new DataLoader<string, Account | null>(async (ids) => {
    const rows = await prisma.account.findMany({ where: { id: { in: [...ids] } } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return { prisma, accounts };
}

export const resolvers = {
  Query: {
    pointsAccount: async (_: unknown, args: { id: string }, context: Context) => context.accounts.load(args.id),
  },
  Mutation: {
    redeemPoints: async (_: unknown, args: { input: RedeemPointsInput }, context: Context) =>
      redeemPoints(context.prisma, args.input),
  },
  PointsAccount: {
    __resolveReference: async (reference: { id: string }, context: Context) => context.accounts.load(reference.id),
    balance: (account: Account) => ({
      available: account.balance - account.held,
      held: account.held,
      pending: account.pending,
    }),
  },
  Redemption: {
    account: async (redemption: Redemption, _: unknown, context: Context) =>
      context.accounts.load(redemption.accountId),
  },
};
