import { toJsonNumber } from '../../ledger/points.ts';
import { entryId } from '../entryId.ts';
import type { LedgerEntryResolvers } from '../generated/types.ts';

export const LedgerEntry: LedgerEntryResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.entry.byId(id),
  id: (entry) => entryId(entry),
  points: ({ points, decimals }) => toJsonNumber(points, decimals),
  balanceAfter: ({ balanceAfter, decimals }) => toJsonNumber(balanceAfter, decimals),
  redemption({ kind, requestId, targetId }, _, { loaders }) {
    if (kind === 'REDEEM') return loaders.movement.redemption(requestId);
    return kind === 'REVERSE' && targetId !== null ? loaders.movement.redemption(targetId) : null;
  },
  earning({ kind, requestId, targetId }, _, { loaders }) {
    // What cleared or took back an earning names it; what paid a debt stands in the earning's own request.
    return kind === 'EARN' || kind === 'REVERSE' ? loaders.movement.earning(targetId ?? requestId) : null;
  },
};
