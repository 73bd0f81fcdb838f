import type { AccountRef } from './account.ts';
import { bucketOf } from './account.ts';
import { stableUuid } from './stableUuid.ts';

/** Whose counter it is: the command's account, or its program as a whole. */
export type CounterOwner = 'account' | 'program';

/** Counters of one owner by their keys: both ends included, compared byte by byte. One key alone: both the same. */
export interface CounterRange {
  readonly owner: CounterOwner;
  readonly from: string;
  readonly to: string;
}

/** A counter as it stands; what is not there stands at 0. */
export interface Counter {
  readonly owner: CounterOwner;
  readonly key: string;
  readonly value: bigint;
}

/** What a command adds to a counter; negative gives back. */
export interface CounterAdd {
  readonly owner: CounterOwner;
  readonly key: string;
  readonly amount: bigint;
}

/** Where a program's own counters are kept: under an id that is no account's. */
export function programOwner(programId: string): Pick<AccountRef, 'id' | 'bucket'> {
  const id = stableUuid('program', programId);
  return { id, bucket: bucketOf(id) };
}
