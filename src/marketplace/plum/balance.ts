import type { PlumEndpoint } from './endpoint.ts';
import { requiredId } from './plumBody.ts';
import { spendablePoints } from './spendablePoints.ts';

/** What the member can spend now, as an exact text. */
export const balance: PlumEndpoint = async (services, { program }, body) => {
  const memberId = requiredId(body, 'unique_id');
  const points = await spendablePoints(services, program, memberId);
  return { status: 1, data: { unique_id: memberId, points } };
};
