/** The caller's own words as they are kept with a request: those that were given. */
export function detailsOf(words: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  const details: Record<string, string> = {};
  for (const [name, word] of Object.entries(words)) if (word != null) details[name] = word;
  return details;
}
