import { requireScope, type Viewer } from '../access/viewer.ts';
import { checkAmount } from '../failure/checkAmount.ts';
import { checkId, checkKey } from '../failure/checkText.ts';
import { accountNotFound } from '../failure/refusals.ts';
import { accountRef } from '../ledger/account.ts';
import type { Debit } from '../ledger/command.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import { detailsOf } from '../program/detailsOf.ts';
import { reachedProgram } from '../program/reachedProgram.ts';
import type { RedeemPointsInput, RedeemPointsResult } from './redemptionUseCases.ts';
import { redeemThroughEngine } from './engine/redeemThroughEngine.ts';
import { redeemFromLedger } from './redeemFromLedger.ts';
import type { RedeemingContext } from './redeemingContext.ts';

/**
 * Spends points of a member. A member's own token spends that member's alone. A replay answers with the redemption
 * as it stands now; a refusal is remembered under its key too, with the figures of then.
 */
export async function redeemPoints(
  { ledger, programs, engineRedeeming }: RedeemingContext,
  viewer: Viewer,
  input: RedeemPointsInput,
  scope: 'graph' | 'plum',
): Promise<RedeemPointsResult> {
  requireScope(viewer, 'points:redeem');
  checkInput(input);
  const { memberId, idempotencyKey, rewardId, orderId } = input;
  const program = await reachedProgram(programs, viewer, input.programId, memberId);
  if (program === null) return accountNotFound();
  const points = checkAmount('input.points', input.points, program);
  if (typeof points !== 'bigint') return points;

  const command: Debit = {
    kind: 'DEBIT',
    id: requestId(program.id, scope, idempotencyKey),
    fingerprint: fingerprintOf('redeemPoints', memberId, points, rewardId ?? null, orderId ?? null),
    account: accountRef(program.id, memberId),
    program,
    points,
    details: detailsOf({ rewardId, orderId }),
  };
  if (engineRedeeming !== undefined) {
    const engine = await engineRedeeming.engines.find(program.id);
    if (engine !== null) return redeemThroughEngine(ledger, engineRedeeming, engine, command);
  }
  return redeemFromLedger(ledger, command);
}

function checkInput({ idempotencyKey, memberId, programId, rewardId, orderId }: RedeemPointsInput): void {
  checkKey('input.idempotencyKey', idempotencyKey);
  checkId('input.memberId', memberId);
  if (programId != null) checkId('input.programId', programId);
  if (rewardId != null) checkId('input.rewardId', rewardId);
  if (orderId != null) checkId('input.orderId', orderId);
}
