import type { PointsEvent } from './event.ts';
import { declinedEvent, postingEvents } from './postingEvents.ts';
import type { EventContext } from './eventContext.ts';
import type { News, PostingRange, Publishing } from './publishing.ts';
import { tierEvents } from './tierEvents.ts';

const ROWS = 100;
/** A row tells of up to some hundreds of accounts. */
const ACCOUNTS = 1000;
const UNHEARD = 10_000;

/**
 * Makes events out of a bounded piece of what was booked, and gives how many rows of the outbox it was; null: somebody
 * else is publishing. What it read, what it made of it and that it is done with it are one transaction: a crash leaves
 * all of it to do, or nothing. Where no endpoint is registered it only drops.
 */
export async function publishEvents(context: EventContext): Promise<number | null> {
  if (!(await context.publications.hasListeners())) return context.publications.dropUnheard(UNHEARD);
  return context.publications.exclusively(async (publishing) => {
    const news = bounded(await publishing.news(ROWS));
    if (news.length === 0) return 0;
    const listeners = await publishing.listeners();
    const programIds = [...new Set(listeners.map(({ programId }) => programId))];
    if (programIds.length > 0) {
      const ranges = rangesOf(news);
      const ids = [...new Set(ranges.map(({ accountId }) => accountId))];
      const events = [
        ...(await bookedEvents(context, publishing, { news, ranges, programIds })),
        ...(await tierEvents(context, publishing, await publishing.accounts(ids, programIds), listeners)),
      ];
      await publishing.deliver(events, listeners);
    }
    await publishing.drop(news.map(({ id }) => id));
    return news.length;
  });
}

async function bookedEvents(
  { programs }: EventContext,
  publishing: Publishing,
  {
    news,
    ranges,
    programIds,
  }: { news: readonly News[]; ranges: readonly PostingRange[]; programIds: readonly string[] },
): Promise<PointsEvent[]> {
  const postings = await publishing.postings(ranges, programIds);
  const redemptions = news.flatMap(({ redemption }) => redemption ?? []);
  const declined = redemptions.length === 0 ? [] : await publishing.declined(redemptions, programIds);
  const found = await Promise.all(programIds.map(async (id) => programs.find(id)));
  const decimals = new Map(found.flatMap((program) => (program === null ? [] : [[program.id, program.decimals]])));
  const decimalsOf = (programId: string): number => {
    const known = decimals.get(programId);
    if (known === undefined) throw new Error(`the program ${programId} of an event is not there`);
    return known;
  };
  return [
    ...postings.flatMap((posting) => postingEvents(posting, decimalsOf(posting.programId))),
    ...declined.map((redemption) => declinedEvent(redemption, decimalsOf(redemption.programId))),
  ];
}

/** As many rows as tell of a bounded number of accounts, and one at least. */
function bounded(news: readonly News[]): readonly News[] {
  let accounts = 0;
  const end = news.findIndex(({ postings }) => {
    accounts += Object.keys(postings ?? {}).length;
    return accounts >= ACCOUNTS;
  });
  return end === -1 ? news : news.slice(0, end + 1);
}

/** Rows of a release before this one tell no ranges, and of a time without endpoints: they are passed over. */
function rangesOf(news: readonly News[]): PostingRange[] {
  return news.flatMap(({ postings }) =>
    Object.entries(postings ?? {}).map(([accountId, [from, to]]) => ({ accountId, from, to })),
  );
}
