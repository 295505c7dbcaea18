/** Ends the watching. */
interface Watcher {
  readonly close: () => void;
}

/** Watches a file, and reports why its data was not loaded. */
type Watch = (path: string, onProblem: (problems: readonly string[]) => void) => Watcher;

/**
 * Watches the file that `find` finds. If it is not loaded, and another one is found by then, that one is watched from
 * then on: a build removes flags.bin when there are only few customers.
 */
export function followData(
  find: () => string | undefined,
  watch: Watch,
  onProblem: (problems: readonly string[]) => void,
): Watcher {
  let watcher: Watcher | undefined;
  let isOver = false;
  const follow = (path: string): void => {
    if (isOver) return;
    watcher?.close();
    watcher = watch(path, (problems) => {
      const other = find();
      if (other === undefined || other === path) onProblem(problems);
      // The first look may report a problem before there is a watcher to close.
      else queueMicrotask(() => follow(other));
    });
  };
  follow(find() ?? "");
  const close = (): void => {
    isOver = true;
    watcher?.close();
  };
  return { close };
}
