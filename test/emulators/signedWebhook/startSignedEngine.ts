import { pathToFileURL } from 'node:url';
import { formatMinor, toMinor } from '../../../src/ledger/points.ts';
import { projectFile } from '../../../src/projectFile.ts';
import type { BookedMovement, Books } from '../kit/books.ts';
import { type Emulator, type EngineAnswer, type EngineCall, startEmulator } from '../kit/startEmulator.ts';

/** What examples/engine/engine.mjs keeps. */
interface ExampleEngine {
  readonly books: {
    readonly members: Record<string, string>;
    readonly debits: Readonly<Record<string, { readonly left: string }>>;
    readonly movements: {
      readonly id: string;
      readonly kind: BookedMovement['kind'];
      readonly member: string;
      readonly cents: string;
      readonly reference: string | null;
      readonly of: string | null;
      readonly at: string;
    }[];
  };
  readonly answer: (path: string, headers: Readonly<Record<string, string>>, body: string) => RawAnswer;
  readonly open: (member: string, points: string) => void;
}
interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
interface ExampleModule {
  readonly createEngine: (options: { secret: string; cancels?: boolean; file?: string | null }) => ExampleEngine;
}

export interface SignedEngineEmulator {
  readonly emulator: Emulator;
  readonly books: Books;
  /** Changes answers from now on, after they were signed if it says so. */
  tamper: ((call: EngineCall, answer: RawAnswer) => RawAnswer) | null;
  /** Gives what it moved for a reference other points, as its staff or a fault of its own may; null: takes it out. */
  rewrite(reference: string, points: string | null): void;
}

export const SIGNING_SECRET = `whsec_${Buffer.from('the signing secret of the tests!').toString('base64')}`;

const EXAMPLE = pathToFileURL(projectFile('examples/engine/engine.mjs'));

/** The example engine itself, behind a network that can be told to misbehave. */
export async function startSignedEngine(options: { cancels?: boolean } = {}): Promise<SignedEngineEmulator> {
  const { createEngine } = (await import(EXAMPLE.href)) as ExampleModule;
  const engine = createEngine({ secret: SIGNING_SECRET, ...options });
  const handle = (call: EngineCall): EngineAnswer => {
    const answer = engine.answer(call.path, call.headers, call.raw);
    return started.tamper === null ? answer : started.tamper(call, answer);
  };
  const emulator = await startEmulator({ operationOf: ({ path }) => path.slice(1), handle });
  const started: SignedEngineEmulator = {
    emulator,
    books: booksOf(engine),
    tamper: null,
    rewrite: (reference, points) => {
      rewrite(engine.books, reference, points);
    },
  };
  return started;
}

function rewrite({ movements, members }: ExampleEngine['books'], reference: string, points: string | null): void {
  const index = movements.findIndex((one) => one.reference === reference);
  const found = movements[index];
  if (found === undefined) throw new RangeError('The engine has no movement of that reference.');
  const minor = points === null ? 0n : toMinor(points.replace('-', ''), 2);
  if (typeof minor !== 'bigint') throw new RangeError('No amount of points.');
  const cents = points?.startsWith('-') === true ? -minor : minor;
  members[found.member] = (BigInt(members[found.member] ?? '0') - BigInt(found.cents) + cents).toString();
  movements.splice(index, 1, ...(points === null ? [] : [{ ...found, cents: cents.toString() }]));
}

/** The example's books as the suite reads them; it books nothing here but the members. */
function booksOf({ books, open }: ExampleEngine): Books {
  const movements = (): BookedMovement[] =>
    books.movements.map(({ cents, at, ...movement }) => ({
      id: movement.id,
      kind: movement.kind,
      member: movement.member,
      reference: movement.reference,
      of: movement.of,
      minor: BigInt(cents),
      words: null,
      at: new Date(at),
    }));
  const minorOf = (member: string): bigint => BigInt(books.members[member] ?? '0');
  return {
    get movements() {
      return movements();
    },
    open,
    isOpen: (member) => books.members[member] !== undefined,
    minorOf,
    balanceOf: (member) => formatMinor(minorOf(member), 2),
    toMinor: (points) => {
      const minor = toMinor(points, 2);
      return typeof minor === 'bigint' ? minor : never();
    },
    format: (minor) => formatMinor(minor, 2),
    reversible: ({ reference }) => BigInt(books.debits[reference ?? '']?.left ?? '0'),
    debit: never,
    earn: never,
    reverse: never,
  };
}

function never(): never {
  throw new Error('The example books by itself.');
}
