import { requireStaffScope, type Viewer } from '../access/viewer.ts';
import {
  accountNotActive,
  balanceLimit,
  earningNotFound,
  earningNotPending,
  keyConflict,
} from '../failure/refusals.ts';
import { unexpected } from '../failure/unexpected.ts';
import { accountRef } from '../ledger/account.ts';
import { clearAward } from '../ledger/clearAward.ts';
import type { Delivery } from '../ledger/command.ts';
import type { ClearEarningResult, EarningKey } from './earningUseCases.ts';
import { currentEarning } from './currentEarning.ts';
import type { EarningContext } from './earningContext.ts';
import { isHandedOver } from './engine/isHandedOver.ts';
import { checkEarningKey, reachedEarning } from './reachedEarning.ts';

const ELSEWHERE = 'The loyalty engine of this program decides when these points can be spent.';

/**
 * Makes a pending earning's points spendable. What is spendable already, at once, by its time or by an earlier signal,
 * is a success too: a signal may come late and twice. Answers with the earning as it stands now.
 */
export async function clearEarning(
  context: EarningContext,
  viewer: Viewer,
  earning: EarningKey,
  delivery?: Delivery,
): Promise<ClearEarningResult> {
  requireStaffScope(viewer, 'points:earn');
  checkEarningKey('input', earning);
  const { ledger } = context;
  const reached = await reachedEarning(context, viewer, earning);
  if (reached === null) {
    const isElsewhere = await isHandedOver(context.awarding, context.programs, viewer, earning);
    return isElsewhere ? earningNotPending(ELSEWHERE) : earningNotFound();
  }
  const { movement, program } = reached;
  if (movement.award === null) return earningNotPending('Points that were credited without a transaction never wait.');

  const command = clearAward(accountRef(program.id, movement.memberId), program, movement.id);
  const outcome = await ledger.post(delivery === undefined ? command : { ...command, delivery });
  // The request's id says all of it: another body can only have come under the message's.
  if (outcome.status === 'conflict') return keyConflict();
  if (outcome.status === 'rejected') {
    const { rejection } = outcome;
    if (rejection.code === 'ACCOUNT_NOT_ACTIVE') return accountNotActive(rejection.status);
    if (rejection.code === 'BALANCE_LIMIT') return balanceLimit(rejection.greatest, program.decimals);
    if (rejection.code !== 'AWARD_NOT_PENDING') throw unexpected(outcome);
  } else if (outcome.status !== 'accepted') {
    throw unexpected(outcome);
  }
  return { ok: true, value: await currentEarning(ledger, movement.id, program.decimals) };
}
