import { requireScope, type Viewer } from '../access/viewer.ts';
import { checkAmount } from '../failure/checkAmount.ts';
import { checkId, checkKey } from '../failure/checkText.ts';
import { accountNotActive, accountNotFound, insufficientPoints, keyConflict } from '../failure/refusals.ts';
import { unexpected } from '../failure/unexpected.ts';
import { accountRef } from '../ledger/account.ts';
import type { Debit } from '../ledger/command.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { movementOf } from '../ledger/movementOf.ts';
import type { Outcome } from '../ledger/outcome.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import { detailsOf } from '../program/detailsOf.ts';
import type { Programs } from '../program/programs.ts';
import { reachedProgram } from '../program/reachedProgram.ts';
import type { RedeemPointsInput, RedeemPointsResult } from '../useCases.ts';
import { currentRedemption } from './currentRedemption.ts';
import { toRedemption } from './toRedemption.ts';

/**
 * Spends points of a member. A member's own token spends that member's alone. A replay answers with the redemption
 * as it stands now; a refusal is remembered under its key too, with the figures of then.
 */
export async function redeemPoints(
  ledger: Ledger,
  programs: Programs,
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
  return resultOf(ledger, command, await ledger.post(command));
}

function checkInput({ idempotencyKey, memberId, programId, rewardId, orderId }: RedeemPointsInput): void {
  checkKey('input.idempotencyKey', idempotencyKey);
  checkId('input.memberId', memberId);
  if (programId != null) checkId('input.programId', programId);
  if (rewardId != null) checkId('input.rewardId', rewardId);
  if (orderId != null) checkId('input.orderId', orderId);
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
