import { reachesProgram, requireStaffScope, type Viewer } from '../access/viewer.ts';
import { checkAmount } from '../failure/checkAmount.ts';
import { checkId, checkKey, checkNote } from '../failure/checkText.ts';
import { balanceLimit, keyConflict, redemptionNotFound, redemptionNotReversible } from '../failure/refusals.ts';
import { unexpected } from '../failure/unexpected.ts';
import { accountRef } from '../ledger/account.ts';
import type { Reverse } from '../ledger/command.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Movement } from '../ledger/movements.ts';
import type { Outcome } from '../ledger/outcome.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import { detailsOf } from '../program/detailsOf.ts';
import type { ReverseRedemptionInput, ReverseRedemptionResult } from './redemptionUseCases.ts';
import { currentRedemption } from './currentRedemption.ts';
import { reverseThroughEngine } from './engine/reverseThroughEngine.ts';
import type { EngineRedemption } from './engine/engineRedemption.ts';
import type { RedeemingContext } from './redeemingContext.ts';
import { isRedemption } from './toRedemption.ts';

/**
 * Gives back all or part of a redemption. The key is unique within the redemption's program. Answers, a replay too,
 * with the redemption as it stands now: others may have given back more of it meanwhile.
 */
export async function reverseRedemption(
  { ledger, programs, engineRedeeming }: RedeemingContext,
  viewer: Viewer,
  input: ReverseRedemptionInput,
  scope: 'graph' | 'plum',
): Promise<ReverseRedemptionResult> {
  requireStaffScope(viewer, 'points:redeem');
  checkInput(input);
  const { redemptionId, idempotencyKey, reason } = input;
  const redeemed = await reachedRedemption({ ledger, engineRedeeming }, viewer, redemptionId);
  const program = redeemed === null ? null : await programs.find(redeemed.programId);
  if (redeemed === null || program === null) return redemptionNotFound();
  const points = input.points == null ? null : checkAmount('input.points', input.points, program);
  if (points !== null && typeof points !== 'bigint') return points;

  const command: Reverse = {
    kind: 'REVERSE',
    id: requestId(program.id, scope, idempotencyKey),
    fingerprint: fingerprintOf('reverseRedemption', redemptionId, points, reason ?? null),
    account: accountRef(program.id, redeemed.memberId),
    program,
    targetId: redemptionId,
    points,
    details: detailsOf({ reason }),
  };
  if (engineRedeeming !== undefined && 'engineKind' in redeemed) {
    return reverseThroughEngine(engineRedeeming, redeemed, command);
  }
  return resultOf(ledger, command, await ledger.post(command));
}

function checkInput({ idempotencyKey, redemptionId, reason }: ReverseRedemptionInput): void {
  checkKey('input.idempotencyKey', idempotencyKey);
  checkId('input.redemptionId', redemptionId);
  if (reason != null) checkNote('input.reason', reason);
}

async function reachedRedemption(
  { ledger, engineRedeeming }: Pick<RedeemingContext, 'ledger' | 'engineRedeeming'>,
  viewer: Viewer,
  id: string,
): Promise<Movement | EngineRedemption | null> {
  if (!isUuid(id)) return null;
  const [movement] = await ledger.movements([id]);
  // What our books repeat, or do not have, is an engine's to say.
  const isOurs = movement != null && movement.kind !== 'MIRROR';
  const [row] = isOurs || engineRedeeming === undefined ? [] : await engineRedeeming.redemptions.find([id]);
  const redeemed = row ?? movement;
  if (redeemed == null || ('kind' in redeemed && !isRedemption(redeemed))) return null;
  return reachesProgram(viewer, redeemed.programId) ? redeemed : null;
}

async function resultOf(ledger: Ledger, command: Reverse, outcome: Outcome): Promise<ReverseRedemptionResult> {
  const { decimals } = command.program;
  if (outcome.status === 'conflict') return keyConflict();
  if (outcome.status === 'accepted') {
    return { ok: true, value: await currentRedemption(ledger, command.targetId, decimals) };
  }
  if (outcome.status === 'rejected') {
    const { rejection } = outcome;
    if (rejection.code === 'NOT_REVERSIBLE') return redemptionNotReversible(rejection.reversible, decimals);
    if (rejection.code === 'BALANCE_LIMIT') return balanceLimit(rejection.greatest, decimals);
    if (rejection.code === 'ACCOUNT_NOT_ACTIVE') {
      return redemptionNotReversible(0n, decimals, 'The points account is closed: nothing can be given back to it.');
    }
  }
  throw unexpected(outcome);
}
