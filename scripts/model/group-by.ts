/** Adds something to the list that a map has for a key; if it has none, to a new one. */
export function addTo<Key, Thing>(lists: Map<Key, Thing[]>, key: Key, thing: Thing): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [thing]);
  else known.push(thing);
}

/** Things by a key that several may have; keys and things are in the order in which they come. */
export function groupBy<Thing, Key>(things: Iterable<Thing>, keyOf: (thing: Thing) => Key): Map<Key, Thing[]> {
  const groups = new Map<Key, Thing[]>();
  for (const thing of things) addTo(groups, keyOf(thing), thing);
  return groups;
}
