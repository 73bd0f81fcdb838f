import { gql } from 'graphql-tag';

/** The part of the contract that the benchmark calls. */
export const typeDefs = gql`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

  type PointsAccount @key(fields: "id") {
    id: ID!
    balance: PointsBalance
  }

  type PointsBalance {
    available: Int!
    held: Int!
    pending: Int!
  }

  type Redemption @key(fields: "id") {
    id: ID!
    status: String!
    points: Int!
    account: PointsAccount!
  }

  type Query {
    pointsAccount(id: ID!): PointsAccount
  }

  type Mutation {
    redeemPoints(input: RedeemPointsInput!): RedeemPointsResult!
  }

  input RedeemPointsInput {
    idempotencyKey: String!
    memberId: ID!
    programId: ID!
    points: Int!
    rewardId: ID
  }

  interface PointsError {
    message: String!
  }

  type RedeemPointsSuccess {
    redemption: Redemption!
  }
  type InsufficientPoints implements PointsError {
    message: String!
  }
  type PointsAccountNotFound implements PointsError {
    message: String!
  }

  union RedeemPointsResult = RedeemPointsSuccess | InsufficientPoints | PointsAccountNotFound
`;
