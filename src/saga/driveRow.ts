import type { Engine } from '../connectors/engines.ts';
import { openDeadline } from '../connectors/http/deadline.ts';
import { waiting } from './pause.ts';
import type { DrivingContext } from './drivingContext.ts';
import type { SagaRow } from './sagaRow.ts';
import type { Claim, SagaRows } from './sagaRows.ts';
import type { Call, Step, Told } from './step.ts';

/** How one kind of row is brought to its end. */
export interface Lane<Row extends SagaRow, Request, Answer = Told> {
  readonly rows: SagaRows<Row>;
  /** What the engine is told, read before the intent. */
  prepare(row: Row): Promise<Request>;
  call(engine: Engine, row: Row, call: Call, request: Request, signal: AbortSignal): Promise<Answer>;
  /** What to do next; pure. */
  next(row: Row, told: Answer | null, engine: Engine, now: Date): Step;
  /** Repeats a captured row in our own books; it may be repeated again. */
  mirror(row: Row): Promise<void>;
}

/**
 * One call for a row that was claimed: its intent first, unless the row was made with it, then the call. The step that
 * follows is not taken yet. The deadline begins before the intent: a worker that was stopped in between finds no time
 * left, and sends nothing.
 */
export async function driveRow<Row extends SagaRow, Request, Answer>(
  context: Pick<DrivingContext, 'engines' | 'limits' | 'reached'>,
  lane: Lane<Row, Request, Answer>,
  claim: Claim<Row>,
): Promise<Exclude<Step, { do: 'call' }> | 'overtaken'> {
  const since = claim.begunSince === undefined ? 0 : performance.now() - claim.begunSince;
  const deadline = openDeadline(context.limits.callTimeout - since);
  try {
    return await oneCall(context, lane, claim, deadline.signal);
  } finally {
    deadline.close();
  }
}

async function oneCall<Row extends SagaRow, Request, Answer>(
  { engines, limits, reached }: Pick<DrivingContext, 'engines' | 'limits' | 'reached'>,
  lane: Lane<Row, Request, Answer>,
  { row, at, begunSince }: Claim<Row>,
  signal: AbortSignal,
): Promise<Exclude<Step, { do: 'call' }> | 'overtaken'> {
  await reached?.('claimed', row.id);
  const engine = await engines.find(row.programId);
  // Another engine knows nothing of this reference: that it has no such debit would say nothing.
  if (engine?.kind !== row.engineKind) {
    return waiting(row, limits.longestPause, 'The program has another engine now than the one that was asked.');
  }
  const step = lane.next(row, null, engine, at);
  if (step.do !== 'call') return step;
  const request = await lane.prepare(row);
  const sentAt = begunSince === undefined ? await lane.rows.intend(row, step.call) : at;
  if (sentAt === null) return 'overtaken';
  await reached?.('intended', row.id);
  const told = await lane.call(engine, row, step.call, request, signal);
  await reached?.('called', row.id);
  const then = lane.next({ ...row, attempt: row.attempt + 1 }, told, engine, sentAt);
  if (then.do === 'call') throw new Error('an outcome was answered by another call');
  return then;
}
