import type { z } from 'zod';
import type { DecimalText } from '../../ledger/points.ts';
import { urlPath } from '../http/urlPath.ts';
import type { EngineMember, RefusalReason } from '../loyaltyConnector.ts';
import { callVoucherify, type VoucherifyContext } from './voucherifyCall.ts';
import { membershipSchema } from './voucherifySchemas.ts';

type Membership = z.infer<typeof membershipSchema>;

export interface VoucherifyCard {
  /** Where the card's calls begin. */
  readonly path: string;
  readonly memberId: string;
  readonly cardId: string;
  readonly points: DecimalText;
  readonly pending: DecimalText;
  /** Why the card takes no adjustment; null: it does. */
  readonly blocked: { readonly reason: RefusalReason; readonly words: string } | null;
}

export type FoundCard =
  | { readonly status: 'found'; readonly card: VoucherifyCard }
  | { readonly status: 'absent' }
  | { readonly status: 'failed'; readonly words: string; readonly retryAfter: number | null };

/** A member's card in the program. It changes nothing, so no failure leaves anything uncertain. */
export async function findCard(
  context: VoucherifyContext,
  member: EngineMember,
  signal: AbortSignal,
): Promise<FoundCard> {
  const { programId, memberIs } = context.settings;
  const said = await callVoucherify(
    context,
    {
      method: 'GET',
      path: urlPath`/v2/loyalties/programs/${programId}/memberships/${member.id}`,
      query: { identification_type: memberIs },
      answerSchema: membershipSchema,
    },
    signal,
  );
  if (said.status === 'said') return cardOf(context, member, said.answer);
  if (said.status === 'failed' && said.reason === 'MEMBER_UNKNOWN') return { status: 'absent' };
  return { status: 'failed', words: said.words, retryAfter: said.status === 'notSent' ? said.retryAfter : null };
}

function cardOf({ settings }: VoucherifyContext, asked: EngineMember, membership: Membership): FoundCard {
  const { member, program, cards } = membership;
  // A source id is not in the answer: then nothing says whose it is.
  const named = { customer_id: member.customer_id, member_id: member.id, customer_source_id: asked.id };
  if (named[settings.memberIs] !== asked.id || member.program_id !== settings.programId) {
    return failed("Voucherify answered with another member's card.");
  }
  const { cardDefinitionId } = settings;
  const fitting = cards
    .flatMap(({ card }) => card ?? [])
    .filter((card) => cardDefinitionId === undefined || card.card_definition_id === cardDefinitionId);
  const [card, another] = fitting;
  if (card === undefined) return failed('The member has no card of the point wallet at Voucherify.');
  if (another !== undefined) {
    return failed('The member has more than one card at Voucherify: say which point wallet is meant.');
  }
  const path = urlPath`/v2/loyalties/programs/${settings.programId}/members/${member.id}/cards/${card.id}`;
  const blocked =
    member.status !== 'ACTIVE'
      ? { reason: 'MEMBER_NOT_ACTIVE' as const, words: 'The member is not active at Voucherify.' }
      : program.status !== 'ACTIVE'
        ? { reason: 'REFUSED' as const, words: 'The program is not active at Voucherify.' }
        : null;
  const { points, pending_points: pending } = card.balance;
  return { status: 'found', card: { path, memberId: member.id, cardId: card.id, points, pending, blocked } };
}

function failed(words: string): FoundCard {
  return { status: 'failed', words, retryAfter: null };
}
