import type { DrivingContext } from './drivingContext.ts';
import type { SagaRow } from './sagaRow.ts';
import type { SagaRows } from './sagaRows.ts';
import type { Step } from './step.ts';

/** Writes down what was learned: settles the row, or lets it wait. False: it is somebody else's by now. */
export async function takeStep<Row extends SagaRow>(
  { reached, random }: Pick<DrivingContext, 'reached' | 'random'>,
  rows: SagaRows<Row>,
  row: Row,
  step: Exclude<Step, { do: 'call' }>,
): Promise<boolean> {
  if (step.do === 'wait') {
    const dueIn = step.for * (0.5 + random() / 2);
    const isOurs = await rows.park(row, { ...step.knowing, outcome: step.words, dueIn });
    await reached?.('parked', row.id);
    return isOurs;
  }
  const isOurs = await rows.settle(
    row,
    step.do === 'capture'
      ? {
          state: 'CAPTURED',
          engineReference: step.engineReference,
          awarded: step.awarded ?? null,
          outcome: step.words,
        }
      : { state: 'VOIDED', declineReason: step.reason, outcome: step.words },
  );
  await reached?.('settled', row.id);
  return isOurs;
}
