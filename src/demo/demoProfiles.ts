import type { MemberProfile } from '../program/memberProfiles.ts';
import { DEMO_MEMBER_IDS } from './demoPrograms.ts';

const GIVEN_NAMES = ['Asha', 'Ben', 'Chiara', 'David', 'Elif', 'Farid', 'Grace', 'Hiro', 'Ines', 'Jonas'] as const;
const FAMILY_NAMES = ['Rao', 'Fischer', 'Okafor', 'Silva', 'Novak', 'Tanaka', 'Moreau'] as const;

/** Who the demo's members are; every tenth is known by id alone. Reserved domain and numbers: nobody's. */
export const DEMO_PROFILES: readonly MemberProfile[] = DEMO_MEMBER_IDS.flatMap((memberId, index) => {
  if (index % 10 === 9) return [];
  const givenName = GIVEN_NAMES[index % GIVEN_NAMES.length] ?? null;
  const familyName = FAMILY_NAMES[index % FAMILY_NAMES.length] ?? null;
  const email = `${givenName}.${familyName}.${memberId}@example.com`.toLowerCase();
  return [{ memberId, givenName, familyName, email, phone: `+1-555-01${String(index).padStart(2, '0')}` }];
});
