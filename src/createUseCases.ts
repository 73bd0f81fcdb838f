import { changeEarningRule } from './earning/changeEarningRule.ts';
import { clearEarning } from './earning/clearEarning.ts';
import { earnPoints } from './earning/earnPoints.ts';
import type { EarningContext } from './earning/earningContext.ts';
import { recordTransaction } from './earning/recordTransaction.ts';
import { recordTransactions } from './earning/recordTransactions.ts';
import { reverseEarning } from './earning/reverseEarning.ts';
import { simulateEarning } from './earning/simulateEarning.ts';
import { changePointsAccountStatus } from './program/changePointsAccountStatus.ts';
import { redeemPoints } from './redemption/redeemPoints.ts';
import { reverseRedemption } from './redemption/reverseRedemption.ts';
import type { UseCases } from './useCases.ts';

export interface UseCasesOptions extends Omit<EarningContext, 'now'> {
  /** Absent: the process's clock. */
  readonly now?: () => Date;
}

/** The use-cases on a ledger, its programs and their rules. */
export function createUseCases({ now = () => new Date(), ...parts }: UseCasesOptions): UseCases {
  const { ledger, programs } = parts;
  const earning: EarningContext = { ...parts, now };
  return {
    redeemPoints: (viewer, input, scope = 'graph') => redeemPoints(ledger, programs, viewer, input, scope),
    reverseRedemption: (viewer, input, scope = 'graph') => reverseRedemption(ledger, programs, viewer, input, scope),
    earnPoints: (viewer, input) => earnPoints(ledger, programs, viewer, input),
    recordTransaction: (viewer, input, delivery) => recordTransaction(earning, viewer, input, delivery),
    recordTransactions: (viewer, inputs) => recordTransactions(earning, viewer, inputs),
    reverseEarning: (viewer, input, delivery) => reverseEarning(earning, viewer, input, delivery),
    clearEarning: (viewer, key, delivery) => clearEarning(earning, viewer, key, delivery),
    simulateEarning: (viewer, input) => simulateEarning(earning, viewer, input),
    changeEarningRule: (viewer, input) => changeEarningRule(earning, viewer, input),
    changePointsAccountStatus: (viewer, input) => changePointsAccountStatus(ledger, programs, viewer, input),
  };
}
