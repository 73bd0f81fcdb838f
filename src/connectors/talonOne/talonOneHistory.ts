import { negated } from '../http/decimalText.ts';
import { urlPath } from '../http/urlPath.ts';
import { type EngineMember, type EngineMovement, EngineUnavailable } from '../loyaltyConnector.ts';
import { transactionsAnswer } from './talonOneAnswers.ts';
import { talonOneCall, type TalonOneContext } from './talonOneCall.ts';
import { notDone } from './talonOneRefusal.ts';

/** Talon.One's own greatest page, and as many of them as a member's history of a time may have. */
const PAGE = 1000;
const PAGES = 100;

/** A member's movements, oldest first. Our reference is the session's; an event's movements have none. */
export async function talonOneHistory(
  context: TalonOneContext,
  { id }: EngineMember,
  from: Date,
  to: Date,
  signal: AbortSignal,
): Promise<readonly EngineMovement[]> {
  const { http, settings } = context;
  const movements: EngineMovement[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const query = {
      startDate: from.toISOString(),
      endDate: to.toISOString(),
      pageSize: String(PAGE),
      skip: String(page * PAGE),
      ...(settings.subledgerId !== '' && { subledgerId: settings.subledgerId }),
    };
    const path = urlPath`/v1/loyalty_programs/${String(settings.programId)}/profile/${id}/transactions`;
    const result = await talonOneCall(
      context,
      { method: 'GET', path, query, answerSchema: transactionsAnswer },
      signal,
    );
    if (result.status !== 'answered') throw new EngineUnavailable(notDone(context, result).words);
    const { data, hasMore } = result.answer;
    if (data.some((entry) => entry.programId !== settings.programId)) {
      throw new EngineUnavailable(`${http.name} answered about another program.`);
    }
    movements.push(
      ...data.map((entry) => ({
        engineReference: entry.transactionUUID,
        reference: entry.customerSessionId ?? null,
        points: entry.type === 'addition' ? entry.amount : negated(entry.amount),
        occurredAt: new Date(entry.created),
        words: entry.name ?? null,
      })),
    );
    if (!hasMore) return movements.toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  }
  throw new EngineUnavailable(`${http.name} has more transactions of this member than can be read.`);
}
