import { accountRef } from '../../ledger/account.ts';
import type { PlumEndpoint } from './endpoint.ts';
import { knownAccount } from './knownAccount.ts';
import { requiredId } from './plumBody.ts';

/** Who the member is, for the fraud check at checkout. What is not known is an empty text. */
export const profile: PlumEndpoint = async ({ ledger, memberProfiles }, { program }, body) => {
  const memberId = requiredId(body, 'unique_id');
  await knownAccount(ledger, accountRef(program.id, memberId));
  const known = await memberProfiles.find(memberId);
  return {
    status: 1,
    message: 'Success',
    user_data: {
      unique_id: memberId,
      company_email_id: known?.email ?? '',
      first_name: known?.givenName ?? '',
      last_name: known?.familyName ?? '',
      mobile_number: known?.phone ?? '',
    },
  };
};
