import type { Engines } from '../connectors/engines.ts';

/** Whether the program's points live in an engine, so that neither our rules nor our ledger may give any. */
export async function hasEngine(engines: Pick<Engines, 'find'> | undefined, programId: string): Promise<boolean> {
  return engines !== undefined && (await engines.find(programId)) !== null;
}
