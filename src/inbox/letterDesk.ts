import { reachesProgram, requireStaffScope, type Viewer } from '../access/viewer.ts';
import { isEngineSource } from '../engines/news/newsSource.ts';
import { BadInput } from '../failure/failure.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import { isOpen } from './deadLetters.ts';
import type { DeadLetter, DeskRefusal, DeskResult, InboxDesk } from './inboxDesk.ts';
import type { InboxDeskParts } from './inboxDeskParts.ts';
import { deskRefusal } from './refusals.ts';
import { replayWaitingFor } from './replayWaiting.ts';
import { tryLetter } from './tryLetter.ts';

/** As large as a message may be. */
const LONGEST_BODY = 256 * 1024;

type LetterDesk = Pick<InboxDesk, 'deadLetters' | 'replay' | 'dismiss'>;

/** What an operator does about messages that could not be applied. */
export function letterDesk(parts: InboxDeskParts): LetterDesk {
  const { letters } = parts;
  const reachedOpen = async (viewer: Viewer, letterId: string): Promise<DeadLetter | DeskRefusal> => {
    requireStaffScope(viewer, 'points:admin');
    const letter = isUuid(letterId) ? await letters.find(letterId) : null;
    if (letter === null || !reachesProgram(viewer, letter.programId)) return letterNotFound();
    return isOpen(letter) ? letter : deskRefusal('NOT_OPEN');
  };

  return {
    async deadLetters(viewer, query) {
      requireStaffScope(viewer, 'points:admin');
      const { programId, after } = query;
      const isThere = reachesProgram(viewer, programId) && (after === null || isUuid(after));
      return isThere ? letters.page(query) : { letters: [], hasMore: false };
    },

    async replay(viewer, letterId, mendedBody) {
      requireStaffScope(viewer, 'points:admin');
      if (mendedBody !== null) checkBody(mendedBody);
      const letter = await reachedOpen(viewer, letterId);
      if ('ok' in letter) return letter;
      // It is believed by its signature, which a body that somebody mended has not; and the headers are not kept.
      if (isEngineSource(letter.sourceId)) return deskRefusal('OF_ENGINE');
      const tried = await tryLetter(parts, letter, mendedBody ?? letter.body, viewer.subject);
      if (tried?.recorded != null) await replayWaitingFor(parts, letter.programId, tried.recorded);
      return resultOf(tried?.letter ?? null);
    },

    async dismiss(viewer, letterId) {
      const letter = await reachedOpen(viewer, letterId);
      return 'ok' in letter ? letter : resultOf(await letters.dismiss(letter.id, viewer.subject));
    },
  };
}

const letterNotFound = () => deskRefusal('NOT_FOUND', 'There is no such letter.');

function resultOf(letter: DeadLetter | null): DeskResult<DeadLetter> {
  return letter === null ? deskRefusal('NOT_OPEN') : { ok: true, value: letter };
}

function checkBody(body: string): void {
  if (Buffer.byteLength(body) > LONGEST_BODY) throw new BadInput('input.body', 'is larger than 256 kB');
  if (body.includes('\u0000') || /\p{Cs}/u.test(body)) {
    throw new BadInput('input.body', 'has characters that no text can carry');
  }
}
