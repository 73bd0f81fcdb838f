import { requireStaffScope, type Viewer } from '../access/viewer.ts';
import type { Delivery } from '../ledger/command.ts';
import type { RecordTransactionInput, RecordTransactionResult } from './earningUseCases.ts';
import { answerPrepared } from './answerPrepared.ts';
import type { EarningContext } from './earningContext.ts';
import { prepareRecording } from './prepareRecording.ts';

/**
 * Credits a transaction of the marketplace with what the program's rules of its instant say, once for ever, and opens
 * the account of a member who has none where the program says so. In a program with an engine it is the engine's rules
 * that decide. A replay answers with the earning as it stands now.
 */
export async function recordTransaction(
  context: EarningContext,
  viewer: Viewer,
  input: RecordTransactionInput,
  delivery?: Delivery,
): Promise<RecordTransactionResult> {
  requireStaffScope(viewer, 'points:earn');
  const prepared = await prepareRecording(context, viewer, 'input', input, delivery);
  const [answer] = await answerPrepared(context, [prepared]);
  if (answer === undefined || answer instanceof Error) throw answer ?? new Error('a recording was not answered');
  return answer;
}
