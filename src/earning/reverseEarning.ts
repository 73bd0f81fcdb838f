import { requireStaffScope, type Viewer } from '../access/viewer.ts';
import { checkKey, checkNote } from '../failure/checkText.ts';
import {
  accountNotActive,
  earningNotFound,
  earningNotReversible,
  insufficientPoints,
  keyConflict,
} from '../failure/refusals.ts';
import { unexpected } from '../failure/unexpected.ts';
import { accountRef } from '../ledger/account.ts';
import type { Award } from '../ledger/award.ts';
import type { Delivery, TakeBack } from '../ledger/command.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Outcome } from '../ledger/outcome.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import { detailsOf } from '../program/detailsOf.ts';
import type { Program } from '../program/programs.ts';
import type { ReverseEarningInput, ReverseEarningResult } from './earningUseCases.ts';
import { checkReversedAmount } from './checkReversedAmount.ts';
import { currentEarning } from './currentEarning.ts';
import type { EarningContext } from './earningContext.ts';
import { isHandedOver } from './engine/isHandedOver.ts';
import { checkEarningKey, reachedEarning } from './reachedEarning.ts';
import { rulesOfAward } from './judgingRules.ts';
import { factsOf } from './rules/facts.ts';
import type { Money } from './transaction.ts';

const ELSEWHERE =
  'The loyalty engine of this program awarded these points: they are taken back there, and the balance follows.';

/**
 * Takes back what a part of a transaction's amount earned, or all that is left of it, by the rules and the policy of
 * the transaction's own instant. The key is unique within the earning's program. Answers, a replay too, with the
 * earning as it stands now.
 */
export async function reverseEarning(
  context: EarningContext,
  viewer: Viewer,
  input: ReverseEarningInput,
  delivery?: Delivery,
): Promise<ReverseEarningResult> {
  requireStaffScope(viewer, 'points:earn');
  checkInput(input);
  const reached = await reachedEarning(context, viewer, input.earning);
  if (reached === null) {
    const isElsewhere = await isHandedOver(context.awarding, context.programs, viewer, input.earning);
    return isElsewhere ? earningNotReversible(ELSEWHERE, null) : earningNotFound();
  }
  const { movement, program } = reached;
  const { award, memberId } = movement;
  if (award === null) {
    return earningNotReversible('Points that were credited without a transaction cannot be reversed.', null);
  }
  const { transaction } = factsOf(award.facts);
  const amount = input.amount == null ? null : checkReversedAmount('input.amount', input.amount, transaction.amount);
  if (amount !== null && 'failure' in amount) return amount;

  const rules = await rulesOfAward(context.earningRules, program.id, award);
  const command: TakeBack = {
    kind: 'TAKE_BACK',
    ...identityOf(program, award, amount, input, delivery),
    account: accountRef(program.id, memberId),
    program,
    targetId: award.id,
    reassess: (current) => rules.takeBack(current, amount?.amount ?? null),
    shortfall: rules.shortfall,
  };
  return resultOf(context.ledger, command, transaction.amount, await context.ledger.post(command));
}

function checkInput({ idempotencyKey, earning, reason }: ReverseEarningInput): void {
  checkKey('input.idempotencyKey', idempotencyKey);
  checkEarningKey('input', earning);
  if (reason != null) checkNote('input.reason', reason);
}

/** Callers of the graph and signed messages have keys of their own. */
function identityOf(
  program: Program,
  award: Award,
  amount: Money | null,
  { idempotencyKey, reason }: ReverseEarningInput,
  delivery?: Delivery,
): Pick<TakeBack, 'id' | 'fingerprint' | 'details' | 'delivery'> {
  const reversed = [amount?.amount ?? null, amount?.currencyCode ?? null];
  return {
    id: requestId(program.id, delivery === undefined ? 'graph' : 'webhook', idempotencyKey),
    fingerprint: fingerprintOf('reverseEarning', award.id, ...reversed, reason ?? null),
    details: detailsOf({ reason }),
    ...(delivery !== undefined && { delivery }),
  };
}

async function resultOf(
  ledger: Ledger,
  command: TakeBack,
  amount: Money | null,
  outcome: Outcome,
): Promise<ReverseEarningResult> {
  const { decimals } = command.program;
  if (outcome.status === 'conflict') return keyConflict();
  if (outcome.status === 'accepted') {
    return { ok: true, value: await currentEarning(ledger, command.targetId, decimals) };
  }
  if (outcome.status === 'rejected') {
    const { rejection } = outcome;
    if (rejection.code === 'NOT_TAKEN_BACK') return notTakenBack(rejection.left, amount);
    if (rejection.code === 'INSUFFICIENT_POINTS') return insufficientPoints(rejection, decimals);
    if (rejection.code === 'ACCOUNT_NOT_ACTIVE') return accountNotActive(rejection.status);
  }
  throw unexpected(outcome);
}

function notTakenBack(left: string | null, amount: Money | null): ReverseEarningResult {
  if (left === null) return earningNotReversible('The earning has been reversed completely.', null);
  const currency = amount === null ? '' : ` ${amount.currencyCode}`;
  return earningNotReversible(`At most ${left}${currency} of the transaction can still be reversed.`, left);
}
