import type { EventProblem, EventRefusal } from './eventDesk.ts';

const WORDS: Readonly<Record<EventProblem, string>> = {
  NO_PROGRAM: 'There is no such program.',
  NOT_FOUND: 'There is no such endpoint.',
  NO_DELIVERY: 'There is no such delivery.',
  TOO_MANY: 'The program has 20 endpoints, which is as many as it may have. Remove one first.',
  INVALID_URL: 'The URL cannot be called.',
  ROTATION_UNDER_WAY: 'The secret before signs for a while yet: a new one can be made when its 24 hours are over.',
  NOT_SETTLED: 'The delivery is being tried already: what it comes to is not known yet.',
  NO_ENCRYPTION_KEYS: 'This deployment has no keys to keep secrets with. Whoever runs it sets ENCRYPTION_KEYS.',
};

export function eventRefusal(problem: EventProblem, message = WORDS[problem]): EventRefusal {
  return { ok: false, problem, message };
}
