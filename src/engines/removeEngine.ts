import type { Viewer } from '../access/viewer.ts';
import { engineBusy, engineConflict, engineNotFound, programNotFound } from '../failure/refusals.ts';
import type { RemoveEngineInput, RemoveEngineResult } from './engineUseCases.ts';
import { adminProgram } from './adminProgram.ts';
import { checkVersion } from './checkVersion.ts';
import type { EngineContext } from './engineContext.ts';
import { newestEngine } from './newestEngine.ts';

/** Takes a program's engine away; its secrets go with it. */
export async function removeEngine(
  { programs, store, engines }: EngineContext,
  viewer: Viewer,
  input: RemoveEngineInput,
): Promise<RemoveEngineResult> {
  const program = await adminProgram(programs, viewer, input.programId);
  checkVersion(input.expectedVersion);
  if (program === null) return programNotFound();
  const newest = await newestEngine(store, program.id);
  if (newest === null || newest.kind === null) return engineNotFound();
  const { version } = newest;
  if (input.expectedVersion != null && input.expectedVersion !== version) return engineConflict(version);
  const pending = await store.pending(program.id);
  if (pending > 0) return engineBusy(pending);
  if (!(await store.remove(program.id, version, viewer.subject))) {
    return engineConflict((await newestEngine(store, program.id))?.version ?? 0);
  }
  await engines.refresh();
  return { ok: true, value: { programId: program.id } };
}
