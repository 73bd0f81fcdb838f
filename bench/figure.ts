/** One line of the table. */
export interface Figure {
  readonly figure: string;
  /** What it is measured against, in the same run; an em dash: an absolute. */
  readonly baseline: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: string;
  readonly target: string;
  /** Null: not measured. */
  readonly met: boolean | null;
}

/** 12345.6 as "12,346". */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Milliseconds with as many digits as they deserve. */
export function milliseconds(value: number | null): string {
  return value === null ? '?' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

/** A factor as "3.42 ×". */
export function factor(value: number | null): string {
  return value === null ? '?' : `${value.toFixed(2)} ×`;
}
