import type { AccountRef } from '../../src/ledger/account.ts';
import { requestId } from '../../src/ledger/requestId.ts';
import type { GraphRequest } from './ask.ts';

/** What a caller wants; its key is its identity, and everybody may send it again. */
export interface Wish {
  readonly kind: 'CREDIT' | 'DEBIT' | 'REVERSE';
  readonly key: string;
  readonly account: AccountRef;
  /** Null: a reversal of all that is left. */
  readonly points: number | null;
  /** Of a reversal: what it gives back. */
  readonly redemption: { readonly id: string; readonly points: number } | null;
}

const DOCUMENT: Readonly<Record<Wish['kind'], string>> = {
  CREDIT: `mutation ($input: EarnPointsInput!) {
    answer: earnPoints(input: $input) {
      __typename
      ... on EarnPointsSuccess { earning { id points occurredAt } }
    }
  }`,
  DEBIT: `mutation ($input: RedeemPointsInput!) {
    answer: redeemPoints(input: $input) {
      __typename
      ... on RedeemPointsSuccess { redemption { id points reversedPoints requestedAt } }
      ... on InsufficientPoints { available requested }
    }
  }`,
  REVERSE: `mutation ($input: ReverseRedemptionInput!) {
    answer: reverseRedemption(input: $input) {
      __typename
      ... on ReverseRedemptionSuccess { redemption { id points reversedPoints requestedAt } }
      ... on RedemptionNotReversible { reversiblePoints }
    }
  }`,
};

/** The wish as a GraphQL request. */
export function requestOf({ kind, key, account, points, redemption }: Wish): GraphRequest {
  const about =
    kind === 'REVERSE'
      ? { redemptionId: redemption?.id }
      : { programId: account.programId, memberId: account.memberId };
  return { query: DOCUMENT[kind], variables: { input: { idempotencyKey: key, points, ...about } } };
}

/** The id that the ledger gives the wish. */
export function idOf({ key, account }: Wish): string {
  return requestId(account.programId, 'graph', key);
}

/** What the wish says apart from its key: with another one the key is in conflict. */
export function inputOf({ kind, account, points, redemption }: Wish): string {
  return JSON.stringify([kind, account.id, points, redemption?.id]);
}
