import type { AccountRef } from '../ledger/account.ts';
import type { Award } from '../ledger/award.ts';
import type { Movement } from '../ledger/movements.ts';
import type { Receipt } from '../ledger/outcome.ts';
import { formatMinor } from '../ledger/points.ts';
import type { Earning, EarningStatus } from './earning.ts';
import { type AwardFacts, factsOf, remainingAmount } from './rules/facts.ts';
import type { RuleAssessment } from './rules/ruleSet.ts';
import type { Money } from './transaction.ts';

type Whose = Pick<Movement, 'id' | 'account' | 'programId' | 'memberId'>;
type Standing = Pick<Award, 'points' | 'reversed' | 'state' | 'clearsAt' | 'memo'>;
type Told = Pick<AwardFacts, 'transaction' | 'lines'>;

/** Whether the request behind a movement is an earning. */
export function isEarning(movement: Movement): boolean {
  return movement.kind === 'CREDIT' || movement.kind === 'AWARD';
}

/** A credit or an award as the earning that it is; decimals are the program's. */
export function toEarning(movement: Movement, decimals: number): Earning {
  const { award } = movement;
  if (award === null) return ofCredit(movement, decimals);
  const facts = factsOf(award.facts);
  return ofAward(movement, award, facts, remainingOf(award, facts.transaction.amount), decimals);
}

/** What a receipt says of an award that was made just now, so that nobody has to read it back. */
export function earningJustMade(
  { id, account, points, seq }: Receipt,
  { programId, memberId }: AccountRef,
  { clearing, transaction, lines }: Extract<RuleAssessment, { readonly facts: string }>,
  decimals: number,
): Earning {
  const isPending = seq === null && points > 0n;
  const standing: Standing = {
    points,
    reversed: 0n,
    state: isPending ? 'PENDING' : 'POSTED',
    clearsAt: isPending && clearing instanceof Date ? clearing : null,
    memo: null,
  };
  return ofAward({ id, account, programId, memberId }, standing, { transaction, lines }, transaction.amount, decimals);
}

function ofCredit(movement: Movement, decimals: number): Earning {
  const { points, reversed, effectiveAt } = movement;
  return {
    ...whose(movement),
    decimals,
    kind: 'CREDIT',
    transactionId: null,
    status: 'POSTED',
    points,
    reversedPoints: reversed,
    breakdown: [{ rule: 'credit', kind: 'BASE', points: formatMinor(points, decimals) }],
    occurredAt: effectiveAt,
    clearsAt: null,
    remainingAmount: null,
  };
}

function ofAward(
  of: Whose,
  award: Standing,
  { transaction, lines }: Told,
  remaining: Money | null,
  decimals: number,
): Earning {
  return {
    id: of.id,
    accountId: of.account.id,
    programId: of.programId,
    memberId: of.memberId,
    decimals,
    kind: transaction.kind,
    transactionId: transaction.id,
    status: statusOf(award, remaining),
    points: award.points,
    reversedPoints: award.reversed,
    breakdown: lines,
    occurredAt: transaction.occurredAt,
    clearsAt: award.clearsAt,
    remainingAmount: remaining,
  };
}

function whose({ id, account, programId, memberId }: Whose) {
  return { id, accountId: account.id, programId, memberId };
}

function remainingOf(award: Pick<Award, 'facts' | 'memo'>, amount: Money | null): Money | null {
  if (amount === null || award.memo === null) return amount;
  return { ...amount, amount: remainingAmount(award) ?? amount.amount };
}

function statusOf({ points, reversed, state, memo }: Standing, remaining: Money | null): EarningStatus {
  if (memo === null) return state;
  // Of a transaction that earned nothing, or had no amount, it is not the points that tell.
  const isOver = remaining === null || remaining.amount === '0' || (points > 0n && reversed === points);
  if (isOver) return 'REVERSED';
  return state === 'POSTED' && reversed > 0n ? 'PARTIALLY_REVERSED' : state;
}
