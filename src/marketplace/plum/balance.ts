import { accountRef, available } from '../../ledger/account.ts';
import { dayOf } from '../../ledger/day.ts';
import { formatMinor } from '../../ledger/points.ts';
import type { PlumEndpoint } from './endpoint.ts';
import { knownAccount } from './knownAccount.ts';
import { requiredId } from './plumBody.ts';

/** What the member can spend now, as an exact text. */
export const balance: PlumEndpoint = async ({ ledger }, { program }, body) => {
  const memberId = requiredId(body, 'unique_id');
  const account = await knownAccount(ledger, accountRef(program.id, memberId));
  const points = available(account, dayOf(new Date(), program.timeZone));
  return { status: 1, data: { unique_id: memberId, points: formatMinor(points, program.decimals) } };
};
