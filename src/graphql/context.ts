import type { Viewer } from '../access/viewer.ts';
import type { Services } from '../services.ts';
import type { Loaders } from './loaders/createLoaders.ts';

/** What every resolver of one request shares. */
export interface GraphContext {
  readonly viewer: Viewer;
  readonly services: Services;
  readonly loaders: Loaders;
  /** Stands in the log and in the answer of an internal fault. */
  readonly requestId: string;
}
