/**
 * A PostgreSQL array literal of values that need no quoting: numbers, UUIDs, names of an enum, and what brings its
 * own quotes. Several times faster than the driver's general array, which looks at every character.
 */
export function arrayOf<Item>(items: readonly Item[], value: (item: Item) => string | number | bigint | null): string {
  let literal = '{';
  let separator = '';
  for (const item of items) {
    literal += separator;
    literal += value(item) ?? 'NULL';
    separator = ',';
  }
  return `${literal}}`;
}

/** A text as an element of an array literal. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
