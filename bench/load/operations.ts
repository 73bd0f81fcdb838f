import { randomUUID } from 'node:crypto';

/** The same operations go to the service, to the first draft and, of the second, its answer's shape to the floor. */
const REDEEM_POINTS = `
mutation RedeemPoints($input: RedeemPointsInput!) {
  redeemPoints(input: $input) {
    __typename
    ... on RedeemPointsSuccess {
      redemption { id status points account { id balance { available } } }
    }
    ... on PointsError { message }
  }
}`;

const EARN_POINTS = `
mutation EarnPoints($input: EarnPointsInput!) {
  earnPoints(input: $input) {
    __typename
    ... on EarnPointsSuccess { earning { id status points } }
    ... on PointsError { message }
  }
}`;

const RECORD_TRANSACTION = `
mutation RecordTransaction($input: RecordTransactionInput!) {
  recordTransaction(input: $input) {
    __typename
    ... on RecordTransactionSuccess { earning { id status points } }
    ... on PointsError { message }
  }
}`;

const BALANCES = `
query Balances($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on PointsAccount { id balance { available held pending } }
  }
}`;

const REDEEM_THROUGH_ENGINE = `
mutation RedeemThroughEngine($input: RedeemPointsInput!) {
  redeemPoints(input: $input) {
    __typename
    ... on RedeemPointsSuccess { redemption { id status points } }
    ... on PointsError { message }
  }
}`;

const MEMBERS = `
query Members($representations: [_Any!]!, $programId: ID) {
  _entities(representations: $representations) {
    __typename
    ... on Member { pointsAccount(programId: $programId) { id balance { available pending stale } } }
  }
}`;

export const BALANCES_A_REQUEST = 50;

/** A redemption of one point under a key that was never used. */
export function redeemPoints(programId: string, memberId: string): string {
  return JSON.stringify({
    operationName: 'RedeemPoints',
    query: REDEEM_POINTS,
    variables: { input: { idempotencyKey: randomUUID(), programId, memberId, points: 1, rewardId: 'reward-1' } },
  });
}

/** A credit of one point under a key that was never used. */
export function earnPoints(programId: string, memberId: string): string {
  return JSON.stringify({
    operationName: 'EarnPoints',
    query: EARN_POINTS,
    variables: { input: { idempotencyKey: randomUUID(), programId, memberId, points: 1 } },
  });
}

/** A transaction that the program's rules judge. */
export function recordTransaction(input: object): string {
  return JSON.stringify({ operationName: 'RecordTransaction', query: RECORD_TRANSACTION, variables: { input } });
}

/** What a gateway asks for a page of accounts. */
export function balances(accountIds: readonly string[]): string {
  return JSON.stringify({
    operationName: 'Balances',
    query: BALANCES,
    variables: { representations: accountIds.map((id) => ({ __typename: 'PointsAccount', id })) },
  });
}

/** A redemption of one point under a key that was never used, which asks for no balance beside it. */
export function redeemThroughEngine(programId: string, memberId: string): string {
  const input = { idempotencyKey: randomUUID(), programId, memberId, points: 1 };
  return JSON.stringify({ operationName: 'RedeemThroughEngine', query: REDEEM_THROUGH_ENGINE, variables: { input } });
}

/** What a gateway asks for a page of members. */
export function membersBalances(programId: string, memberIds: readonly string[]): string {
  const representations = memberIds.map((id) => ({ __typename: 'Member', id }));
  return JSON.stringify({ operationName: 'Members', query: MEMBERS, variables: { representations, programId } });
}
