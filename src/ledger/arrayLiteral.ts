/**
 * A PostgreSQL array literal of values that need no quoting: numbers, UUIDs, names of an enum, and what brings its
 * own quotes. Several times faster than the driver's general array, which looks at every character.
 */
export function arrayOf<Item>(items: readonly Item[], value: (item: Item) => string | number | bigint | null): string {
  let literal = '';
  for (const item of items) literal += `,${value(item) ?? 'NULL'}`;
  return `{${literal.slice(1)}}`;
}

/** A text as an element of an array literal. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
