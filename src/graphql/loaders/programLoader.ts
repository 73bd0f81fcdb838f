import DataLoader from 'dataloader';
import { reachesProgram, requireScope } from '../../access/viewer.ts';
import type { Program } from '../../program/programs.ts';
import type { Reading } from './reading.ts';

/** Programs by id; null: there is none, or it is not the viewer's to see. Throws Forbidden without points:read. */
export type ProgramLoader = DataLoader<string, Program | null>;

export function createProgramLoader({ viewer, programs }: Reading): ProgramLoader {
  return new DataLoader(async (ids) => {
    requireScope(viewer, 'points:read');
    return Promise.all(ids.map(async (id) => (reachesProgram(viewer, id) ? programs.find(id) : null)));
  });
}
