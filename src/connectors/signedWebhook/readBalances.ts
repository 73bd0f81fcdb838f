import { canonicalDecimal, type DecimalText } from '../../ledger/points.ts';
import { notNegative } from '../http/decimalText.ts';
import { type EngineBalance, type EngineMember, EngineUnavailable } from '../loyaltyConnector.ts';
import type { SignedCall } from './signedCall.ts';
import { balancesAnswer } from './wire.ts';

type Read = EngineBalance | null | EngineUnavailable;

/** The balances of many members, so many a call. */
export async function readBalances(
  call: SignedCall,
  members: readonly EngineMember[],
  atOnce: number,
  signal: AbortSignal,
): Promise<readonly Read[]> {
  const pages = Array.from({ length: Math.ceil(members.length / atOnce) }, (_, page) =>
    members.slice(page * atOnce, (page + 1) * atOnce),
  );
  return (await Promise.all(pages.map(async (page) => readPage(call, page, signal)))).flat();
}

async function readPage(
  call: SignedCall,
  page: readonly EngineMember[],
  signal: AbortSignal,
): Promise<readonly Read[]> {
  const asked = new Set(page.map((member) => member.id));
  const body = { members: [...asked] };
  const said = await call({ path: '/balances', body, answerSchema: balancesAnswer, id: null, signal });
  if (said.status !== 'answered') return page.map(() => new EngineUnavailable(said.words));
  const { balances, unknownMembers } = said.answer;
  const isAnothers = balances.some(({ member }) => !asked.has(member)) || unknownMembers.some((one) => !asked.has(one));
  if (isAnothers) return page.map(() => new EngineUnavailable('The engine answered about another member.'));
  const known = new Map(balances.map((balance) => [balance.member, balance]));
  const unknown = new Set(unknownMembers);
  return page.map(({ id }) => {
    const balance = known.get(id);
    if (balance !== undefined && !unknown.has(id)) {
      return { available: amountOf(balance.available), pending: amountOf(balance.pending ?? '0') };
    }
    if (balance === undefined && unknown.has(id)) return null;
    return new EngineUnavailable('The engine did not answer about this member.');
  });
}

function amountOf(text: string): DecimalText {
  return notNegative(canonicalDecimal(text) ?? '0');
}
