import { BadInput } from '../failure/failure.ts';

const GREATEST = 100;

/** How many rows `first` asks for; its default where it is null. Throws BadInput unless it is 1 to 100. */
export function pageSize(first: number | null | undefined, usual: number): number {
  if (first == null) return usual;
  if (first < 1 || first > GREATEST) throw new BadInput('first', `must be 1 to ${GREATEST}`);
  return first;
}
