/** Any one of them. */
export function anyOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)] as Item;
}

/** That many different ones, in no order. There must be many more to choose from. */
export function severalOf<Item>(items: readonly Item[], number: number): Item[] {
  const chosen = new Set<Item>();
  while (chosen.size < number) chosen.add(anyOf(items));
  return [...chosen];
}
