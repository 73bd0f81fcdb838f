import { changeEarningRule } from './earning/changeEarningRule.ts';
import { clearEarning } from './earning/clearEarning.ts';
import { earnPoints } from './earning/earnPoints.ts';
import type { EngineAwarding } from './earning/engine/engineAwarding.ts';
import type { EarningContext } from './earning/earningContext.ts';
import { recordTransaction } from './earning/recordTransaction.ts';
import { recordTransactions } from './earning/recordTransactions.ts';
import { reverseEarning } from './earning/reverseEarning.ts';
import { simulateEarning } from './earning/simulateEarning.ts';
import { checkEngine } from './engines/checkEngine.ts';
import { configureEngine } from './engines/configureEngine.ts';
import type { EngineContext } from './engines/engineContext.ts';
import { importEngineMembers } from './engines/importEngineMembers.ts';
import { noEngines } from './engines/noEngines.ts';
import { removeEngine } from './engines/removeEngine.ts';
import { storefrontSession } from './engines/storefrontSession.ts';
import { changePointsAccountStatus } from './program/changePointsAccountStatus.ts';
import type { EngineRedeeming } from './redemption/engine/engineRedeeming.ts';
import { redeemPoints } from './redemption/redeemPoints.ts';
import type { RedeemingContext } from './redemption/redeemingContext.ts';
import { reverseRedemption } from './redemption/reverseRedemption.ts';
import type { UseCases } from './useCases.ts';

export interface UseCasesOptions extends Omit<EarningContext, 'engines' | 'awarding' | 'now'> {
  /** Absent: the process's clock. */
  readonly now?: () => Date;
  /** Absent: no program has an engine, and none can be configured. */
  readonly engineConfiguration?: Omit<EngineContext, 'programs'> | undefined;
  /** Absent: every program's points live in our own ledger. */
  readonly engineRedeeming?: EngineRedeeming | undefined;
  /** Absent: engines are handed no transactions. */
  readonly engineAwarding?: EngineAwarding | undefined;
}

/** The use-cases on a ledger, its programs and their rules. */
export function createUseCases(options: UseCasesOptions): UseCases {
  const {
    now = () => new Date(),
    engineConfiguration = noEngines,
    engineRedeeming,
    engineAwarding,
    ...parts
  } = options;
  const { ledger, programs } = parts;
  const engines: EngineContext = { ...engineConfiguration, programs };
  const earning: EarningContext = { ...parts, engines: engineRedeeming?.engines, awarding: engineAwarding, now };
  const redeeming: RedeemingContext = { ledger, programs, engineRedeeming };
  return {
    redeemPoints: (viewer, input, scope = 'graph') => redeemPoints(redeeming, viewer, input, scope),
    reverseRedemption: (viewer, input, scope = 'graph') => reverseRedemption(redeeming, viewer, input, scope),
    earnPoints: (viewer, input) => earnPoints(earning, viewer, input),
    recordTransaction: (viewer, input, delivery) => recordTransaction(earning, viewer, input, delivery),
    recordTransactions: (viewer, inputs) => recordTransactions(earning, viewer, inputs),
    reverseEarning: (viewer, input, delivery) => reverseEarning(earning, viewer, input, delivery),
    clearEarning: (viewer, key, delivery) => clearEarning(earning, viewer, key, delivery),
    simulateEarning: (viewer, input) => simulateEarning(earning, viewer, input),
    changeEarningRule: (viewer, input) => changeEarningRule(earning, viewer, input),
    changePointsAccountStatus: (viewer, input) => changePointsAccountStatus(ledger, programs, viewer, input),
    configureEngine: (viewer, input) => configureEngine(engines, viewer, input),
    removeEngine: (viewer, input) => removeEngine(engines, viewer, input),
    checkEngine: (viewer, input) => checkEngine(engines, viewer, input),
    storefrontSession: (viewer, input) => storefrontSession({ ...engines, programs, ledger }, viewer, input),
    importEngineMembers: (viewer, input) => importEngineMembers(engines, viewer, input),
  };
}
