/**
 * A function of something that is computed once for each: many rules ask the same of a model, and rules that run again
 * meet most documents again. Its result is never undefined.
 */
export function onceFor<Key extends object, Result extends {}>(find: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, Result>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(key);
    known.set(key, found);
    return found;
  };
}

/** The same for texts; only the first so many of them are kept. */
export function onceForText<Result extends {}>(find: (text: string) => Result, most = 1000): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = find(text);
    if (known.size < most) known.set(text, found);
    return found;
  };
}
