const ends = new WeakMap<AbortSignal, number>();

/** A signal that aborts in so many milliseconds, or with its parent, and of which it is known when. */
export function withDeadline(milliseconds: number, parent?: AbortSignal): AbortSignal {
  const left = Math.max(0, Math.min(milliseconds, parent === undefined ? Infinity : (remaining(parent) ?? Infinity)));
  const timer = AbortSignal.timeout(Math.ceil(left));
  const signal = parent === undefined ? timer : AbortSignal.any([timer, parent]);
  ends.set(signal, performance.now() + left);
  return signal;
}

/** Milliseconds until the signal aborts; null: nobody knows. */
export function remaining(signal: AbortSignal): number | null {
  if (signal.aborted) return 0;
  const end = ends.get(signal);
  return end === undefined ? null : Math.max(0, end - performance.now());
}
