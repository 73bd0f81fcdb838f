import { BadInput } from '../failure/failure.ts';

/** Throws BadInput unless it can be a version, or 0 for none yet. */
export function checkVersion(expectedVersion: number | null | undefined): void {
  if (expectedVersion == null || (Number.isSafeInteger(expectedVersion) && expectedVersion >= 0)) return;
  throw new BadInput('input.expectedVersion', 'is no version: versions are 1, 2, 3 and so on, and 0 is for none yet');
}
