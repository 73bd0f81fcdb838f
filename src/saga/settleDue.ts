import type { DrivingContext } from './drivingContext.ts';
import type { SagaRow } from './sagaRow.ts';
import type { Lane } from './driveRow.ts';
import { mirrored, runRow } from './runRow.ts';

const ROWS = 100;
const AT_ONCE = 8;

/**
 * Drives every row that is due on by one call, and repeats in our books what was settled and is not there yet. Bounded;
 * may be late, killed, repeated or doubled, as every row is claimed. Gives how many rows it moved. What a fault of ours
 * stopped is left to the next time, after the others had their turn: then it throws.
 */
export async function settleDue<Row extends SagaRow, Request, Answer>(
  context: DrivingContext,
  lane: Lane<Row, Request, Answer>,
): Promise<number> {
  const faults: unknown[] = [];
  let count = 0;
  const each = async <Item>(items: readonly Item[], work: (item: Item) => Promise<boolean>): Promise<void> => {
    const queue = items.values();
    const worker = async (): Promise<void> => {
      for (const item of queue) {
        await work(item).then(
          (isMoved) => (count += isMoved ? 1 : 0),
          (fault: unknown) => faults.push(fault),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };

  await each(await lane.rows.due(ROWS), async (found) => {
    const ran = await runRow(context, lane, found);
    return ran === 'settled' || ran === 'waiting';
  });
  await each(await lane.rows.unmirrored(ROWS), async (row) => {
    await mirrored(context, lane, row);
    return true;
  });
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} rows wait for the next time.`);
  return count;
}
