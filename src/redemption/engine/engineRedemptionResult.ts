import {
  accountNotActive,
  accountNotFound,
  engineInsufficientPoints,
  engineUnavailable,
} from '../../failure/refusals.ts';
import type { RedeemPointsResult } from '../redemptionUseCases.ts';
import type { Unsent } from '../../saga/unsent.ts';
import { toEngineRedemption } from './toEngineRedemption.ts';
import type { EngineRedemption } from './engineRedemption.ts';

const UNAVAILABLE = 'The loyalty system of this program cannot be reached. Nothing was spent, and nothing is reserved.';

/** How a redemption through an engine is answered as it stands. */
export function engineRedemptionResult(row: EngineRedemption | Unsent, decimals: number): RedeemPointsResult {
  if ('retryAfter' in row) return engineUnavailable(UNAVAILABLE, Math.max(1, Math.ceil(row.retryAfter / 1000)));
  switch (row.declineReason) {
    case 'INSUFFICIENT_POINTS':
      return engineInsufficientPoints(row.points, decimals);
    case 'MEMBER_UNKNOWN':
      return accountNotFound();
    case 'ACCOUNT_NOT_ACTIVE':
      return accountNotActive('FROZEN');
    default:
      return { ok: true, value: toEngineRedemption(row, decimals) };
  }
}
