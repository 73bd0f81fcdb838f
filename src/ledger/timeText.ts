let known = { at: NaN, text: '' };

/** A time as an element of an array literal. Remembers the last one: the rows of a batch mostly share theirs. */
export function timeOf(time: Date): string {
  const at = time.getTime();
  if (at !== known.at) known = { at, text: `"${time.toISOString()}"` };
  return known.text;
}
