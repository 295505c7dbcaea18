import type { Bundle } from "../shapes/bundle.ts";

/** What a load changed. */
export interface Change {
  /** The digest of the data that are live now. */
  readonly digest: string;
  /** The names, sorted, whose answers or descriptions may differ now; those of all other names are the same. */
  readonly changed: readonly string[];
}

/** Called after each load of data with another digest. */
export type Listener = (change: Change) => void;

/** Those who want to hear of changes. */
interface Listeners {
  /** Returns what ends it. */
  readonly subscribe: (listener: Listener) => () => void;
  /** Tells everyone, if there is anyone, of the change from one bundle, if there was one, to another. */
  readonly tell: (before: (() => Bundle) | undefined, after: () => Bundle) => void;
}

/** Nobody yet. */
export function noListeners(): Listeners {
  const listening = new Set<{ readonly listener: Listener }>();
  return {
    subscribe: (listener) => {
      if (typeof listener !== "function") throw new TypeError(`a listener must be a function, not ${typeof listener}`);
      const subscription = { listener };
      listening.add(subscription);
      return () => {
        listening.delete(subscription);
      };
    },
    tell: (before, after) => {
      if (listening.size === 0) return;
      const [old, now] = [before?.(), after()];
      if (old?.digest === now.digest) return;
      const changed = changedNames(old, now);
      const change = Object.freeze({ digest: now.digest, changed: Object.freeze(changed) });
      for (const subscription of [...listening]) if (listening.has(subscription)) call(subscription.listener, change);
    },
  };
}

/** What a listener throws is its own: the data are live, and others want to hear of it. */
function call(listener: Listener, change: Change): void {
  try {
    listener(change);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** The names of which one bundle has another closure than the other. */
function changedNames(before: Bundle | undefined, after: Bundle): string[] {
  const [old, now] = [before === undefined ? new Map() : closuresIn(before), closuresIn(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => old.get(name) === undefined || old.get(name) !== now.get(name))
    .sort();
}

/** The closure of each name; of an older build, whose bundles have none, undefined: what changed is then not known. */
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
