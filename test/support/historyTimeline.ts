/** A seq and when somebody could tell of it. */
export interface Mark {
  readonly time: number;
  readonly seq: bigint;
}

/** The greatest seq among the marks before a time; 0: none. Sorted once, searched often. */
export function greatestBefore(marks: readonly Mark[]): (time: number) => bigint {
  const sorted = marks.toSorted((a, b) => a.time - b.time);
  const greatest: bigint[] = [];
  for (const { seq } of sorted) {
    const last = greatest.at(-1) ?? 0n;
    greatest.push(seq > last ? seq : last);
  }
  return (time) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as Mark).time < time) low = middle + 1;
      else high = middle;
    }
    return greatest[low - 1] ?? 0n;
  };
}

/** The items by their keys. */
export function byKey<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
