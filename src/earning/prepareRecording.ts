import type { Viewer } from '../access/viewer.ts';
import { checkId } from '../failure/checkText.ts';
import { accountNotFound, type Refused } from '../failure/refusals.ts';
import { accountRef } from '../ledger/account.ts';
import type { AwardPoints, Delivery } from '../ledger/command.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import { reachedProgram } from '../program/reachedProgram.ts';
import type { RecordTransactionInput } from './earningUseCases.ts';
import { checkTransaction, checkTransactionAmount, toTransaction } from './checkTransaction.ts';
import type { EarningContext } from './earningContext.ts';
import type { EngineRecording } from './engine/engineRecording.ts';
import { judgingRules } from './judgingRules.ts';
import { RateNotFound } from './rateNotFound.ts';
import type { RuleAssessment, RuleSet } from './rules/ruleSet.ts';
import type { Money, Transaction } from './transaction.ts';

/** A transaction on its way into the ledger. */
export interface Recording {
  readonly command: AwardPoints;
  /**
   * What the rules made of it; null: the ledger did not ask, or asked again because a try of its was lost, and which of
   * the answers it stored is not known here.
   */
  assessed(): RuleAssessment | null;
}

type Unprepared = Refused<'PointsAccountNotFound'> | Refused<'InvalidTransactionAmount'>;

/** Checks a transaction and finds the rules that judge it, or the engine that does. The field is named like "input" or "inputs[3]". */
export async function prepareRecording(
  context: EarningContext,
  viewer: Viewer,
  field: string,
  input: RecordTransactionInput,
  delivery?: Delivery,
): Promise<Recording | EngineRecording | Unprepared> {
  const now = context.now();
  checkId(`${field}.transactionId`, input.transactionId);
  checkTransaction(field, input, now);
  const program = await reachedProgram(context.programs, viewer, input.programId, input.memberId);
  if (program === null) return accountNotFound();
  const amount = checkTransactionAmount(field, input);
  if (amount !== null && 'failure' in amount) return amount;

  const transaction = toTransaction(input.transactionId, input, amount, now);
  const identity = {
    id: requestId(program.id, 'transaction', transaction.id),
    fingerprint: fingerprintOfSent(input, amount),
    account: accountRef(program.id, transaction.memberId),
  };
  const engine = (await context.engines?.find(program.id)) ?? null;
  if (engine !== null) return { ...identity, engine, program, transaction, delivery };
  const rules = await judgingRules(context.earningRules, program.id, transaction, now);
  const { reads, assess, assessed } = judgmentOf(rules, transaction);
  const command: AwardPoints = {
    kind: 'AWARD',
    ...identity,
    program,
    reads,
    assess,
    effectiveAt: transaction.occurredAt,
    ...(delivery !== undefined && { delivery }),
  };
  return { command, assessed };
}

/** The content as it was sent. That it named no time is part of it. */
function fingerprintOfSent(input: RecordTransactionInput, amount: Money | null): string {
  const { memberId, kind, category, merchantId, occurredAt } = input;
  return fingerprintOf(
    'recordTransaction',
    memberId,
    kind,
    amount?.amount ?? null,
    amount?.currencyCode ?? null,
    category ?? null,
    merchantId ?? null,
    occurredAt?.toISOString() ?? null,
  );
}

function judgmentOf(
  rules: RuleSet,
  transaction: Transaction,
): Pick<AwardPoints, 'reads' | 'assess'> & Pick<Recording, 'assessed'> {
  const problem = rules.problemOf(transaction);
  const answers: RuleAssessment[] = [];
  return {
    reads: problem === null ? rules.readsOf(transaction) : [],
    assess(counters) {
      if (problem !== null) throw new RateNotFound(problem.currencyCode);
      const answer = rules.assess(transaction, counters);
      answers.push(answer);
      return answer;
    },
    assessed: () => (answers.length === 1 ? (answers[0] ?? null) : null),
  };
}
