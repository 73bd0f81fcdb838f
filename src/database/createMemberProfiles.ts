import type { MemberProfiles } from '../program/memberProfiles.ts';
import type { PrismaClient } from './openPrisma.ts';

/** The members' profiles in the database. */
export function createMemberProfiles(prisma: PrismaClient): MemberProfiles {
  return {
    find: (memberId) => prisma.memberProfile.findUnique({ where: { memberId } }),
    save: async (profile) => {
      const { memberId } = profile;
      await prisma.memberProfile.upsert({ where: { memberId }, create: profile, update: profile });
    },
  };
}
