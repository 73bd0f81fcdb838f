import type { Random } from '../../src/demo/random.ts';

/** What a round kills: the service, one of PostgreSQL's sessions, PostgreSQL, or the service and PostgreSQL. */
export type CrashKind = 'service' | 'backend' | 'server' | 'both';

/** Each kind once in four rounds. The first two are the service and PostgreSQL, whichever comes first. */
export function planCrashes(rounds: number, random: Random): CrashKind[] {
  const plan = [...shuffled(['service', 'server'], random), ...shuffled(['backend', 'both'], random)];
  while (plan.length < rounds) plan.push(...shuffled(['service', 'backend', 'server', 'both'], random));
  return plan.slice(0, rounds);
}

function shuffled(kinds: readonly CrashKind[], random: Random): CrashKind[] {
  const left = [...kinds];
  return kinds.flatMap(() => left.splice(random.between(0, left.length - 1), 1));
}
