import { createRequestCheck } from '../../connectors/openapi/createRequestCheck.ts';
import { type Books, createBooks } from '../kit/books.ts';
import { type Emulator, type EngineAnswer, type EngineCall, startEmulator } from '../kit/startEmulator.ts';
import { eventOf, failure } from './squareWire.ts';

export interface SquareEmulator {
  readonly emulator: Emulator;
  readonly books: Books;
  /** Requests that Square's OpenAPI does not allow. */
  readonly violations: readonly string[];
  /** Another member's answers from now on. */
  isConfused: boolean;
  /** What a history shows of each page; Square's own limit is 30. */
  pageSize: number;
  /** Forgets the keys, as Square does after a time that it does not publish. */
  forgetKeys(): void;
}

export const ACCESS_TOKEN = 'square-access-token-of-the-tests';
export const PROGRAM_ID = 'd619f755-2d17-41f3-990d-c04ecedd64dd';
export const LOCATION_ID = 'P034NEENMD09F';

type Fields = Readonly<Record<string, unknown>>;

/** Square Loyalty: adjustments and accumulations once for a key, and a history without keys. */
export async function startSquareEmulator(): Promise<SquareEmulator> {
  const books = createBooks(0);
  const keys = new Map<string, { readonly request: string; readonly answer: EngineAnswer }>();
  const violations: string[] = [];
  const check = createRequestCheck('square');

  const once = (call: EngineCall, book: () => EngineAnswer): EngineAnswer => {
    const key = String((call.body as Fields)['idempotency_key']);
    const request = call.path + call.raw;
    const known = keys.get(key);
    if (known !== undefined) {
      return known.request === request ? known.answer : failure(400, 'INVALID_REQUEST_ERROR', 'IDEMPOTENCY_KEY_REUSED');
    }
    const answer = book();
    keys.set(key, { request, answer });
    return answer;
  };

  const adjust = (member: string, body: Fields): EngineAnswer => {
    const { points, reason } = body['adjust_points'] as { points: number; reason: string };
    const booking = {
      member,
      points: String(Math.abs(points)),
      reference: String(body['idempotency_key']),
      words: reason,
    };
    const debited = points < 0 ? books.debit(booking) : null;
    if (points < 0 && debited === null) {
      return failure(400, 'INVALID_REQUEST_ERROR', 'BAD_REQUEST', `Not so many points for ${ACCESS_TOKEN}.`);
    }
    const of = /of redemption (\S+)$/.exec(reason)?.[1];
    const debit = books.movements.find((movement) => movement.kind === 'debited' && movement.reference === of);
    const reversed = debit === undefined ? null : books.reverse(debit, booking.points, booking.reference);
    const movement = debited ?? reversed ?? books.earn(booking);
    return { status: 200, body: { event: eventOf(movement, engine.isConfused, reason) } };
  };

  const accumulate = (member: string, body: Fields): EngineAnswer => {
    const { points } = body['accumulate_points'] as { points: number };
    const movement = books.earn({ member, points: String(points), reference: String(body['idempotency_key']) });
    return { status: 200, body: { events: [eventOf(movement, engine.isConfused)] } };
  };

  const search = (body: Fields): EngineAnswer => {
    const filter = ((body['query'] as Fields | undefined)?.['filter'] ?? {}) as Record<string, Fields>;
    const account = filter['loyalty_account_filter']?.['loyalty_account_id'];
    const types = filter['type_filter']?.['types'] as string[] | undefined;
    const range = filter['date_time_filter']?.['created_at'] as { start_at: string; end_at: string } | undefined;
    const events = books.movements
      .filter((movement) => account === undefined || movement.member === account)
      .filter(({ at }) => range === undefined || (at >= new Date(range.start_at) && at < new Date(range.end_at)))
      .map((movement) => eventOf(movement, engine.isConfused, movement.words ?? reasonOf(movement)))
      .filter(({ type }) => types === undefined || types.includes(type))
      .toReversed();
    const begin = Number(body['cursor'] ?? 0);
    const end = begin + Math.min(Number(body['limit'] ?? 30), engine.pageSize);
    const page = events.slice(begin, end);
    return {
      status: 200,
      body: { ...(page.length > 0 && { events: page }), ...(end < events.length && { cursor: String(end) }) },
    };
  };
  /** The books know a reversal's debit, and not its words. */
  const reasonOf = ({ of, reference }: { of: string | null; reference: string | null }): string | undefined => {
    const debit = books.movements.find((movement) => movement.id === of);
    return debit === undefined ? undefined : `Reversal ${reference} of redemption ${debit.reference}`;
  };

  const handle = (call: EngineCall): EngineAnswer => {
    if (call.headers['authorization'] !== `Bearer ${ACCESS_TOKEN}`)
      return failure(401, 'AUTHENTICATION_ERROR', 'UNAUTHORIZED');
    const body = (call.body ?? {}) as Fields;
    const [, kind, id = '', verb] = /^\/v2\/loyalty\/(\w+)\/([^/]+)(?:\/(\w+))?$/.exec(call.path) ?? [];
    if (kind === 'events') return search(body);
    if (kind === 'programs') {
      if (id !== 'main' && id !== PROGRAM_ID) return failure(404, 'INVALID_REQUEST_ERROR', 'NOT_FOUND');
      const money = body['transaction_amount_money'] as { amount: number } | undefined;
      if (verb === 'calculate') return { status: 200, body: { points: Math.floor((money?.amount ?? 0) / 100) } };
      return { status: 200, body: { program: { id: PROGRAM_ID, status: 'ACTIVE', location_ids: [LOCATION_ID] } } };
    }
    if (!books.isOpen(id)) return failure(404, 'INVALID_REQUEST_ERROR', 'NOT_FOUND', 'Loyalty account not found.');
    if (verb === 'adjust') return once(call, () => adjust(id, body));
    if (verb === 'accumulate') return once(call, () => accumulate(id, body));
    const account = {
      id: engine.isConfused ? 'member-john' : id,
      program_id: PROGRAM_ID,
      balance: Number(books.balanceOf(id)),
    };
    return { status: 200, body: { loyalty_account: account } };
  };

  const emulator = await startEmulator({
    operationOf: (call) => {
      const wrong = check(call);
      if (wrong !== null) violations.push(wrong);
      return operationOf(call);
    },
    handle,
    unauthorized: failure(401, 'AUTHENTICATION_ERROR', 'UNAUTHORIZED').body,
    tooMany: failure(429, 'RATE_LIMIT_ERROR', 'RATE_LIMITED').body,
  });
  const engine: SquareEmulator = {
    emulator,
    books,
    violations,
    isConfused: false,
    pageSize: 30,
    forgetKeys: () => {
      keys.clear();
    },
  };
  return engine;
}

function operationOf({ path, body }: EngineCall): string {
  if (path.endsWith('/adjust')) {
    const { points } = (body as { adjust_points: { points: number } }).adjust_points;
    return points < 0 ? 'debit' : 'reverse';
  }
  const verb = /\/(accumulate|calculate|search)$/.exec(path)?.[1];
  return verb ?? (path.includes('/programs/') ? 'program' : 'balance');
}
