import { requestId } from '../ledger/requestId.ts';
import type { WaitingLetter } from './deadLetters.ts';
import type { InboxContext } from './inboxContext.ts';
import { tryLetter } from './tryLetter.ts';

const PAGE = 500;
const BY = 'service';

type Waited = Pick<WaitingLetter, 'programId' | 'waitsFor'>;

/** Replays the letters that waited for a transaction which is there now, in the order in which they came. */
export async function replayWaitingFor(context: InboxContext, programId: string, transactionId: string): Promise<void> {
  await replayAll(context, await context.letters.waitingFor(programId, transactionId));
}

/**
 * Replays the waiting letters whose transactions are there: those that came by another way, and those whose process
 * died before it looked. Gives how many were applied. May be late, killed, repeated or doubled. A letter that meets a
 * fault of ours keeps none of the others waiting: the fault is thrown behind the last one.
 */
export async function replayWaiting(context: InboxContext): Promise<number> {
  const faults: unknown[] = [];
  let replayed = 0;
  let after: string | null = null;
  for (;;) {
    const page: readonly WaitingLetter[] = await context.letters.waiting(after, PAGE);
    const recorded = await areRecorded(context, page);
    const due = page.filter((_, index) => recorded[index]).sort((a, b) => +a.receivedAt - +b.receivedAt);
    replayed += await replayAll(context, due, faults);
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} waiting letters could not be replayed.`);
  return replayed;
}

/** Whether each transaction is there. One statement. */
export async function areRecorded(
  { ledger }: Pick<InboxContext, 'ledger'>,
  waited: readonly Waited[],
): Promise<readonly boolean[]> {
  if (waited.length === 0) return [];
  const ids = waited.map(({ programId, waitsFor }) => requestId(programId, 'transaction', waitsFor));
  return (await ledger.movements(ids)).map((movement) => movement !== null);
}

async function replayAll(
  context: InboxContext,
  letters: readonly WaitingLetter[],
  faults: unknown[] = [],
): Promise<number> {
  let replayed = 0;
  for (const letter of letters) {
    try {
      const tried = await tryLetter(context, letter, letter.body, BY);
      if (tried?.letter.state === 'REPLAYED') replayed += 1;
    } catch (error) {
      faults.push(error);
    }
  }
  return replayed;
}
