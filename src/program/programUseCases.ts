import type { Viewer } from '../access/viewer.ts';
import type { Result } from '../failure/failure.ts';
import type { Account, AccountStatus } from '../ledger/account.ts';

export interface ChangePointsAccountStatusInput {
  readonly idempotencyKey: string;
  readonly accountId: string;
  readonly status: AccountStatus;
  readonly reason?: string | null | undefined;
}
export type ChangePointsAccountStatusResult = Result<
  Account,
  'PointsAccountNotFound' | 'PointsAccountNotActive' | 'PointsAccountHasHolds' | 'IdempotencyKeyConflict'
>;

/** What can be done with the accounts of a program. See UseCases for what all of them have in common. */
export interface ProgramUseCases {
  /** Needs points:admin, and a token for every member of the program. PointsAccountNotActive: closed is final. */
  changePointsAccountStatus(
    viewer: Viewer,
    input: ChangePointsAccountStatusInput,
  ): Promise<ChangePointsAccountStatusResult>;
}
