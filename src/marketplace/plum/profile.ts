import type { PlumEndpoint } from './endpoint.ts';
import { requiredId } from './plumBody.ts';
import { spendablePoints } from './spendablePoints.ts';

/** Who the member is, for the fraud check at checkout. What is not known is an empty text. */
export const profile: PlumEndpoint = async (services, { program }, body) => {
  const memberId = requiredId(body, 'unique_id');
  // Whoever has no points there is no member.
  await spendablePoints(services, program, memberId);
  const known = await services.memberProfiles.find(memberId);
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
