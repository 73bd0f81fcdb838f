import { dayOf } from '../../ledger/day.ts';
import { toJsonNumber } from '../../ledger/points.ts';
import { balanceOf } from '../balanceOf.ts';
import { type Connection, pageToRead, type PageToRead, toConnection } from '../connection.ts';
import { earningsOf } from '../earningsOf.ts';
import type { PlacedPage } from '../engineThenLedger.ts';
import { expiringOf } from '../expiringOf.ts';
import type { PointsAccountResolvers } from '../generated/types.ts';
import { pageSize } from '../pageSize.ts';
import { isLoaded, toLedgerEntry } from '../parents.ts';
import { redemptionsOf } from '../redemptionsOf.ts';
import { tierChangesOf, tierOf } from '../tierOf.ts';
import { withAccount } from '../withAccount.ts';

const USUAL_EXPIRING = 10;
const USUAL_CHANGES = 20;

export const PointsAccount: PointsAccountResolvers = {
  __resolveReference: (reference, { loaders }) =>
    'id' in reference
      ? loaders.account.byId(reference.id)
      : loaders.account.ofMember(reference.programId, reference.member.id),
  member: ({ memberId }) => ({ id: memberId }),
  program: (account, _, { loaders }) => (isLoaded(account) ? account.program : loaders.program.load(account.programId)),
  status: (account, _, context) =>
    'status' in account ? account.status : withAccount(account, context, ({ status }) => status),
  balance: (account, _, context) => withAccount(account, context, (loaded) => balanceOf(loaded, context.loaders)),
  balanceAt: (parent, { time }, context) =>
    withAccount(parent, context, async (account) => {
      const { decimals, timeZone } = account.program;
      const balance = await context.loaders.balanceAt.load({ account, time, day: dayOf(time, timeZone) });
      return balance === null ? null : toJsonNumber(balance, decimals);
    }),
  expiring(parent, { first }, context) {
    const size = pageSize(first, USUAL_EXPIRING);
    return withAccount(parent, context, (account) => {
      const expiring = expiringOf(account, size);
      context.loaders.rows.spend(expiring.length);
      return expiring;
    });
  },
  entries(parent, { kinds = null, ...page }, context) {
    const asked = pageToRead('entries', page);
    return withAccount(parent, context, async (account) => {
      const { entries, hasMore } = await context.loaders.entryPage.load({ account, kinds, ...asked });
      context.loaders.rows.spend(entries.length);
      return toConnection('entries', {
        rows: entries,
        hasMore,
        isBehind: asked.before !== null,
        placeOf: (entry) => entry.seq,
        toNode: (entry) => toLedgerEntry(entry, account),
      });
    });
  },
  tier: (parent, _, context) =>
    withAccount(parent, context, async (account) => {
      const facts = await context.loaders.tier.standing(account);
      return facts && tierOf(facts);
    }),
  tierHistory(parent, { first }, context) {
    const size = pageSize(first, USUAL_CHANGES);
    return withAccount(parent, context, async (account) => {
      const facts = await context.loaders.tier.history(account);
      const changes = facts === null ? [] : tierChangesOf(facts, size);
      context.loaders.rows.spend(changes.length);
      return changes;
    });
  },
  redemptions(parent, page, context) {
    const asked = pageToRead('redemptions', page);
    return withAccount(parent, context, async (account) => {
      const read = await redemptionsOf(account, asked, context);
      context.loaders.rows.spend(read.rows.length);
      return placedConnection('redemptions', asked, read);
    });
  },
  earnings(parent, page, context) {
    const asked = pageToRead('earnings', page);
    return withAccount(parent, context, async (account) => {
      const read = await earningsOf(account, asked, context);
      context.loaders.rows.spend(read.rows.length);
      return placedConnection('earnings', asked, read);
    });
  },
};

/** A page of what has a place among its account's as a connection. */
function placedConnection<Node>(
  list: 'redemptions' | 'earnings',
  { before }: PageToRead,
  { rows, hasMore }: PlacedPage<Node>,
): Connection<Node> {
  return toConnection(list, {
    rows,
    hasMore,
    isBehind: before !== null,
    placeOf: ({ place }) => place,
    toNode: ({ node }) => node,
  });
}
