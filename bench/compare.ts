import { count, factor, type Figure, milliseconds } from './figure.ts';
import { medianDifference, medianOf, medianRatio, type Round } from './measure.ts';

interface Comparison {
  readonly figure: string;
  readonly baseline: string;
  readonly ours: readonly Round[];
  readonly theirs: readonly Round[];
}

const p50Of = (round: Round): number | null => round.p50;
const p99Of = (round: Round): number | null => round.p99;

/** A line that says how many times the baseline's rate we reach; the target is the least factor. */
export function compareRates(comparison: Comparison, least: number): Figure {
  const ratio = medianRatio(comparison.ours, comparison.theirs, (round) => round.rate);
  return {
    figure: comparison.figure,
    baseline: comparison.baseline,
    ours: rateText(comparison.ours),
    theirs: rateText(comparison.theirs),
    ratio: factor(ratio),
    target: `≥ ${least} ×`,
    met: ratio === null ? null : ratio >= least,
  };
}

/** A line that says what part of the baseline's p99 ours is; the target is the greatest part. */
export function compareTails(comparison: Comparison, greatest: number): Figure {
  const ratio = medianRatio(comparison.ours, comparison.theirs, p99Of);
  return {
    figure: `${comparison.figure}, p99`,
    baseline: comparison.baseline,
    ours: milliseconds(medianOf(comparison.ours, p99Of)),
    theirs: milliseconds(medianOf(comparison.theirs, p99Of)),
    ratio: factor(ratio),
    target: `≤ ${greatest} ×`,
    met: ratio === null ? null : ratio <= greatest,
  };
}

/** A line that says how many times the baseline's median time ours is; the target is the greatest factor. */
export function compareMedians(comparison: Comparison, greatest: number): Figure {
  const ratio = medianRatio(comparison.ours, comparison.theirs, p50Of);
  return {
    figure: comparison.figure,
    baseline: comparison.baseline,
    ours: milliseconds(medianOf(comparison.ours, p50Of)),
    theirs: milliseconds(medianOf(comparison.theirs, p50Of)),
    ratio: factor(ratio),
    target: `≤ ${greatest} ×`,
    met: ratio === null ? null : ratio <= greatest,
  };
}

/** A line that says how much longer than the baseline we take at the median; the target is the most, in milliseconds. */
export function compareOverheads(comparison: Comparison, most: number): Figure {
  const more = medianDifference(comparison.ours, comparison.theirs, p50Of);
  return {
    figure: comparison.figure,
    baseline: comparison.baseline,
    ours: milliseconds(medianOf(comparison.ours, p50Of)),
    theirs: milliseconds(medianOf(comparison.theirs, p50Of)),
    ratio: more === null ? '?' : `+${milliseconds(more)}`,
    target: `≤ +${most} ms`,
    met: more === null ? null : more <= most,
  };
}

/** A line for a baseline that this machine does not have. */
export function notInstalled(figure: string, baseline: string, ours: readonly Round[], least: number): Figure {
  return {
    figure,
    baseline,
    ours: rateText(ours),
    theirs: 'not installed',
    ratio: '',
    target: `≥ ${least} ×`,
    met: null,
  };
}

function rateText(rounds: readonly Round[]): string {
  const rate = medianOf(rounds, (round) => round.rate);
  const p50 = medianOf(rounds, (round) => round.p50);
  const p99 = medianOf(rounds, (round) => round.p99);
  const latency = p99 === null ? milliseconds(p50) : `${milliseconds(p50)}, p99 ${milliseconds(p99)}`;
  return `${rate === null ? '?' : count(rate)}/s (p50 ${latency})`;
}
