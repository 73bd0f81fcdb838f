import { driveRow, type Lane } from './driveRow.ts';
import { type Waiting, waiting } from './pause.ts';
import type { DrivingContext } from './drivingContext.ts';
import type { SagaRow } from './sagaRow.ts';
import type { Claim } from './sagaRows.ts';
import type { Step } from './step.ts';
import { takeStep } from './takeStep.ts';

export type Fruitless = Waiting | Extract<Step, { do: 'void' }>;

export interface RunOptions<Row extends SagaRow> {
  /** Whether to drop a row of which certainly nothing came, rather than to let it wait or to keep the refusal. */
  readonly drop?: (step: Fruitless) => boolean;
  /** Of a row that was made claimed. Absent: it has to be claimed. */
  readonly claim?: Claim<Row> | undefined;
}

/**
 * What became of a row. `busy`: settled, not due, or somebody else's, before it began. `overtaken`: somebody else's
 * since, and nothing was changed. `dropped`: there is no such row any more, and nothing ever came of it.
 */
export type Ran = 'busy' | 'overtaken' | 'settled' | 'waiting' | 'dropped';

/** Claims a row, makes the one call that it needs, and writes down what came of it. */
export async function runRow<Row extends SagaRow, Request, Answer>(
  context: DrivingContext,
  lane: Lane<Row, Request, Answer>,
  found: { readonly id: string; readonly programId: string },
  { drop = () => false, claim: own }: RunOptions<Row> = {},
): Promise<Ran> {
  const claim = own ?? (await claimOf(context, lane, found));
  if (claim === null) return 'busy';
  const { row } = claim;
  const step = await driveRow(context, lane, claim);
  if (step === 'overtaken') return step;
  if (isFruitless(row, step) && drop(step)) {
    const nothing = step.do === 'wait' ? step : waiting(row, 0, step.words);
    return dropped(context, lane, row, nothing);
  }
  if (!(await takeStep(context, lane.rows, row, step))) return 'overtaken';
  if (step.do === 'wait') return 'waiting';
  context.onSettled?.(row);
  if (step.do === 'void') context.onVoided?.(row, step.words);
  if (step.do === 'capture') await mirrored(context, lane, row);
  return 'settled';
}

async function claimOf<Row extends SagaRow, Request, Answer>(
  { engines, limits }: DrivingContext,
  lane: Lane<Row, Request, Answer>,
  { id, programId }: { readonly id: string; readonly programId: string },
): Promise<Claim<Row> | null> {
  const engine = await engines.find(programId);
  const oneAtATime = engine?.connector.capabilities.oneAtATimePerMember ?? false;
  return lane.rows.claim(id, { lease: limits.lease, oneAtATime });
}

/**
 * Repeats a row in our books, and notes that. The note spares the sweeper a repetition that changes nothing: nobody waits
 * for its commit.
 */
export async function mirrored<Row extends SagaRow, Request, Answer>(
  { behind }: Pick<DrivingContext, 'behind'>,
  lane: Lane<Row, Request, Answer>,
  row: Row,
): Promise<void> {
  await lane.mirror(row);
  const noted = lane.rows.markMirrored(row.id);
  if (behind === undefined) await noted;
  else behind(noted);
}

/** Nothing was sent, or it was refused, and no attempt before it is in doubt. */
function isFruitless(row: SagaRow, step: Exclude<Step, { do: 'call' }>): step is Fruitless {
  if (step.do === 'wait') return step.knowing.state === 'RESERVED';
  return step.do === 'void' && row.unsureAt === null && !row.isAccepted && !row.isCanceling;
}

/** Two writes, each fenced: first that nothing was sent, without which no row goes. */
async function dropped<Row extends SagaRow, Request, Answer>(
  context: DrivingContext,
  lane: Lane<Row, Request, Answer>,
  row: Row,
  step: Waiting,
): Promise<Ran> {
  if (!(await takeStep(context, lane.rows, row, step))) return 'overtaken';
  return (await lane.rows.forget(row)) ? 'dropped' : 'overtaken';
}
