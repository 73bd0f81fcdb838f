import { createShapeCheck } from '../../connectors/openapi/createShapeCheck.ts';
import { type Books, createBooks } from '../kit/books.ts';
import { type Emulator, type EngineAnswer, type EngineCall, startEmulator } from '../kit/startEmulator.ts';
import { adjust, failure, list, membership } from './routes.ts';
import { createCardTransactions, type VoucherifyDesk } from './cardTransactions.ts';

export interface VoucherifyOptions {
  readonly appId: string;
  readonly appToken: string;
  readonly programId: string;
  /** Headers of every answer: rate limits. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface VoucherifyEmulator extends Emulator {
  readonly books: Books;
  readonly desk: VoucherifyDesk;
  /** What of the requests the published OpenAPI does not allow. */
  readonly violations: readonly string[];
  /** Decides every transaction that is pending. */
  settle(): void;
  /** What a call would be answered now. */
  answer(call: EngineCall): EngineAnswer;
  /** Does something before the next call of an operation is processed. */
  before(operation: string, act: () => void): void;
}

/** Voucherify's Loyalty v2 as its OpenAPI describes it (voucherifyio/voucherify-openapi, loyalties-v2.json). */
export async function startVoucherify(options: VoucherifyOptions): Promise<VoucherifyEmulator> {
  const books = createBooks(0);
  const transactions = createCardTransactions(books);
  const desk: VoucherifyDesk = {
    books,
    transactions,
    programId: options.programId,
    programStatus: 'ACTIVE',
    memberStatus: 'ACTIVE',
    allowsNegative: false,
    whose: null,
    secondCard: false,
  };

  const handle = (call: EngineCall): EngineAnswer => {
    const { 'x-app-id': id, 'x-app-token': token } = call.headers;
    if (id !== options.appId || token !== options.appToken) return failure(401, 'unauthorized', 'Unauthorized');
    const [, , , kind, first, ...rest] = call.path.split('/').map(decodeURIComponent);
    if (kind === 'card-definitions') {
      return {
        status: 200,
        body: { id: first, status: 'ACTIVE', balance_settings: { allow_negative: desk.allowsNegative } },
      };
    }
    if (first !== desk.programId) return failure(404, 'not_found', 'Resource not found', 'program');
    if (rest.length === 0) return { status: 200, body: { id: first, status: desk.programStatus } };
    if (rest[0] === 'memberships') return membership(rest[1] ?? '', desk);
    const [, memberId = '', , cardId = '', what] = rest;
    return what === 'points' ? adjust(memberId, cardId, call.body, desk) : list(memberId, cardId, call.query, desk);
  };

  const shapes = createShapeCheck('voucherify');
  const violations: string[] = [];
  const acts = new Map<string, () => void>();
  const emulator = await startEmulator({
    operationOf: (call) => {
      const wrong = shapes.request(call);
      if (wrong !== null) violations.push(`${call.method} ${call.path}: ${wrong}`);
      return operationOf(call);
    },
    unauthorized: failure(401, 'unauthorized', 'Unauthorized').body,
    tooMany: failure(429, 'too_many_requests', 'Too many requests').body,
    handle: (call) => {
      const operation = operationOf(call);
      acts.get(operation)?.();
      acts.delete(operation);
      return { ...handle(call), headers: options.headers ?? {} };
    },
  });
  return {
    ...emulator,
    books,
    desk,
    violations,
    settle: () => {
      transactions.settle();
    },
    answer: handle,
    before: (operation, act) => {
      acts.set(operation, act);
    },
  };
}

function operationOf({ path, body }: EngineCall): string {
  if (path.includes('/memberships/')) return 'balance';
  if (path.endsWith('/transactions')) return 'lookup';
  if (!path.endsWith('/points')) return 'check';
  return (body as { points: number }).points > 0 ? 'reverse' : 'debit';
}
