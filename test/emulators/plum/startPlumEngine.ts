import { type BookedMovement, type Books, createBooks } from '../kit/books.ts';
import { type Emulator, type EngineAnswer, type EngineCall, startEmulator } from '../kit/startEmulator.ts';

export interface PlumEngineEmulator {
  readonly emulator: Emulator;
  readonly books: Books;
  /** What its profile call tells of a member; without one, texts that are empty. */
  readonly profiles: Map<string, { readonly email: string; readonly phone: string }>;
  /** Members whose profile it refuses to tell. */
  readonly suspended: Set<string>;
  /** How its balances look: the documented form, or the older one without the member. */
  balanceForm: 'documented' | 'older';
  /** Answers about another member from now on. */
  isConfused: boolean;
}

export const AUTH_TOKEN = 'plum-auth-token-of-the-tests';

type Fields = Readonly<Record<string, unknown>>;

/** A loyalty system on Plum's points contract: an order and a refund_id are done once. */
export async function startPlumEngine(): Promise<PlumEngineEmulator> {
  const books = createBooks();
  const orders = new Map<string, BookedMovement>();
  const refunds = new Map<string, EngineAnswer>();

  const handle = (call: EngineCall): EngineAnswer => {
    const body = (call.body ?? {}) as Fields;
    if (body['auth_token'] !== AUTH_TOKEN) return { status: 401, body: { status: 0, message: `No: ${call.raw}` } };
    const member = String(body['unique_id']);
    switch (call.path) {
      case '/balance':
        return books.isOpen(member) ? balance(member) : failure(404, 'UNKNOWN_MEMBER');
      case '/profile':
        return books.isOpen(member) ? profile(member) : failure(404, 'UNKNOWN_MEMBER');
      case '/redemption':
        return redeem(member, body);
      case '/refund':
        return refund(member, body);
      default:
        return { status: 404, body: { message: 'There is nothing here.' } };
    }
  };

  const balance = (member: string): EngineAnswer => {
    const points = books.balanceOf(member);
    if (engine.balanceForm === 'older') {
      const info = { points_received: points, points_redeemed: '0', points_available: points };
      return { status: 200, body: { status: '1', points_info: info, ...(engine.isConfused && another(points)) } };
    }
    return { status: 200, body: { status: 1, data: { unique_id: engine.isConfused ? 'another' : member, points } } };
  };

  const profile = (member: string): EngineAnswer => {
    if (engine.suspended.has(member)) return failure(403, 'SUSPENDED');
    const { email = '', phone = '' } = engine.profiles.get(member) ?? {};
    const who = { unique_id: engine.isConfused ? 'another' : member, first_name: 'Jane', last_name: '' };
    const user = { ...who, company_email_id: email, mobile_number: phone };
    return { status: 200, body: { status: 1, message: 'Success', user_data: user } };
  };

  const redeem = (member: string, body: Fields): EngineAnswer => {
    const orderId = String(body['order_id']);
    const points = String(body['total_points_redeemed']);
    if (!books.isOpen(member)) return failure(404, 'UNKNOWN_MEMBER');
    const known = orders.get(orderId);
    if (known !== undefined && (known.member !== member || known.minor !== -books.toMinor(points))) {
      return failure(409, 'CONFLICT');
    }
    const debit = known ?? books.debit({ member, points, reference: orderId });
    if (debit === null) return failure(422, 'INSUFFICIENT_POINTS');
    orders.set(orderId, debit);
    return { status: 200, body: { status: '1', message: 'Successfully updated', data: { order_id: orderId } } };
  };

  const refund = (member: string, body: Fields): EngineAnswer => {
    const orderId = String(body['order_id']);
    const refundId = String(body['refund_id']);
    const points = String(body['redemption_amount']);
    const known = refunds.get(refundId);
    if (known !== undefined) return known;
    const order = orders.get(orderId);
    if (order?.member !== member) return failure(404, 'UNKNOWN_ORDER');
    if (books.reverse(order, points, refundId) === null) return failure(422, 'NOT_REFUNDABLE');
    const data = { transaction_id: orderId, points };
    const answer = { status: 200, body: { status: '1', message: 'Successfully updated', data } };
    refunds.set(refundId, answer);
    return answer;
  };

  const emulator = await startEmulator({
    operationOf: ({ path }) => path.slice(1),
    handle,
    tooMany: { status: 0, code: 'REFUSED', message: 'Too many requests' },
  });
  const engine: PlumEngineEmulator = {
    emulator,
    books,
    profiles: new Map(),
    suspended: new Set(),
    balanceForm: 'documented',
    isConfused: false,
  };
  return engine;
}

function another(points: string): Fields {
  return { data: { unique_id: 'another', points } };
}

function failure(status: number, code: string): EngineAnswer {
  return { status, body: { status: 0, code, message: `The loyalty system says ${code}.` } };
}
