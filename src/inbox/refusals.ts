import type { DeskProblem, DeskRefusal } from './inboxDesk.ts';

const WORDS: Readonly<Record<DeskProblem, string>> = {
  NOT_FOUND: 'There is no such thing.',
  TAKEN: 'A source of this id exists already.',
  ROTATION_UNDER_WAY: 'The key before is accepted for a while yet: a new one can be made when its time is over.',
  NOT_OPEN: 'The letter was replayed or dismissed already, or somebody is replaying it.',
  OF_ENGINE:
    "The program's engine sent this message, and is believed by its signature: have it sent again there, or dismiss the letter. The next comparison with the engine finds what it told of.",
  NO_ENCRYPTION_KEYS: 'This deployment has no keys to keep secrets with. Whoever runs it sets ENCRYPTION_KEYS.',
};

export function deskRefusal(problem: DeskProblem, message = WORDS[problem]): DeskRefusal {
  return { ok: false, problem, message };
}
