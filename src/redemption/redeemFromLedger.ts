import { accountNotActive, accountNotFound, insufficientPoints, keyConflict } from '../failure/refusals.ts';
import { unexpected } from '../failure/unexpected.ts';
import type { Debit } from '../ledger/command.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { movementOf } from '../ledger/movementOf.ts';
import type { Outcome } from '../ledger/outcome.ts';
import type { RedeemPointsResult } from './redemptionUseCases.ts';
import { currentRedemption } from './currentRedemption.ts';
import { toRedemption } from './toRedemption.ts';

/** Our own ledger decides, at once. */
export async function redeemFromLedger(ledger: Ledger, command: Debit): Promise<RedeemPointsResult> {
  return resultOf(ledger, command, await ledger.post(command));
}

async function resultOf(ledger: Ledger, command: Debit, outcome: Outcome): Promise<RedeemPointsResult> {
  const { decimals } = command.program;
  if (outcome.status === 'absent') return accountNotFound();
  if (outcome.status === 'conflict') return keyConflict();
  if (outcome.status === 'accepted') {
    if (outcome.replayed) return { ok: true, value: await currentRedemption(ledger, command.id, decimals) };
    return { ok: true, value: toRedemption(movementOf(outcome.receipt, command.account), decimals) };
  }
  if (outcome.status === 'rejected') {
    const { rejection } = outcome;
    if (rejection.code === 'INSUFFICIENT_POINTS') return insufficientPoints(rejection, decimals);
    if (rejection.code === 'ACCOUNT_NOT_ACTIVE') return accountNotActive(rejection.status);
  }
  throw unexpected(outcome);
}
