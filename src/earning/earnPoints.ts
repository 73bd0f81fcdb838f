import { requireStaffScope, type Viewer } from '../access/viewer.ts';
import { checkAmount } from '../failure/checkAmount.ts';
import { checkId, checkKey, checkNote } from '../failure/checkText.ts';
import {
  accountNotActive,
  accountNotFound,
  balanceLimit,
  earningBelongsToEngine,
  keyConflict,
} from '../failure/refusals.ts';
import { unexpected } from '../failure/unexpected.ts';
import { accountRef } from '../ledger/account.ts';
import type { Credit } from '../ledger/command.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { movementOf } from '../ledger/movementOf.ts';
import type { Outcome } from '../ledger/outcome.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import { detailsOf } from '../program/detailsOf.ts';
import { reachedProgram } from '../program/reachedProgram.ts';
import type { EarnPointsInput, EarnPointsResult } from './earningUseCases.ts';
import { currentEarning } from './currentEarning.ts';
import type { EarningContext } from './earningContext.ts';
import { hasEngine } from './hasEngine.ts';
import { toEarning } from './toEarning.ts';

/**
 * Credits points that the caller has decided. Opens the account of a member who has none where the program says so.
 * A replay answers with the earning as it stands now.
 */
export async function earnPoints(
  { ledger, programs, engines }: Pick<EarningContext, 'ledger' | 'programs' | 'engines'>,
  viewer: Viewer,
  input: EarnPointsInput,
): Promise<EarnPointsResult> {
  requireStaffScope(viewer, 'points:earn');
  checkInput(input);
  const { memberId, idempotencyKey, reason } = input;
  const program = await reachedProgram(programs, viewer, input.programId, memberId);
  if (program === null) return accountNotFound();
  if (await hasEngine(engines, program.id)) return earningBelongsToEngine();
  const points = checkAmount('input.points', input.points, program);
  if (typeof points !== 'bigint') return points;

  const command: Credit = {
    kind: 'CREDIT',
    id: requestId(program.id, 'graph', idempotencyKey),
    fingerprint: fingerprintOf('earnPoints', memberId, points, reason ?? null),
    account: accountRef(program.id, memberId),
    program,
    points,
    details: detailsOf({ reason }),
  };
  return resultOf(ledger, command, await ledger.post(command));
}

function checkInput({ idempotencyKey, memberId, programId, reason }: EarnPointsInput): void {
  checkKey('input.idempotencyKey', idempotencyKey);
  checkId('input.memberId', memberId);
  if (programId != null) checkId('input.programId', programId);
  if (reason != null) checkNote('input.reason', reason);
}

async function resultOf(ledger: Ledger, command: Credit, outcome: Outcome): Promise<EarnPointsResult> {
  const { decimals } = command.program;
  if (outcome.status === 'absent') return accountNotFound();
  if (outcome.status === 'conflict') return keyConflict();
  if (outcome.status === 'accepted') {
    if (outcome.replayed) return { ok: true, value: await currentEarning(ledger, command.id, decimals) };
    return { ok: true, value: toEarning(movementOf(outcome.receipt, command.account), decimals) };
  }
  if (outcome.status === 'rejected') {
    const { rejection } = outcome;
    if (rejection.code === 'ACCOUNT_NOT_ACTIVE') return accountNotActive(rejection.status);
    if (rejection.code === 'BALANCE_LIMIT') return balanceLimit(rejection.greatest, decimals);
  }
  throw unexpected(outcome);
}
