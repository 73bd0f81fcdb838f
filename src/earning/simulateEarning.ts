import { requireScope, requireStaffScope, type Viewer } from '../access/viewer.ts';
import { accountNotFound, earningBelongsToEngine, type Refused } from '../failure/refusals.ts';
import type { Program } from '../program/programs.ts';
import { reachedProgram } from '../program/reachedProgram.ts';
import type { SimulateEarningInput, SimulateEarningResult } from './earningUseCases.ts';
import { checkDrafts } from './checkDrafts.ts';
import { checkTransaction, checkTransactionAmount, toTransaction } from './checkTransaction.ts';
import type { EarningContext } from './earningContext.ts';
import type { RuleSet } from './rules/ruleSet.ts';
import { hasEngine } from './hasEngine.ts';
import { judgingRules } from './judgingRules.ts';
import { simulate } from './simulate.ts';
import type { Transaction } from './transaction.ts';

type Drafts = NonNullable<SimulateEarningInput['drafts']>;

/**
 * What a transaction would earn if it were recorded now: the same rules, counters and arithmetic as recording, and
 * nothing is written. With drafts, by the rules as they would be with them.
 */
export async function simulateEarning(
  context: EarningContext,
  viewer: Viewer,
  { transaction: input, drafts }: SimulateEarningInput,
): Promise<SimulateEarningResult> {
  requireScope(viewer, 'points:read');
  if (drafts != null && drafts.length > 0) requireStaffScope(viewer, 'points:admin');
  const now = context.now();
  checkTransaction('input.transaction', input, now);
  const program = await reachedProgram(context.programs, viewer, input.programId, input.memberId);
  if (program === null) return accountNotFound();
  if (await hasEngine(context.engines, program.id)) return earningBelongsToEngine();
  const amount = checkTransactionAmount('input.transaction', input);
  if (amount !== null && 'failure' in amount) return amount;

  // No transaction has an empty id, and rules do not look at it.
  const transaction = toTransaction('', input, amount, now);
  const rules = await rulesOf(context, program, transaction, now, drafts ?? []);
  if ('failure' in rules) return rules;
  return simulate(context.ledger, program, rules, transaction, now);
}

async function rulesOf(
  { earningRules }: EarningContext,
  program: Program,
  transaction: Transaction,
  now: Date,
  drafts: Drafts,
): Promise<RuleSet | Refused<'InvalidEarningRule'>> {
  if (drafts.length === 0) return judgingRules(earningRules, program.id, transaction, now);
  const checked = await checkDrafts(earningRules, program, drafts);
  return 'failure' in checked ? checked : earningRules.draftRuleSet(program.id, transaction.occurredAt, checked);
}
