import type { GraphQLError } from 'graphql';
import type { Path } from './plan.ts';

/** The errors of one execution; those below a place that became null already are not told. */
export interface CollectedErrors {
  readonly all: readonly GraphQLError[];
  /** The place that becomes null by it; undefined: the whole answer. */
  add(error: GraphQLError, path: Path | undefined): void;
}

export function collectErrors(): CollectedErrors {
  const all: GraphQLError[] = [];
  const nulled = new Set<Path | undefined>();
  return {
    all,
    add(error, path) {
      for (let at = path; at !== undefined; at = at.prev) if (nulled.has(at)) return;
      if (nulled.has(undefined)) return;
      nulled.add(path);
      all.push(error);
    },
  };
}
