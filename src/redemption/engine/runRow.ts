import { driveRow, type Lane } from './driveRow.ts';
import type { Waiting } from './pause.ts';
import type { SagaContext } from './sagaContext.ts';
import type { SagaRow } from './sagaRow.ts';
import { takeStep } from './takeStep.ts';

export interface RunOptions {
  /** Whether to drop a row for which certainly nothing was sent, rather than to let it wait. */
  readonly dropUnsent?: (step: Waiting) => boolean;
}

/**
 * What became of a row. `busy`: settled, not due, or somebody else's, before it began. `overtaken`: somebody else's
 * since, and nothing was changed. `dropped`: there is no such row any more, and nothing was ever sent for it.
 */
export type Ran = 'busy' | 'overtaken' | 'settled' | 'waiting' | 'dropped';

/** Claims a row, makes the one call that it needs, and writes down what came of it. */
export async function runRow<Row extends SagaRow, Request>(
  context: SagaContext,
  lane: Lane<Row, Request>,
  found: { readonly id: string; readonly programId: string },
  { dropUnsent = () => false }: RunOptions = {},
): Promise<Ran> {
  const engine = await context.engines.find(found.programId);
  const oneAtATime = engine?.connector.capabilities.oneAtATimePerMember ?? false;
  const claim = await lane.rows.claim(found.id, { lease: context.limits.lease, oneAtATime });
  if (claim === null) return 'busy';
  const { row } = claim;
  const step = await driveRow(context, lane, claim);
  if (step === 'overtaken') return step;
  if (step.do === 'wait' && step.knowing.state === 'RESERVED' && dropUnsent(step)) {
    return dropped(context, lane, claim.row, step);
  }
  if (!(await takeStep(context, lane.rows, row, step))) return 'overtaken';
  if (step.do === 'wait') return 'waiting';
  context.onSettled?.(row);
  if (step.do === 'capture') await lane.mirror(row);
  return 'settled';
}

/** Two writes, each fenced: first that nothing was sent, without which no row goes. */
async function dropped<Row extends SagaRow, Request>(
  context: SagaContext,
  lane: Lane<Row, Request>,
  row: Row,
  step: Waiting,
): Promise<Ran> {
  if (!(await takeStep(context, lane.rows, row, step))) return 'overtaken';
  return (await lane.rows.forget(row)) ? 'dropped' : 'overtaken';
}
