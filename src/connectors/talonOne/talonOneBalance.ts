import { notNegative } from '../http/decimalText.ts';
import { urlPath } from '../http/urlPath.ts';
import { type EngineBalance, type EngineMember, EngineUnavailable } from '../loyaltyConnector.ts';
import { balancesAnswer } from './talonOneAnswers.ts';
import { talonOneCall, type TalonOneContext } from './talonOneCall.ts';
import { isUnknownProfile, notDone } from './talonOneRefusal.ts';

/** Null: Talon.One has no such profile in the program. Its answer has no name, so that nothing in it can be compared. */
export async function talonOneBalance(
  context: TalonOneContext,
  { id }: EngineMember,
  signal: AbortSignal,
): Promise<EngineBalance | null | EngineUnavailable> {
  const { programId, subledgerId } = context.settings;
  const request = {
    method: 'GET',
    path: urlPath`/v1/loyalty_programs/${String(programId)}/profile/${id}/balances`,
    ...(subledgerId !== '' && { query: { subledgerId } }),
    answerSchema: balancesAnswer,
  } as const;
  const result = await talonOneCall(context, request, signal);
  if (result.status !== 'answered') {
    return isUnknownProfile(result) ? null : new EngineUnavailable(notDone(context, result).words);
  }
  const { balance, subledgerBalances } = result.answer;
  const ours = subledgerId === '' ? balance : subledgerBalances?.[subledgerId];
  if (ours === undefined) return { available: '0', pending: '0' };
  return { available: notNegative(ours.activePoints), pending: notNegative(ours.pendingPoints) };
}
