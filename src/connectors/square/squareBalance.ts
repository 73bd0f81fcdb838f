import { notNegative } from '../http/decimalText.ts';
import { type EngineBalance, type EngineMember, EngineUnavailable } from '../loyaltyConnector.ts';
import { accountAnswer } from './squareAnswers.ts';
import { squareCall, type SquareContext } from './squareCall.ts';
import { notDone } from './squareRefusal.ts';

/** Square's ids of accounts have 36 characters at most; what cannot be one is not asked for. */
export function isSquareId(id: string): boolean {
  return /^[\w-]{1,36}$/.test(id);
}

/** Null: Square knows no such account. An account may owe points after a refund, and then has none. */
export async function squareBalance(
  context: SquareContext,
  { id }: EngineMember,
  signal: AbortSignal,
): Promise<EngineBalance | null | EngineUnavailable> {
  if (!isSquareId(id)) return null;
  const result = await squareCall(
    context,
    accountAnswer,
    (client) => client.loyalty.accounts.get({ accountId: id }),
    signal,
  );
  if (result.status === 'answered') {
    const { id: answered, program_id: programId, balance = 0 } = result.answer.loyalty_account;
    const isOther = answered !== id || (context.settings.programId ?? programId) !== programId;
    return isOther
      ? new EngineUnavailable(`${context.http.name} answered about another member or program.`)
      : { available: notNegative(String(balance)), pending: '0' };
  }
  const outcome = notDone(context, result);
  const isUnknown = outcome.status === 'refused' && outcome.reason === 'MEMBER_UNKNOWN';
  return isUnknown ? null : new EngineUnavailable(outcome.words);
}
