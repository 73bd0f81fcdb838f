import { EngineUnavailable } from '../../connectors/loyaltyConnector.ts';
import { accountNotFound } from '../../failure/refusals.ts';
import { accountRef, available } from '../../ledger/account.ts';
import { dayOf } from '../../ledger/day.ts';
import { type DecimalText, formatMinor } from '../../ledger/points.ts';
import type { Program } from '../../program/programs.ts';
import type { StorefrontServices } from './endpoint.ts';
import { PlumProblem } from './plumProblem.ts';
import { problemOf } from './problemOf.ts';

export const UNKNOWN_MEMBER = 'There is no such member in this program.';

/**
 * What a member of the storefront's program can spend now: by our ledger, or by the engine that the program's points
 * live in. Throws PlumProblem when the program does not know the member, and when the engine does not answer: the
 * contract has no word for figures that are old.
 */
export async function spendablePoints(
  { ledger, engines }: Pick<StorefrontServices, 'ledger' | 'engines'>,
  program: Program,
  memberId: string,
): Promise<DecimalText> {
  const ref = accountRef(program.id, memberId);
  const engine = (await engines?.engines.find(program.id)) ?? null;
  if (engines === undefined || engine === null) {
    const [account] = await ledger.accounts([ref]);
    if (account == null) throw unknownMember();
    return formatMinor(available(account, dayOf(new Date(), program.timeZone)), program.decimals);
  }
  const balance = await engines.balances.read(engine, ref).catch((error: unknown) => {
    throw error instanceof EngineUnavailable ? unavailable() : error;
  });
  if (balance === null) throw unknownMember();
  if (balance.isStale) throw unavailable();
  return balance.available;
}

function unknownMember(): PlumProblem {
  return problemOf(accountNotFound().failure, { PointsAccountNotFound: UNKNOWN_MEMBER });
}

function unavailable(): PlumProblem {
  return new PlumProblem(
    503,
    'UNAVAILABLE',
    'The loyalty system does not answer right now. Send the same request again.',
  );
}
