import { decimalText, notNegative } from '../http/decimalText.ts';
import { type EngineBalance, type EngineMember, EngineUnavailable } from '../loyaltyConnector.ts';
import { callLoyalife, type LoyalifeContext } from './loyalifeCall.ts';

/**
 * A member's redeemable points; null: Loyalife does not know them. The answer is a number alone, so whether it is the
 * member's cannot be checked. Throws EngineUnavailable.
 */
export async function loyalifeBalance(
  context: LoyalifeContext,
  member: EngineMember,
  signal: AbortSignal,
): Promise<EngineBalance | null> {
  const body = relationOf(context, member);
  const said = await callLoyalife(context, '/pg-lm/API/PG/CheckAvailability', body, decimalText, signal);
  if (said.status === 'said') return { available: notNegative(said.value), pending: '0' };
  if (said.status === 'failed' && said.reason === 'MEMBER_UNKNOWN') return null;
  throw new EngineUnavailable(said.words);
}

/** How the calls for a member name them. */
export function relationOf({ settings }: LoyalifeContext, member: EngineMember) {
  return {
    RelationReference: member.id,
    TransactionCurrency: settings.transactionCurrency,
    RelationType: settings.relationType,
    ProgramId: settings.programId,
  };
}
