import { EngineUnavailable } from '../loyaltyConnector.ts';
import { eventsAnswer, type SquareEvent } from './squareAnswers.ts';
import { squareCall, type SquareContext } from './squareCall.ts';
import { notDone } from './squareRefusal.ts';

export interface EventsWanted {
  readonly accountId: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly adjustmentsOnly?: boolean;
}

/** Square's own greatest page, and as many of them as a member's whole history may have. */
const PAGE = 30;
const PAGES = 200;

/**
 * A member's events, latest first, until `enough` of one says so. Throws EngineUnavailable, also where an event is
 * another member's.
 */
export async function squareEvents(
  context: SquareContext,
  { accountId, from, to, adjustmentsOnly = false }: EventsWanted,
  signal: AbortSignal,
  enough: (event: SquareEvent) => boolean = () => false,
): Promise<readonly SquareEvent[]> {
  const filter = {
    loyaltyAccountFilter: { loyaltyAccountId: accountId },
    ...(adjustmentsOnly && { typeFilter: { types: ['ADJUST_POINTS' as const] } }),
    ...(from !== undefined &&
      to !== undefined && {
        dateTimeFilter: { createdAt: { startAt: from.toISOString(), endAt: to.toISOString() } },
      }),
  };
  const found: SquareEvent[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const request = { query: { filter }, limit: PAGE, ...(cursor !== undefined && { cursor }) };
    const result = await squareCall(context, eventsAnswer, (client) => client.loyalty.searchEvents(request), signal);
    if (result.status !== 'answered') throw new EngineUnavailable(notDone(context, result).words);
    const { events = [] } = result.answer;
    if (events.some((event) => event.loyalty_account_id !== accountId)) {
      throw new EngineUnavailable(`${context.http.name} answered about another member.`);
    }
    found.push(...events);
    cursor = result.answer.cursor;
    if (cursor === undefined || cursor === '' || events.some((event) => enough(event))) return found;
  }
  throw new EngineUnavailable(`${context.http.name} has more events of this member than can be read.`);
}
