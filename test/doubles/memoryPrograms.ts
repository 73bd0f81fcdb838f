import type { MemberProfile, MemberProfiles } from '../../src/program/memberProfiles.ts';
import type { Program, ProgramStore } from '../../src/program/programs.ts';

/** Programs in memory; the first is the default. */
export function memoryPrograms(programs: readonly Program[] = []): ProgramStore {
  const known = new Map(programs.map((program) => [program.id, program]));
  return {
    defaultId: programs[0]?.id ?? 'demo',
    find: async (id) => known.get(id) ?? null,
    all: async () => [...known.values()],
    save: async (program) => {
      known.set(program.id, program);
    },
  };
}

/** Member profiles in memory. */
export function memoryProfiles(profiles: readonly MemberProfile[] = []): MemberProfiles {
  const known = new Map(profiles.map((profile) => [profile.memberId, profile]));
  return {
    find: async (memberId) => known.get(memberId) ?? null,
    save: async (profile) => {
      known.set(profile.memberId, profile);
    },
  };
}

/** A program as tests want it, changed where it says. */
export function aProgram(changes: Partial<Program> = {}): Program {
  return {
    id: 'rewards',
    name: 'Rewards',
    unitName: 'points',
    decimals: 0,
    timeZone: 'UTC',
    expiryMonths: null,
    refundGraceDays: 30,
    opensAccounts: true,
    plumTokenHash: null,
    plumAllowedIps: [],
    ...changes,
  };
}
