import { checkId } from '../../failure/checkText.ts';
import type { MemberResolvers } from '../generated/types.ts';

export const Member: MemberResolvers = {
  // Who is a member is another graph's to know; here each is one who may have accounts. Its type's name would otherwise
  // be written into a copy of each.
  __resolveReference: ({ id }) => ({ __typename: 'Member', id }),
  pointsAccount({ id }, { programId }, { loaders, services }) {
    if (programId != null) checkId('programId', programId);
    return loaders.account.ofMember(programId ?? services.programs.defaultId, id);
  },
  pointsAccounts: ({ id }, _, { loaders }) => loaders.accountsOfMember.load(id),
};
