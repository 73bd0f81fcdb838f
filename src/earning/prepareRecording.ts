import type { Viewer } from '../access/viewer.ts';
import { checkId } from '../failure/checkText.ts';
import { accountNotFound, type Refused } from '../failure/refusals.ts';
import { accountRef } from '../ledger/account.ts';
import type { Assess, Assessment } from '../ledger/award.ts';
import type { AwardPoints, Delivery } from '../ledger/command.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import type { Program } from '../program/programs.ts';
import { reachedProgram } from '../program/reachedProgram.ts';
import type { RecordTransactionInput } from '../useCases.ts';
import { checkTransaction, checkTransactionAmount, toTransaction } from './checkTransaction.ts';
import type { EarningContext } from './earningContext.ts';
import { RateNotFound } from './rateNotFound.ts';
import type { RuleSet } from './rules/ruleSet.ts';
import type { Money, Transaction } from './transaction.ts';

/** A transaction on its way into the ledger. */
export interface Recording {
  readonly command: AwardPoints;
  /** What the rules made of it when the ledger asked last: what was stored, if anything was. */
  assessed(): Assessment | null;
}

/** Checks a transaction and finds the rules that judge it. The field is named like "input" or "inputs[3]". */
export async function prepareRecording(
  context: EarningContext,
  viewer: Viewer,
  field: string,
  input: RecordTransactionInput,
  delivery?: Delivery,
): Promise<Recording | Refused<'PointsAccountNotFound' | 'InvalidTransactionAmount'>> {
  const now = context.now();
  checkId(`${field}.transactionId`, input.transactionId);
  checkTransaction(field, input, now);
  const program = await reachedProgram(context.programs, viewer, input.programId, input.memberId);
  if (program === null) return accountNotFound();
  const amount = checkTransactionAmount(field, input);
  if (amount !== null && 'failure' in amount) return amount;
  const transaction = toTransaction(input.transactionId, input, amount, now);
  const rules = await context.earningRules.ruleSetAt(program.id, transaction.occurredAt);
  const { assess, assessed } = assessor(rules, transaction);
  return { command: { ...identityOf(program, input, amount, delivery), ...judged(rules, transaction, assess) }, assessed };
}

/** What was sent, however it was spelt. That it named no time is part of it. */
function identityOf(program: Program, input: RecordTransactionInput, amount: Money | null, delivery?: Delivery) {
  const { transactionId, memberId, kind, category, merchantId, occurredAt } = input;
  return {
    kind: 'AWARD',
    id: requestId(program.id, 'transaction', transactionId),
    fingerprint: fingerprintOf(
      'recordTransaction',
      memberId,
      kind,
      amount?.amount ?? null,
      amount?.currencyCode ?? null,
      category ?? null,
      merchantId ?? null,
      occurredAt?.toISOString() ?? null,
    ),
    account: accountRef(program.id, memberId),
    program,
    ...(delivery !== undefined && { delivery }),
  } as const;
}

function judged(rules: RuleSet, transaction: Transaction, assess: Assess) {
  return { reads: rules.readsOf(transaction), assess, effectiveAt: transaction.occurredAt };
}

function assessor(rules: RuleSet, transaction: Transaction): { assess: Assess; assessed: () => Assessment | null } {
  let last: Assessment | null = null;
  const problem = rules.problemOf(transaction);
  return {
    assess(counters) {
      if (problem !== null) throw new RateNotFound(problem.currencyCode);
      last = rules.assess(transaction, counters);
      return last;
    },
    assessed: () => last,
  };
}
