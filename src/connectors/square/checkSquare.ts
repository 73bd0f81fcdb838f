import type { CheckStep } from '../loyaltyConnector.ts';
import { eventsAnswer, programAnswer } from './squareAnswers.ts';
import { squareCall, type SquareContext, type SquareResult } from './squareCall.ts';
import { notDone } from './squareRefusal.ts';

/** Reads the program and one event. Whether the token may also write shows only when points are spent. */
export async function checkSquare(context: SquareContext, signal: AbortSignal): Promise<readonly CheckStep[]> {
  const { programId, locationId } = context.settings;
  // "main" is the seller's one program (…/reference/square/loyalty-api/retrieve-loyalty-program).
  const asked = { programId: programId ?? 'main' };
  const program = await squareCall(context, programAnswer, (client) => client.loyalty.programs.get(asked), signal);
  if (program.status !== 'answered') return [{ name: 'program', ok: false, words: wordsOf(context, program) }];

  const { id, status, location_ids: locations } = program.answer.program;
  const isActive = status === 'ACTIVE';
  const steps: CheckStep[] = [
    {
      name: 'program',
      ok: isActive,
      words: isActive
        ? `The token is accepted. The loyalty program is ${id}.`
        : `The loyalty program ${id} is not active: its subscription in the Square Dashboard has ended.`,
    },
  ];
  if (programId === undefined || locationId === undefined) {
    steps.push({
      name: 'earning',
      ok: true,
      words: 'Nothing can be earned here: that needs programId and locationId.',
    });
  } else {
    const isLocated = locations?.includes(locationId) ?? false;
    const words = isLocated
      ? 'The program is active at the location.'
      : 'The program is not active at the location of locationId: add it in the Square Dashboard, under Loyalty.';
    steps.push({ name: 'earning', ok: isLocated, words });
  }
  const events = await squareCall(context, eventsAnswer, (client) => client.loyalty.searchEvents({ limit: 1 }), signal);
  const isRead = events.status === 'answered';
  const words = isRead ? 'The history can be read.' : wordsOf(context, events);
  return [...steps, { name: 'history', ok: isRead, words }];
}

function wordsOf(context: SquareContext, result: Exclude<SquareResult<unknown>, { status: 'answered' }>): string {
  const outcome = notDone(context, result);
  if (result.httpStatus === 401) {
    return `${outcome.words} Paste the access token of the right application, and of the sandbox only for its URL.`;
  }
  if (result.httpStatus === 403) return `${outcome.words} The token needs LOYALTY_READ and LOYALTY_WRITE.`;
  if (result.httpStatus === 404) return `${outcome.words} Is there a loyalty program with this programId?`;
  return outcome.words;
}
