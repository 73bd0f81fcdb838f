interface Waiting<Key, Value> {
  readonly keys: readonly Key[];
  readonly resolve: (values: Value[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** At most so many keys a statement, unless one caller alone asks for more. */
const KEYS_CAP = 2_000;

/**
 * Lets callers who ask at the same time share a statement. What comes back is never older than a caller's question:
 * the statement leaves after all who share it have asked. Whoever asks alone waits for the event loop's next turn only.
 */
export function readTogether<Key, Value>(
  read: (keys: readonly Key[]) => Promise<Value[]>,
): (keys: readonly Key[]) => Promise<Value[]> {
  let waiting: Waiting<Key, Value>[] = [];

  function leave(): void {
    const callers = waiting;
    waiting = [];
    for (let from = 0; from < callers.length;) {
      let size = callers[from]?.keys.length ?? 0;
      let to = from + 1;
      for (; to < callers.length; to += 1) {
        size += callers[to]?.keys.length ?? 0;
        if (size > KEYS_CAP) break;
      }
      void answer(callers.slice(from, to));
      from = to;
    }
  }

  async function answer(callers: readonly Waiting<Key, Value>[]): Promise<void> {
    try {
      const values = await read(callers.flatMap(({ keys }) => keys));
      let from = 0;
      for (const { keys, resolve } of callers) resolve(values.slice(from, (from += keys.length)));
    } catch (error) {
      for (const { reject } of callers) reject(error);
    }
  }

  return async (keys) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(leave);
      waiting.push({ keys, resolve, reject });
    });
}
