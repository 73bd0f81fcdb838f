import { Prisma, type PrismaClient, type Redemption } from './generated/client.ts';

export interface RedeemPointsInput {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly programId: string;
  readonly points: number;
  readonly rewardId?: string | null;
}

export type RedeemPointsResult =
  | { readonly __typename: 'RedeemPointsSuccess'; readonly redemption: Redemption }
  | { readonly __typename: 'InsufficientPoints' | 'PointsAccountNotFound'; readonly message: string };

/** Milliseconds. Prisma's own two and five seconds would fail callers who queue for one account. */
const PATIENCE = { maxWait: 30_000, timeout: 30_000 };

/**
 * The redemption that one would write first: right under concurrency, because the update checks the balance again
 * under the row's lock, and idempotent by a unique key. It lacks lots and their expiry, holds, a remembered
 * rejection, the check that a repeated key brings the same input, and a history whose order is provable; and each
 * redemption is a transaction of its own, with the account locked over its round trips.
 */
export async function redeemPoints(prisma: PrismaClient, input: RedeemPointsInput): Promise<RedeemPointsResult> {
  const { idempotencyKey, memberId, programId, points, rewardId = null } = input;
  try {
    return await prisma.$transaction(async (tx) => {
      const done = await tx.redemption.findUnique({ where: { idempotencyKey } });
      if (done !== null) return { __typename: 'RedeemPointsSuccess', redemption: done };

      const account = await tx.account.findUnique({ where: { memberId_programId: { memberId, programId } } });
      if (account === null) return { __typename: 'PointsAccountNotFound', message: 'There is no such account.' };
      if (account.balance < points) return insufficient();

      const [updated] = await tx.account.updateManyAndReturn({
        where: { id: account.id, balance: { gte: points } },
        data: { balance: { decrement: points } },
      });
      if (updated === undefined) return insufficient();

      const redemption = await tx.redemption.create({
        data: { accountId: account.id, idempotencyKey, points, rewardId, status: 'CONFIRMED' },
      });
      await tx.entry.create({
        data: {
          accountId: account.id,
          kind: 'REDEEM',
          points: -points,
          balanceAfter: updated.balance,
          redemptionId: redemption.id,
        },
      });
      return { __typename: 'RedeemPointsSuccess', redemption };
    }, PATIENCE);
  } catch (error) {
    // The same key at the same time: the other one has won.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    const redemption = await prisma.redemption.findUniqueOrThrow({ where: { idempotencyKey } });
    return { __typename: 'RedeemPointsSuccess', redemption };
  }
}

function insufficient(): RedeemPointsResult {
  return { __typename: 'InsufficientPoints', message: 'The account does not hold that many points.' };
}
