const ends = new WeakMap<AbortSignal, number>();

/** A signal of which it is known when it aborts. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** To be called when the work is done: it frees the timer. */
  close(): void;
}

/** A deadline in so many milliseconds, or with its parent's. */
export function openDeadline(milliseconds: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const left = Math.max(0, Math.min(milliseconds, parent === undefined ? Infinity : (remaining(parent) ?? Infinity)));
  ends.set(signal, performance.now() + left);

  const abort = (): void => {
    controller.abort(new DOMException('The time is over.', 'TimeoutError'));
  };
  // A timer, and not AbortSignal.timeout, which may be collected before its time. The parent is listened to through a
  // signal between, because one parent may have hundreds of calls and warns from the eleventh listener on.
  const timer = setTimeout(abort, Math.ceil(left)).unref();
  const between = parent === undefined ? null : AbortSignal.any([parent]);
  between?.addEventListener('abort', abort, { once: true });
  if (parent?.aborted === true) abort();
  return {
    signal,
    close: () => {
      clearTimeout(timer);
      between?.removeEventListener('abort', abort);
    },
  };
}

/** A signal that aborts in so many milliseconds, or with its parent. */
export function withDeadline(milliseconds: number, parent?: AbortSignal): AbortSignal {
  return openDeadline(milliseconds, parent).signal;
}

/** Milliseconds until the signal aborts; null: nobody knows. */
export function remaining(signal: AbortSignal): number | null {
  if (signal.aborted) return 0;
  const end = ends.get(signal);
  return end === undefined ? null : Math.max(0, end - performance.now());
}
