import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { ApolloServerPlugin } from '@apollo/server';
import { accountRef } from '../ledger/account.ts';

/** A member that the demo has. */
const MEMBER = 'm-0001';

const DOCUMENT = `# A member's points as a front end reads them. Run it, redeem some below, and run it again.
query Points($accountId: ID!) {
  pointsAccount(id: $accountId) {
    status
    balance {
      available
      held
      asOf
    }
    expiring(first: 3) {
      points
      expiresOn
    }
    entries(first: 5) {
      nodes {
        kind
        points
        balanceAfter
        effectiveAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}

# Running it twice spends once: the idempotencyKey names the wish. Change the key to wish again.
mutation Redeem($input: RedeemPointsInput!) {
  redeemPoints(input: $input) {
    ... on RedeemPointsSuccess {
      redemption {
        id
        status
        points
        account {
          balance {
            available
          }
        }
      }
    }
    ... on InsufficientPoints {
      available
      requested
    }
    ... on PointsError {
      message
    }
  }
}
`;

/** In development Apollo Sandbox, with something to run; in production no page. */
export function landingPage(development: boolean, defaultProgramId: string): ApolloServerPlugin {
  if (!development) return ApolloServerPluginLandingPageDisabled();
  return ApolloServerPluginLandingPageLocalDefault({
    footer: false,
    embed: { runTelemetry: false },
    document: DOCUMENT,
    variables: {
      accountId: accountRef(defaultProgramId, MEMBER).id,
      input: { idempotencyKey: 'my-first-redemption', memberId: MEMBER, points: 50, rewardId: 'reward-coffee' },
    },
  });
}
