import { reaches, requireStaffScope, type Viewer } from '../access/viewer.ts';
import { checkId, checkKey, checkNote } from '../failure/checkText.ts';
import {
  accountHasHolds,
  accountHasPending,
  accountNotActive,
  accountNotFound,
  keyConflict,
} from '../failure/refusals.ts';
import { unexpected } from '../failure/unexpected.ts';
import { type Account, bucketOf } from '../ledger/account.ts';
import type { ChangeStatus } from '../ledger/command.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Outcome } from '../ledger/outcome.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import type { ChangePointsAccountStatusInput, ChangePointsAccountStatusResult } from './programUseCases.ts';
import { detailsOf } from './detailsOf.ts';
import type { Programs } from './programs.ts';

/** Freezes, closes or reactivates an account. Closed is final. Answers, a replay too, with the account as it is now. */
export async function changePointsAccountStatus(
  ledger: Ledger,
  programs: Programs,
  viewer: Viewer,
  input: ChangePointsAccountStatusInput,
): Promise<ChangePointsAccountStatusResult> {
  requireStaffScope(viewer, 'points:admin');
  checkInput(input);
  const { accountId, idempotencyKey, status, reason } = input;
  const account = await reachedAccount(ledger, viewer, accountId);
  const program = account === null ? null : await programs.find(account.programId);
  if (account === null || program === null) return accountNotFound();

  const command: ChangeStatus = {
    kind: 'STATUS',
    id: requestId(program.id, 'graph', idempotencyKey),
    fingerprint: fingerprintOf('changePointsAccountStatus', accountId, status, reason ?? null),
    account,
    program,
    status,
    details: detailsOf({ reason }),
  };
  return resultOf(ledger, command, await ledger.post(command));
}

function checkInput({ idempotencyKey, accountId, reason }: ChangePointsAccountStatusInput): void {
  checkKey('input.idempotencyKey', idempotencyKey);
  checkId('input.accountId', accountId);
  if (reason != null) checkNote('input.reason', reason);
}

async function reachedAccount(ledger: Ledger, viewer: Viewer, id: string): Promise<Account | null> {
  if (!isUuid(id)) return null;
  const [account] = await ledger.accounts([{ id, bucket: bucketOf(id) }]);
  return account != null && reaches(viewer, account.programId, account.memberId) ? account : null;
}

async function resultOf(
  ledger: Ledger,
  command: ChangeStatus,
  outcome: Outcome,
): Promise<ChangePointsAccountStatusResult> {
  if (outcome.status === 'conflict') return keyConflict();
  if (outcome.status === 'accepted') {
    const [account] = await ledger.accounts([command.account]);
    if (account != null) return { ok: true, value: account };
  }
  if (outcome.status === 'rejected') {
    const { rejection } = outcome;
    if (rejection.code === 'HOLDS_OPEN') return accountHasHolds(rejection.held, command.program.decimals);
    if (rejection.code === 'AWARDS_PENDING') return accountHasPending(rejection.pending, command.program.decimals);
    if (rejection.code === 'ACCOUNT_NOT_ACTIVE') return accountNotActive(rejection.status);
  }
  throw unexpected(outcome);
}
