/** What one contender did in one round. */
export interface Round {
  /** Done a second. */
  readonly rate: number;
  /** Milliseconds; null: the contender does not tell. */
  readonly p50: number | null;
  readonly p99: number | null;
}

/** Something that can be put under load for a while. */
export interface Contender {
  readonly name: string;
  run(milliseconds: number): Promise<Round>;
}

/** Every contender's rounds, in the order of the contenders; round n of each ran next to round n of the others. */
export type Rounds = readonly (readonly Round[])[];

/**
 * Runs the contenders in turn, A B C, C B A, …, after one short turn of each to warm up. Neighbors in time share the
 * machine's mood, and turning the order around cancels what each leaves behind for the next.
 */
export async function interleave(
  contenders: readonly Contender[],
  rounds: number,
  milliseconds: number,
): Promise<Rounds> {
  for (const contender of contenders) await contender.run(milliseconds / 2);
  const results: Round[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = [...contenders.entries()];
    for (const [index, contender] of round % 2 === 0 ? order : order.toReversed()) {
      results[index]?.push(await contender.run(milliseconds));
    }
  }
  return results;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  if (low === undefined || high === undefined) throw new RangeError('no values, no median');
  return (low + high) / 2;
}

/** The value below which that part of the values lies. Sorts the values in place. */
export function percentile(values: number[], part: number): number {
  if (values.length === 0) throw new RangeError('no values, no percentile');
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * part))] as number;
}

/** The median, over the rounds, of one's figure in a round through the other's in the same round. */
export function medianRatio(ours: readonly Round[], theirs: readonly Round[], of: FigureOf): number | null {
  return medianOfPairs(ours, theirs, of, (a, b) => a / b);
}

/** The like, of what one's figure is above the other's. */
export function medianDifference(ours: readonly Round[], theirs: readonly Round[], of: FigureOf): number | null {
  return medianOfPairs(ours, theirs, of, (a, b) => a - b);
}

type FigureOf = (round: Round) => number | null;

function medianOfPairs(
  ours: readonly Round[],
  theirs: readonly Round[],
  of: FigureOf,
  compare: (a: number, b: number) => number,
): number | null {
  const values: number[] = [];
  for (const [index, round] of ours.entries()) {
    const a = of(round);
    const other = theirs[index];
    const b = other === undefined ? null : of(other);
    if (a !== null && b !== null) values.push(compare(a, b));
  }
  return values.length === 0 ? null : median(values);
}

/** The median of a figure over the rounds; null when the contender does not tell it. */
export function medianOf(rounds: readonly Round[], of: (round: Round) => number | null): number | null {
  const values = rounds.map(of).filter((value) => value !== null);
  return values.length === 0 ? null : median(values);
}
