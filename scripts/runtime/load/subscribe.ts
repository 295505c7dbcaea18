import type { Bundle } from "../shapes/bundle.ts";

/** What a load changed. */
export interface Change {
  /** The digest of the live data. */
  readonly digest: string;
  /** The names whose answers or descriptions may have changed, sorted; all others are unchanged. */
  readonly changed: readonly string[];
}

/** Called after each load of data with another digest. */
export type Listener = (change: Change) => void;

/** Called after each load, with the problems that `load` returns; none if the data is live. */
export type LoadListener = (problems: readonly string[]) => void;

/** Those who want to be notified of changes. */
interface Listeners {
  /** Returns the function that ends it. */
  readonly subscribe: (listener: Listener, onLoad?: LoadListener) => () => void;
  /** Notifies all listeners, if any, of the change from one bundle, if there was one, to another. */
  readonly tell: (before: (() => Bundle) | undefined, after: () => Bundle) => void;
  /** Notifies those who listen to loads of one that failed. */
  readonly refuse: (problems: readonly string[]) => void;
}

/** An empty list of listeners. */
export function noListeners(): Listeners {
  const listening = new Set<{ readonly listener: Listener; readonly onLoad: LoadListener | undefined }>();
  const tellAll = (problems: readonly string[], change?: Change): void => {
    for (const subscription of [...listening]) {
      if (listening.has(subscription)) call(subscription.onLoad, problems);
      if (listening.has(subscription) && change !== undefined) call(subscription.listener, change);
    }
  };
  return {
    subscribe: (listener, onLoad) => {
      for (const each of onLoad === undefined ? [listener] : [listener, onLoad])
        if (typeof each !== "function") throw new TypeError(`a listener must be a function, not ${typeof each}`);
      const subscription = { listener, onLoad };
      listening.add(subscription);
      return () => {
        listening.delete(subscription);
      };
    },
    tell: (before, after) => {
      if (listening.size === 0) return;
      const [old, now] = [before?.(), after()];
      if (old?.digest === now.digest) return tellAll([]);
      tellAll([], Object.freeze({ digest: now.digest, changed: Object.freeze(changedNames(old, now)) }));
    },
    refuse: tellAll,
  };
}

/** An exception of a listener is its own: the data is live, and the others want to be notified. */
function call<Told>(listener: ((told: Told) => void) | undefined, told: Told): void {
  try {
    listener?.(told);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** The names whose closure differs between two bundles. */
function changedNames(before: Bundle | undefined, after: Bundle): string[] {
  const [old, now] = [before === undefined ? new Map() : closuresIn(before), closuresIn(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => old.get(name) === undefined || old.get(name) !== now.get(name))
    .sort();
}

/** The closure of each name; undefined for an older build, whose bundles have none: what changed is then not known. */
function closuresIn({
  closures,
  flags,
  releases,
  privileges,
  groups,
  retired,
}: Bundle): Map<string, string | undefined> {
  if (closures !== undefined) return new Map(Object.entries(closures));
  const names = [flags, releases, privileges, groups].flatMap((things) => Object.keys(things));
  return new Map([...names, ...retired.map(({ name }) => name)].map((name) => [name, undefined]));
}
