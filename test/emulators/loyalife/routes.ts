import type { Books } from '../kit/books.ts';
import type { EngineAnswer } from '../kit/startEmulator.ts';
import { failed, succeeded } from './envelope.ts';
import { rowsOf } from './rowsOf.ts';
import type { LoyalifeOptions } from './startLoyalife.ts';

/** Codes of this emulator's own: the pages do not say how too few points and a second reversal are worded. */
export const TOO_FEW_POINTS = '131';
export const REVERSED_BEFORE = '132';
export const NO_SUCH_REDEMPTION = '133';

export interface LoyalifeDesk {
  readonly books: Books;
  readonly blocked: ReadonlyMap<string, string>;
  readonly options: LoyalifeOptions;
  /** The idempotency keys of what was inserted. */
  readonly inserted: Set<string>;
  isConfused: boolean;
  saidBalance: string | null;
  nextFailure: string | null;
}

type Body = Readonly<Record<string, unknown>>;

export function routes(operation: string, body: Body, desk: LoyalifeDesk): EngineAnswer {
  const member = body['RelationReference'] ?? body['member_relation_reference'];
  if (typeof member !== 'string' || (operation !== 'earn' && typeof body['ProgramId'] !== 'number')) {
    return answer(failed('999', 'Bad request'));
  }
  if (operation !== 'earn' && body['ProgramId'] !== desk.options.programId) {
    return answer(failed('998', 'Invalid request'));
  }
  if (!desk.books.isOpen(member)) return answer(failed('103', 'Member does not exist'));
  const blocked = desk.blocked.get(member);
  if (blocked !== undefined) return answer(failed(blocked, 'Member status is not Active'));

  switch (operation) {
    case 'balance':
      return answer(succeeded(Number(desk.saidBalance ?? desk.books.balanceOf(member))));
    case 'debit':
      return answer(redeem(member, body, desk));
    case 'reverse':
      return answer(reverse(member, body, desk));
    case 'earn':
      return insert(member, body, desk);
    default:
      return answer(rowsOf(member, body, desk));
  }
}

function redeem(member: string, body: Body, desk: LoyalifeDesk): unknown {
  const { books, nextFailure } = desk;
  desk.nextFailure = null;
  if (nextFailure !== null) return failed(nextFailure, 'Something happened');
  const { Points: points, MerchantName: merchant, Amount: amount, LoyaltyTxnType: type } = body;
  if (typeof merchant !== 'string' || merchant === '') return failed('208', 'Merchant name missing');
  if (!Number.isInteger(points) || typeof amount !== 'number' || !Number.isInteger(type)) {
    return failed('999', 'Bad request');
  }
  if (Number(points) <= 0) return failed('120', 'Points must be greater than zero');
  const debit = books.debit({ member, points: String(points), words: merchant });
  if (debit === null) return failed(TOO_FEW_POINTS, 'The member has not so many points');
  return succeeded(debit.id.toUpperCase());
}

function reverse(member: string, body: Body, { books }: LoyalifeDesk): unknown {
  const { MerchantName: merchant, ExternalReference: reference } = body;
  if (typeof merchant !== 'string' || typeof reference !== 'string') return failed('999', 'Bad request');
  const debit = books.movements.find(
    (one) =>
      one.kind === 'debited' && one.member === member && one.id === reference.toLowerCase() && one.words === merchant,
  );
  if (debit === undefined) return failed(NO_SUCH_REDEMPTION, 'Redemption not found');
  if (books.reversible(debit) === 0n) return failed(REVERSED_BEFORE, 'Already reversed');
  books.reverse(debit, books.format(-debit.minor), null);
  return succeeded(true);
}

/** A point for every unit of money. A rule that matches nothing is a success too. */
function insert(member: string, body: Body, desk: LoyalifeDesk): EngineAnswer {
  const { amount, transaction_id: id, transaction_date: date, product_code: product, transaction_type: type } = body;
  const isWhole = typeof id === 'string' && typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date);
  if (!isWhole || typeof amount !== 'number' || typeof product !== 'string') {
    return { status: 400, body: failed('999', 'Bad request') };
  }
  if (type !== 'DR') return { status: 400, body: failed('998', 'Invalid request') };
  const key = String(body['_xoxo_api_client_idempotency']);
  const isRepeated = desk.options.insertsOnce !== false && desk.inserted.has(key);
  desk.inserted.add(key);
  if (!isRepeated) desk.books.earn({ member, points: String(Math.floor(amount)), words: product });
  return { status: 200, body: succeeded(true) };
}

function answer(body: unknown): EngineAnswer {
  return { status: 200, body };
}
