import type { StoredAccount, AccountRef } from '../../ledger/account.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { accountNotFound } from '../../failure/refusals.ts';
import { problemOf } from './problemOf.ts';

/** The account of a member in the storefront's program. Throws PlumProblem when the program does not know the member. */
export async function knownAccount(ledger: Ledger, ref: AccountRef): Promise<StoredAccount> {
  const [account] = await ledger.accounts([ref]);
  if (account == null) throw problemOf(accountNotFound().failure, { PointsAccountNotFound: UNKNOWN_MEMBER });
  return account;
}

export const UNKNOWN_MEMBER = 'There is no such member in this program.';
