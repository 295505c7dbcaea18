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
