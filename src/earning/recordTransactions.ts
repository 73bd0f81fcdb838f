import { requireStaffScope, type Viewer } from '../access/viewer.ts';
import { BadInput } from '../failure/failure.ts';
import type { RecordTransactionInput } from './earningUseCases.ts';
import { answerPrepared } from './answerPrepared.ts';
import type { Answer } from './answerRecordings.ts';
import type { EarningContext } from './earningContext.ts';
import type { EngineRecording } from './engine/engineRecording.ts';
import { prepareRecording, type Recording } from './prepareRecording.ts';
import { unanswered } from './unanswered.ts';

const MOST = 1_000;

/**
 * Records each transaction on its own, as recordTransaction does, and answers in the order given. Of two with the same
 * id the first is recorded; the second replays it, or conflicts with it.
 */
export async function recordTransactions(
  context: EarningContext,
  viewer: Viewer,
  inputs: readonly RecordTransactionInput[],
): Promise<readonly Answer[]> {
  requireStaffScope(viewer, 'points:earn');
  if (inputs.length > MOST) throw new BadInput('inputs', `has more than ${MOST} transactions`);
  const now = context.now();
  const atOnce: EarningContext = { ...context, now: () => now };
  const prepare = async (
    input: RecordTransactionInput,
    index: number,
  ): Promise<Recording | EngineRecording | Answer> => {
    try {
      return await prepareRecording(atOnce, viewer, `inputs[${index}]`, input);
    } catch (error) {
      return unanswered(error);
    }
  };
  return answerPrepared(context, await Promise.all(inputs.map(prepare)));
}
