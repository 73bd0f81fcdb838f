import type { Outcome } from '../../src/ledger/outcome.ts';
import { WrongAnswer } from './ask.ts';
import { idOf, type Wish } from './wish.ts';

interface Redemption {
  readonly id: string;
  readonly points: number;
  readonly reversedPoints: number;
  readonly requestedAt: string;
}

/** What the graph says of a wish. */
export type Answer =
  | {
      readonly __typename: 'EarnPointsSuccess';
      readonly earning: { readonly id: string; readonly points: number; readonly occurredAt: string };
    }
  | { readonly __typename: 'RedeemPointsSuccess' | 'ReverseRedemptionSuccess'; readonly redemption: Redemption }
  | { readonly __typename: 'InsufficientPoints'; readonly available: number; readonly requested: number }
  | { readonly __typename: 'RedemptionNotReversible'; readonly reversiblePoints: number }
  | { readonly __typename: 'IdempotencyKeyConflict' };

/**
 * The answer in the ledger's words. The graph tells neither an entry's place nor whether it replayed: that is for the
 * reader of the books to fill in. Throws WrongAnswer for what this wish can never be told, like that a redemption is
 * not there which somebody was told of.
 */
export function outcomeOf(wish: Wish, answer: Answer): Outcome {
  switch (answer.__typename) {
    case 'EarnPointsSuccess': {
      const { id, points, occurredAt } = answer.earning;
      require(id === idOf(wish) && points === wish.points, answer);
      return accepted(wish, points, new Date(occurredAt));
    }
    case 'RedeemPointsSuccess': {
      const { id, points, requestedAt } = answer.redemption;
      require(id === idOf(wish) && points === wish.points, answer);
      return accepted(wish, points, new Date(requestedAt));
    }
    case 'ReverseRedemptionSuccess': {
      const { id, points, reversedPoints } = answer.redemption;
      const atLeast = wish.points ?? points;
      require(id === wish.redemption?.id && points === wish.redemption.points, answer);
      require(reversedPoints >= atLeast && reversedPoints <= points, answer);
      return accepted(wish, wish.points ?? 0, new Date(0));
    }
    case 'InsufficientPoints': {
      const { available, requested } = answer;
      require(requested === wish.points, answer);
      const rejection = {
        code: 'INSUFFICIENT_POINTS',
        available: BigInt(available),
        requested: BigInt(requested),
      } as const;
      return { status: 'rejected', rejection, replayed: true };
    }
    case 'RedemptionNotReversible': {
      const { reversiblePoints } = answer;
      require(reversiblePoints < (wish.points ?? 1), answer);
      const rejection = { code: 'NOT_REVERSIBLE', reversible: BigInt(reversiblePoints) } as const;
      return { status: 'rejected', rejection, replayed: true };
    }
    case 'IdempotencyKeyConflict':
      return { status: 'conflict' };
    default:
      throw new WrongAnswer(JSON.stringify(answer));
  }
}

function accepted(wish: Wish, points: number, recordedAt: Date): Outcome {
  const { account, kind, redemption } = wish;
  const targetId = redemption?.id ?? null;
  return {
    status: 'accepted',
    receipt: { id: idOf(wish), account, kind, points: BigInt(points), seq: 0n, targetId, details: {}, recordedAt },
    replayed: true,
  };
}

function require(isRight: boolean, answer: Answer): void {
  if (!isRight) throw new WrongAnswer(JSON.stringify(answer));
}
