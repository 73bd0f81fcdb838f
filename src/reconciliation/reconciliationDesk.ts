import type { Viewer } from '../access/viewer.ts';
import type { Result } from '../failure/failure.ts';
import type { ReconciliationItem, ReconciliationRun } from './reconciliationBooks.ts';

export interface ReconciliationPage {
  readonly first: number;
  /** Older than that number; null: from the newest. */
  readonly before: bigint | null;
}

export type ReconcileEngineResult = Result<
  /** As it stands a moment later: a long one goes on behind the answer. */
  { readonly run: ReconciliationRun; readonly programId: string },
  'ProgramNotFound' | 'EngineNotFound'
>;

/**
 * The comparison of engines' books with ours, as operators use it. All of it needs points:admin and a token for every
 * member of the program; what the viewer does not reach is not found, or an empty list.
 */
export interface ReconciliationDesk {
  /** Begins a run now, takes up the one that stopped, or tells of the one that is under way. */
  reconcileEngine(viewer: Viewer, programId: string | null | undefined): Promise<ReconcileEngineResult>;
  runs(
    viewer: Viewer,
    programId: string,
    page: ReconciliationPage,
  ): Promise<{ readonly runs: readonly ReconciliationRun[]; readonly hasMore: boolean }>;
  /** isOpen null: open and settled ones. */
  items(
    viewer: Viewer,
    programId: string,
    page: ReconciliationPage & { readonly isOpen: boolean | null },
  ): Promise<{ readonly items: readonly ReconciliationItem[]; readonly hasMore: boolean }>;
  /** The daily work: a run for every program that has an engine. Gives how many ended. May be repeated or doubled. */
  reconcileAll(): Promise<number>;
  /** The hourly work: takes up the runs that stopped. */
  resumeStopped(): Promise<number>;
  close(): Promise<void>;
}
