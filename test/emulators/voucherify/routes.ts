import type { EngineAnswer } from '../kit/startEmulator.ts';
import type { EmulatedTransaction, VoucherifyDesk } from './cardTransactions.ts';

export const WALLET = 'lcdef_128f4a88414c4bed69';
const OTHER_WALLET = 'lcdef_128f495f720c4bec8c';

export function failure(status: number, key: string, message: string, resource?: string): EngineAnswer {
  const body = { code: status, key, message, details: message, request_id: 'v-12cfd2c0055ade85d7' };
  return { status, body: resource === undefined ? body : { ...body, resource_id: 'id', resource_type: resource } };
}

export function membership(customerId: string, desk: VoucherifyDesk): EngineAnswer {
  if (!desk.books.isOpen(customerId)) return failure(404, 'not_found', 'Resource not found', 'member');
  const whose = desk.whose ?? customerId;
  const cards = [cardOf(whose, WALLET, Number(desk.books.balanceOf(whose)))];
  if (desk.secondCard) cards.push(cardOf(whose, OTHER_WALLET, 7));
  const member = {
    id: memberIdOf(whose),
    customer_id: whose,
    program_id: desk.programId,
    status: desk.memberStatus,
    metadata: {},
    created_at: '2026-06-11T16:08:13.305Z',
    updated_at: null,
    object: 'member',
  };
  const { programId: id, programStatus: status } = desk;
  const program = { id, name: 'Annual program', status, metadata: {}, object: 'program' };
  return { status: 200, body: { member, program, cards, object: 'membership' } };
}

export function adjust(memberId: string, cardId: string, body: unknown, desk: VoucherifyDesk): EngineAnswer {
  const member = memberOf(memberId);
  if (!desk.books.isOpen(member)) return failure(404, 'not_found', 'Resource not found', 'member');
  if (cardId !== cardIdOf(member, WALLET)) return failure(404, 'not_found', 'Resource not found', 'card');
  if (desk.programStatus !== 'ACTIVE') return failure(423, 'non_active_program', 'Invalid program status');
  if (desk.memberStatus !== 'ACTIVE') return failure(423, 'non_active_member', 'Invalid member status');
  const { points, reason = null, ...others } = body as Readonly<Record<string, unknown>>;
  const isReason = reason === null || (typeof reason === 'string' && reason.length <= 255);
  if (!Number.isInteger(points) || !isReason || Object.keys(others).length > 0) {
    return failure(400, 'invalid_payload', 'Invalid payload');
  }
  if (points === 0) return { status: 200, body: { transaction: null, status: 'NO_CHANGE', message: 'Zero' } };
  const created = desk.transactions.create(member, BigInt(Number(points)), reason);
  const message = 'Points transaction created';
  return { status: 200, body: { transaction: rowOf(created, desk), status: 'TRANSACTION_CREATED', message } };
}

/** Cursors are positions in the list. */
export function list(memberId: string, cardId: string, query: URLSearchParams, desk: VoucherifyDesk): EngineAnswer {
  const member = memberOf(memberId);
  if (!desk.books.isOpen(member)) return failure(404, 'not_found', 'Resource not found', 'member');
  if (cardId !== cardIdOf(member, WALLET)) return failure(404, 'not_found', 'Resource not found', 'card');
  const limit = Number(query.get('limit') ?? '10');
  const start = Number.parseInt(query.get('cursor')?.slice('lcrsctx_'.length) ?? '0', 16);
  const after = query.get('filters[created_at][conditions][$after]') ?? '1970-01-01T00:00:00Z';
  const before = query.get('filters[created_at][conditions][$before]') ?? '2100-01-01T00:00:00Z';
  const fitting = desk.transactions.of(member).filter(({ at }) => at > new Date(after) && at < new Date(before));
  const ordered = query.get('order') === 'created_at' ? fitting : fitting.toReversed();
  const data = ordered.slice(start, start + limit).map((one) => rowOf(one, desk));
  const end = start + limit;
  const cursor =
    end < ordered.length ? { next: `lcrsctx_${end.toString(16)}`, expires_at: '2100-01-01T00:00:00Z' } : null;
  return { status: 200, body: { data, cursor, object: 'list' } };
}

function rowOf(transaction: EmulatedTransaction, { programId }: VoucherifyDesk): unknown {
  const { id, member, type, points, reason, rejection, status, at } = transaction;
  return {
    id,
    card_id: cardIdOf(member, WALLET),
    program_id: programId,
    member_id: memberIdOf(member),
    card_definition_id: WALLET,
    card_type: 'INDIVIDUAL',
    type,
    details: { reason, rejection, metadata: {}, points: { total: Number(points) } },
    status,
    created_at: at.toISOString(),
    updated_at: status === 'PENDING' ? null : new Date(at.getTime() + 1400).toISOString(),
    object: 'card_transaction',
  };
}

function cardOf(member: string, wallet: string, points: number): unknown {
  const counters = { total: points, subtracted: 0, earned: points, spent: 0, expired: 0, refunded: 0, returned: 0 };
  const card = {
    id: cardIdOf(member, wallet),
    card_definition_id: wallet,
    card_type: 'INDIVIDUAL',
    code: null,
    lifetime_bucket: { points: counters, pending_points: {} },
    balance: { points, pending_points: 0 },
    next_expiration: null,
    next_activation: null,
    object: 'card',
  };
  const progress = { current: null, tier_structure: null, deferred: [], risks: [], opportunities: [] };
  return {
    member_role: 'OWNER',
    created_at: '2026-06-11T16:08:13.305Z',
    card,
    tier_progress: { ...progress, object: 'member_tier_progress' },
    object: 'member_card',
  };
}

function memberIdOf(member: string): string {
  return `lmbr_${Buffer.from(member).toString('hex')}`;
}

function cardIdOf(member: string, wallet: string): string {
  return `lcrd_${Buffer.from(member).toString('hex')}${wallet === WALLET ? '01' : '02'}`;
}

function memberOf(memberId: string): string {
  return Buffer.from(memberId.slice('lmbr_'.length), 'hex').toString();
}
