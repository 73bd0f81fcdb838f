import { stableUuid } from '../../ledger/stableUuid.ts';
import type { EngineEarning, EngineEarnings } from './engineEarning.ts';
import type { EngineRecording } from './engineRecording.ts';

export interface Tries {
  /** In the order given, each under the id of its newest try. */
  readonly recordings: readonly EngineRecording[];
  /** The rows of those that are there, by their ids. */
  readonly known: ReadonlyMap<string, EngineEarning>;
}

/**
 * A transaction that was declined when nobody waited any more may be recorded again, when the cause is mended. It then is
 * another earning with another reference, as the engine has seen the first one: each try's id follows from the one
 * before, so that two who record it again do it once.
 */
export async function newestTries(
  earnings: Pick<EngineEarnings, 'find'>,
  asked: readonly EngineRecording[],
): Promise<Tries> {
  const known = new Map<string, EngineEarning>();
  let recordings = asked;
  let open = new Set(asked.map(({ id }) => id));
  while (open.size > 0) {
    for (const row of await earnings.find([...open])) if (row !== null) known.set(row.id, row);
    open = new Set();
    recordings = recordings.map((recording) => {
      const row = known.get(recording.id);
      if (row?.state !== 'VOIDED' || row.fingerprint !== recording.fingerprint) return recording;
      const id = stableUuid('again', recording.id);
      if (!known.has(id)) open.add(id);
      return { ...recording, id };
    });
  }
  return { recordings, known };
}
