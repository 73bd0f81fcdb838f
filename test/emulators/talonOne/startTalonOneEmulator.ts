import { createRequestCheck } from '../../connectors/openapi/createRequestCheck.ts';
import { type Books, createBooks } from '../kit/books.ts';
import { type Emulator, type EngineAnswer, type EngineCall, startEmulator } from '../kit/startEmulator.ts';
import { createSessions } from './createSessions.ts';
import { balancesOf, error, transactionOf } from './talonOneWire.ts';

export interface TalonOneEmulator {
  readonly emulator: Emulator;
  readonly books: Books;
  /** Requests that Talon.One's OpenAPI does not allow. */
  readonly violations: readonly string[];
  /** How many calls from now on find another one of their profile under way. */
  busy: number;
  /** What the redemption's rule deducts of the points that it is told; null: no rule is enabled. */
  deducts: ((points: number) => number) | null;
  /** The profile that sessions say they are of; null: their own. */
  profile: string | null;
  /** Forgets the keys and the answers, as after 24 hours. */
  forgetKeys(): void;
}

export const API_KEY = 'talon-one-api-key-of-the-tests';
export const PROGRAM_ID = 7;

/** A Talon.One Application with two rules: PointsToSpend deducts so many points, and a purchase adds one for each dollar. */
export async function startTalonOneEmulator(): Promise<TalonOneEmulator> {
  const books = createBooks(2);
  const keys = new Map<string, EngineAnswer>();
  const events = new Set<string>();
  const violations: string[] = [];
  const check = createRequestCheck('talonOne');

  const put = (call: EngineCall, id: string): EngineAnswer => {
    if (call.query.get('dry') === 'true') return sessions.dry(id, call.body);
    const key = call.headers['idempotency-key'] ?? '';
    const known = keys.get(key);
    if (known !== undefined) return known;
    const answer = sessions.put(id, call.body);
    if (key !== '') keys.set(key, answer);
    return answer;
  };

  const track = ({ body }: EngineCall): EngineAnswer => {
    const { integrationId, profileId } = body as { integrationId: string; profileId: string };
    if (events.has(integrationId)) return error(409, 'An advanced event already exists');
    events.add(integrationId);
    const added = books.earn({ member: profileId, points: '50' });
    const props = { programId: PROGRAM_ID, subLedgerId: '', value: 50, transactionUUID: added.id, name: 'event' };
    const effect = { effectType: 'addLoyaltyPoints', props: { ...props, recipientIntegrationId: profileId } };
    return { status: 200, body: { effects: [effect], createdCoupons: [], createdReferrals: [] } };
  };

  const loyalty = ({ query }: EngineCall, program: string, profile: string, what: string): EngineAnswer => {
    if (Number(program) !== PROGRAM_ID) return error(404, 'Loyalty program not found');
    if (!books.isOpen(profile)) return error(404, 'Customer profile not found');
    if (what === 'balances') return { status: 200, body: balancesOf(books.balanceOf(profile)) };
    const [from, to] = [new Date(query.get('startDate') ?? 0), new Date(query.get('endDate') ?? Date.now())];
    const all = books.movements
      .filter(({ member, at }) => member === profile && at >= from && at <= to)
      .map((movement) => transactionOf(movement, PROGRAM_ID, books))
      .toReversed();
    const skip = Number(query.get('skip') ?? 0);
    const end = skip + Number(query.get('pageSize') ?? 50);
    return { status: 200, body: { hasMore: end < all.length, data: all.slice(skip, end) } };
  };

  const handle = (call: EngineCall): EngineAnswer => {
    if (call.headers['authorization'] !== `ApiKey-v1 ${API_KEY}`) return error(401, 'Invalid API key');
    if (engine.busy > 0) {
      engine.busy -= 1;
      return error(409, 'Too many requests are updating this profile at the same time');
    }
    const id = /^\/v2\/customer_sessions\/([^/]+)$/.exec(call.path)?.[1];
    if (id !== undefined) return call.method === 'PUT' ? put(call, id) : sessions.get(id);
    if (call.path === '/v3/events') return track(call);
    const [, program = '', profile = '', what = ''] =
      /^\/v1\/loyalty_programs\/(\d+)\/profile\/([^/]+)\/(\w+)$/.exec(call.path) ?? [];
    return loyalty(call, program, profile, what);
  };

  const emulator = await startEmulator({
    operationOf: (call) => {
      const wrong = check(call);
      if (wrong !== null) violations.push(wrong);
      return operationOf(call);
    },
    handle,
    unauthorized: error(401, 'Invalid API key').body,
    tooMany: error(429, 'Too many requests').body,
  });
  const engine: TalonOneEmulator = {
    emulator,
    books,
    violations,
    busy: 0,
    deducts: (points) => points,
    profile: null,
    forgetKeys: () => {
      keys.clear();
    },
  };
  const sessions = createSessions(books, PROGRAM_ID, engine);
  return engine;
}

function operationOf({ method, path, query, body }: EngineCall): string {
  if (path === '/v3/events') return 'event';
  if (!path.startsWith('/v2/customer_sessions/')) return path.split('/').at(-1) ?? '';
  if (method === 'GET') return 'session';
  if (query.get('dry') === 'true') return 'dry';
  const { customerSession } = body as { customerSession: { state: string; cartItems?: unknown } };
  if (customerSession.state === 'cancelled') return 'cancel';
  return customerSession.cartItems === undefined ? 'debit' : 'purchase';
}
