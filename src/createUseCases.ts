import { earnPoints } from './earning/earnPoints.ts';
import type { Ledger } from './ledger/ledger.ts';
import { changePointsAccountStatus } from './program/changePointsAccountStatus.ts';
import type { Programs } from './program/programs.ts';
import { redeemPoints } from './redemption/redeemPoints.ts';
import { reverseRedemption } from './redemption/reverseRedemption.ts';
import type { UseCases } from './useCases.ts';

/** The use-cases on a ledger and its programs. */
export function createUseCases({ ledger, programs }: { ledger: Ledger; programs: Programs }): UseCases {
  return {
    redeemPoints: (viewer, input, scope = 'graph') => redeemPoints(ledger, programs, viewer, input, scope),
    reverseRedemption: (viewer, input, scope = 'graph') => reverseRedemption(ledger, programs, viewer, input, scope),
    earnPoints: (viewer, input) => earnPoints(ledger, programs, viewer, input),
    changePointsAccountStatus: (viewer, input) => changePointsAccountStatus(ledger, programs, viewer, input),
  };
}
