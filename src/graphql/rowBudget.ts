import { BadInput } from '../failure/failure.ts';

/** The rows that one request may bring in lists of its own: a usual page for each of a thousand members. */
const MOST = 20_000;

/** Counts the rows of a request's lists, each as often as it stands in the answer. */
export interface RowBudget {
  /** Throws BadInput when the request's lists come to more than one request may bring. */
  spend(rows: number): void;
}

/**
 * References to one entity are one reading, but each of them answers with the whole list: a thousand pages of a hundred
 * entries would be more than the process has memory for, whoever asks.
 */
export function createRowBudget(most = MOST): RowBudget {
  let left = most;
  return {
    spend(rows) {
      left -= rows;
      if (left < 0) throw new BadInput('first', `makes more than ${most} rows of all lists together; ask for fewer`);
    },
  };
}
