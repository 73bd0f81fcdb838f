import { earningBelongsToEngine } from '../failure/refusals.ts';
import { type Answer, answerRecordings } from './answerRecordings.ts';
import type { EarningContext } from './earningContext.ts';
import { earnThroughEngine } from './engine/earnThroughEngine.ts';
import type { EngineRecording } from './engine/engineRecording.ts';
import type { Recording } from './prepareRecording.ts';

/** Records what was prepared, in our ledger or in engines, and answers each in the order given. */
export async function answerPrepared(
  { ledger, awarding }: EarningContext,
  prepared: readonly (Recording | EngineRecording | Answer)[],
): Promise<readonly Answer[]> {
  const own = prepared.filter((one): one is Recording | Answer => !isOfEngine(one));
  const engines = prepared.filter(isOfEngine);
  const through = async (): Promise<readonly Answer[]> =>
    awarding === undefined ? engines.map(() => earningBelongsToEngine()) : earnThroughEngine(ledger, awarding, engines);
  const [recorded, handed] = await Promise.all([answerRecordings(ledger, own), through()]);
  const answers = { own: recorded.values(), engines: handed.values() };
  return prepared.map((one) => {
    const next = (isOfEngine(one) ? answers.engines : answers.own).next();
    return next.done === true ? new Error('a transaction was not answered') : next.value;
  });
}

function isOfEngine(one: Recording | EngineRecording | Answer): one is EngineRecording {
  return 'engine' in one;
}
