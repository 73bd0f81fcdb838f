import type { z } from 'zod';
import { EngineUnavailable } from '../loyaltyConnector.ts';
import { callVoucherify, type Said, type VoucherifyContext } from './voucherifyCall.ts';
import type { VoucherifyCard } from './voucherifyCard.ts';
import { type CardTransaction, transactionsSchema } from './voucherifySchemas.ts';

const MOST_PAGES = 100;

export interface TransactionQuery {
  readonly order: 'created_at' | '-created_at';
  readonly after?: Date;
  readonly before?: Date;
}

/**
 * A card's transactions, a page at a time: whoever found theirs asks for no more. Throws EngineUnavailable, also where
 * there are more than can be read, as a part must not pass for the whole.
 */
export async function* transactionsOf(
  context: VoucherifyContext,
  card: VoucherifyCard,
  { order, after, before }: TransactionQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly CardTransaction[]> {
  const filter = 'filters[created_at][conditions]';
  const query = {
    limit: '100',
    order,
    ...(after === undefined ? {} : { [`${filter}[$after]`]: after.toISOString() }),
    ...(before === undefined ? {} : { [`${filter}[$before]`]: before.toISOString() }),
  };
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const said: Said<z.infer<typeof transactionsSchema>> = await callVoucherify(
      context,
      {
        method: 'GET',
        path: `${card.path}/transactions`,
        query: cursor === null ? query : { ...query, cursor },
        answerSchema: transactionsSchema,
      },
      signal,
    );
    if (said.status !== 'said') throw new EngineUnavailable(said.words);
    const { data } = said.answer;
    if (data.some((one) => one.card_id !== card.cardId || one.member_id !== card.memberId)) {
      throw new EngineUnavailable("Voucherify answered with another card's transactions.");
    }
    yield data;
    const next: string | null = said.answer.cursor?.next ?? null;
    if (next === null) return;
    cursor = next;
  }
  throw new EngineUnavailable('The card has more transactions at Voucherify than can be read.');
}
