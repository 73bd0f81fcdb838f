import { urlPath } from '../http/urlPath.ts';
import type { CheckStep } from '../loyaltyConnector.ts';
import { balancesAnswer, sessionAnswer } from './talonOneAnswers.ts';
import { type NotAnswered, talonOneCall, type TalonOneContext } from './talonOneCall.ts';
import { isUnknownProfile, notDone } from './talonOneRefusal.ts';

/** Nobody is called so. */
const STRANGER = 'connection-check-nobody';

/** Reads nobody's balance, and closes a session of nobody dry, which changes nothing. */
export async function checkTalonOne(context: TalonOneContext, signal: AbortSignal): Promise<readonly CheckStep[]> {
  const { programId, redemptionAttribute } = context.settings;
  const path = urlPath`/v1/loyalty_programs/${String(programId)}/profile/${STRANGER}/balances`;
  const balance = await talonOneCall(context, { method: 'GET', path, answerSchema: balancesAnswer }, signal);
  if (balance.status !== 'answered' && !isUnknownProfile(balance)) {
    return [{ name: 'balance', ok: false, words: wordsOf(context, balance) }];
  }

  const session = { profileId: STRANGER, state: 'closed', attributes: { [redemptionAttribute]: 1 } };
  const dry = await talonOneCall(
    context,
    {
      method: 'PUT',
      path: urlPath`/v2/customer_sessions/${STRANGER}`,
      query: { dry: 'true' },
      body: { customerSession: session, responseContent: ['customerSession'] },
      answerSchema: sessionAnswer,
    },
    signal,
  );
  const isTaken = dry.status === 'answered';
  const words = isTaken
    ? `A dry session with ${redemptionAttribute} is accepted. Whether a rule deducts shows when points are spent.`
    : `${wordsOf(context, dry)} Is ${redemptionAttribute} a number attribute of sessions in the Campaign Manager?`;
  return [
    { name: 'balance', ok: true, words: 'The API key is accepted and balances are told.' },
    { name: 'session', ok: isTaken, words },
  ];
}

function wordsOf(context: TalonOneContext, result: NotAnswered): string {
  const { words } = notDone(context, result);
  if (result.httpStatus === 401)
    return `${words} Paste an Integration API key of the Application that has not expired.`;
  if (result.httpStatus === 404) return `${words} Is programId the loyalty program's, and is it of this Application?`;
  return words;
}
