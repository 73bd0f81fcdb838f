import {
  accountNotActive,
  accountNotFound,
  balanceLimit,
  currencyRateNotFound,
  earningCapExceeded,
} from '../failure/refusals.ts';
import { accountRef, type StoredAccount } from '../ledger/account.ts';
import type { Clearing } from '../ledger/award.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { greatestMinor } from '../ledger/points.ts';
import type { Program } from '../program/programs.ts';
import type { SimulateEarningResult } from './earningUseCases.ts';
import type { RuleAssessment, RuleSet } from './rules/ruleSet.ts';
import type { Transaction } from './transaction.ts';

type Given = Exclude<RuleAssessment, { readonly rejection: unknown }>;

/** What the ledger would say of the award now, in the order in which it looks: it locks nothing and writes nothing. */
export async function simulate(
  ledger: Ledger,
  program: Program,
  rules: RuleSet,
  transaction: Transaction,
  now: Date,
): Promise<SimulateEarningResult> {
  const ref = accountRef(program.id, transaction.memberId);
  const problem = rules.problemOf(transaction);
  const ranges = problem === null ? rules.readsOf(transaction) : [];
  // Of an account that is not opened yet nothing is counted, and of its program everything.
  const [[account = null], [counters = []]] = await Promise.all([
    ledger.accounts([ref]),
    ledger.counters([{ account: ref, ranges }]),
  ]);
  if (account === null && !program.opensAccounts) return accountNotFound();
  if (account?.status === 'CLOSED') return accountNotActive(account.status);
  if (problem !== null) return currencyRateNotFound(problem.currencyCode);
  const assessment = rules.assess(transaction, counters);
  if ('rejection' in assessment) {
    const { rejection } = assessment;
    if (rejection.code === 'CAP_EXCEEDED') return earningCapExceeded(rejection, program.decimals);
    throw new Error(`rules answered ${rejection.code}`);
  }
  if (owned(account) + assessment.points > greatestMinor(program.decimals)) {
    return balanceLimit(greatestMinor(program.decimals), program.decimals);
  }
  return { ok: true, value: simulationOf(assessment, program.decimals, now) };
}

function owned(account: StoredAccount | null): bigint {
  return account === null ? 0n : account.balance + account.pending;
}

function simulationOf(given: Given, decimals: number, now: Date) {
  const { lines, tier } = given;
  return { points: given.points, decimals, breakdown: lines, tier, clearing: clearingOf(given, now) };
}

/** Nothing has nothing to wait for, and what should have cleared already does so at once. */
function clearingOf({ points, clearing }: Given, now: Date): Clearing {
  if (points === 0n) return 'AT_ONCE';
  return clearing instanceof Date && clearing <= now ? 'AT_ONCE' : clearing;
}
