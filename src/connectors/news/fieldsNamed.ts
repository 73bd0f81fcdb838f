const DEEPEST = 12;
const MOST = 64;

/**
 * Texts and integers in fields of these names, wherever they stand and in whatever letter case: of messages whose shape
 * is not documented, and which are only a hint to ask. Each once, in their order, and so many at most.
 */
export function fieldsNamed(json: unknown, names: readonly string[]): readonly string[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found = new Set<string>();

  function look(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
    for (const [name, inner] of Object.entries(value)) {
      if (found.size >= MOST) return;
      const isWanted = wanted.has(name.toLowerCase());
      if (isWanted && typeof inner === 'string' && /^[^\p{C}]{1,256}$/u.test(inner)) found.add(inner);
      else if (isWanted && Number.isSafeInteger(inner)) found.add(String(inner));
      else look(inner, depth + 1);
    }
  }

  look(json, 0);
  return [...found];
}
