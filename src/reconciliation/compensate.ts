import type { Engine } from '../connectors/engines.ts';
import { openDeadline } from '../connectors/http/deadline.ts';
import type { EngineMember } from '../connectors/loyaltyConnector.ts';
import type { AccountRef } from '../ledger/account.ts';
import { formatMinor } from '../ledger/points.ts';
import type { Program } from '../program/programs.ts';
import type { Compared } from './readStatement.ts';
import type { Finding, ReconciliationRun } from './reconciliationBooks.ts';
import type { ReconciliationContext } from './reconciliationContext.ts';
import { compensationOf } from './sortMovements.ts';

/**
 * Has the engine give back a debit that came after its redemption was voided. The item is open before the call, and stays
 * so until the engine's own history shows that nothing is taken, net: a crash anywhere in between leaves an open item, and
 * the next run sends the same reference again, which gives back once. Our books repeat both movements from the history,
 * each when it is there, so that they agree at every point in between. False: it was not
 * asked, as it was just before, or cannot give back.
 */
export async function compensate(
  { books, limits, reached }: ReconciliationContext,
  { connector }: Engine,
  program: Program,
  whose: { readonly run: ReconciliationRun; readonly account: AccountRef; readonly member: EngineMember },
  finding: Finding,
  { sorted }: Compared,
): Promise<boolean> {
  const { run, account, member } = whose;
  const { redemptionId, points } = finding;
  if (connector.reverse === undefined || redemptionId === null) return false;
  const debit = sorted.find((one) => one.as === 'voided' && one.row.id === redemptionId && one.minor < 0n);
  if (debit === undefined) return false;
  // Of an engine that looks for the attempt before, that one must have arrived: two of them would give back twice.
  const { settlesWithin, certainty } = connector.capabilities;
  const arrives = certainty === 'lookup' ? (settlesWithin ?? limits.settlesWithin) : 0;
  const within = arrives + limits.callTimeout;
  if (!(await books.intend(run, account, finding, within))) return false;
  await reached?.('intended');
  const deadline = openDeadline(limits.callTimeout);
  try {
    await connector.reverse(
      {
        member,
        reference: redemptionId,
        engineReference: debit.movement.engineReference,
        reversalReference: compensationOf(redemptionId),
        debited: formatMinor(-debit.minor, program.decimals),
        points: formatMinor(points, program.decimals),
      },
      deadline.signal,
    );
    await reached?.('reversed');
    return true;
  } finally {
    deadline.close();
  }
}
