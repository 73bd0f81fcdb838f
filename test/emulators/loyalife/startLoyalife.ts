import { type Books, createBooks } from '../kit/books.ts';
import { type Emulator, type EngineAnswer, type EngineCall, startEmulator } from '../kit/startEmulator.ts';
import { type LoyalifeDesk, routes } from './routes.ts';
import { failed } from './envelope.ts';

export interface LoyalifeOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly programId: number;
  /** Whether the program maps _xoxo_api_client_idempotency to a unique column: "program-dependent". */
  readonly insertsOnce?: boolean;
  /** How long tokens live, in milliseconds. */
  readonly tokenLife?: number;
}

export interface LoyalifeEmulator extends Emulator {
  readonly books: Books;
  /** Members who exist and may do nothing: not active, cancelled or suspended by code. */
  readonly blocked: Map<string, '107' | '113' | '114'>;
  /** From now on every answer is another member's. */
  confuseMembers(): void;
  /** From now on every balance is this. */
  sayBalance(points: string): void;
  /** The next redeem fails with this code, without having been made. */
  failNextRedeem(code: string): void;
  /** Every token that was given is void. */
  revokeTokens(): void;
}

const OPERATIONS: Readonly<Record<string, string>> = {
  '/lbms-ingress/oauth/api/Auth/Token': 'token',
  '/lbms-ingress/pg-lm/API/PG/CheckAvailability': 'balance',
  '/lbms-ingress/pg-lm/API/PG/RedeemPoints': 'debit',
  '/lbms-ingress/pg-lm/API/PG/ReversalPoints': 'reverse',
  '/lbms-ingress/transaction-lm/API/Transaction/InsertTransactionData': 'earn',
  '/lbms-ingress/transaction-lm/API/Transaction/GetMemberTransactionSummaryByDate': 'history',
};

/** Loyalife as its public pages describe it (help-loyalife.xoxoday.com/api-reference), in UTC and in whole points. */
export async function startLoyalife(options: LoyalifeOptions): Promise<LoyalifeEmulator> {
  const books = createBooks(0);
  const blocked = new Map<string, '107' | '113' | '114'>();
  const tokens = new Map<string, number>();
  const desk: LoyalifeDesk = {
    books,
    blocked,
    options,
    inserted: new Set(),
    isConfused: false,
    saidBalance: null,
    nextFailure: null,
  };

  const token = (call: EngineCall): EngineAnswer => {
    const { client_id: id, client_secret: secret, grant_type: grant } = call.body as Readonly<Record<string, unknown>>;
    if (grant !== 'client_credentials') return { status: 200, body: failed('999', 'Bad request') };
    if (id !== options.clientId || secret !== options.clientSecret) {
      return { status: 401, body: failed('E401', 'Invalid client') };
    }
    const ends = Date.now() + (options.tokenLife ?? 30 * 60_000);
    const given = `jwt-${tokens.size}-${ends}`;
    tokens.set(given, ends);
    return { status: 200, body: { results: { token: given, tokenExpiresOn: new Date(ends).toISOString() } } };
  };

  const emulator = await startEmulator({
    operationOf: ({ path }) => OPERATIONS[path] ?? 'none',
    unauthorized: failed('E401', 'Unauthorized'),
    handle: (call) => {
      const operation = OPERATIONS[call.path];
      if (operation === undefined || call.method !== 'POST') return { status: 404, body: { message: 'No such page' } };
      if (operation === 'token') return token(call);
      const ends = tokens.get(call.headers['authorization']?.replace(/^bearer /i, '') ?? '') ?? 0;
      if (ends <= Date.now()) return { status: 401, body: failed('E401', 'Unauthorized') };
      return routes(operation, call.body as Readonly<Record<string, unknown>>, desk);
    },
  });
  return {
    ...emulator,
    books,
    blocked,
    confuseMembers: () => {
      desk.isConfused = true;
    },
    sayBalance: (points) => {
      desk.saidBalance = points;
    },
    failNextRedeem: (code) => {
      desk.nextFailure = code;
    },
    revokeTokens: () => {
      tokens.clear();
    },
  };
}
