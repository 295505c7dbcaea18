import type { GroupsDescription, NameDescription } from "../api/describe.ts";
import type { ForcedAnswer, Forcing } from "../api/forced-answers.ts";
import { nodeModule } from "../bin/platform.ts";
import { suggest } from "../declare/suggest.ts";
import { describe, lookup, UnknownNameError } from "../flags.js";

/** The answers that tests set, by name. */
type Answers = Readonly<Record<string, unknown>>;

/** How names without an answer in the test are handled. */
interface Options {
  /** Throw for names without one. */
  readonly strict?: boolean | undefined;
}

/** The answers of one call, over those of earlier calls. */
interface Layer {
  readonly answers: ReadonlyMap<string, ForcedAnswer>;
  readonly strict: boolean | undefined;
}

interface Door {
  readonly withFlags: <Result>(answers: Answers, run: () => Result, options?: Options) => Result;
  readonly setFlags: (answers: Answers, options?: Options) => void;
  readonly resetFlags: () => void;
}

/** The part of an AsyncLocalStorage that is needed. */
interface Storage {
  readonly getStore: () => readonly Layer[] | undefined;
  readonly run: <Result>(layers: readonly Layer[], run: () => Result) => Result;
}

/** Where to find it: in a module of Node.js, or in the globals of an edge runtime. */
interface Hooks {
  readonly AsyncLocalStorage: new () => Storage;
}

// One API for all files of a build, since each cannot see what another was given.
const module = Reflect.get(lookup, Symbol.for("flagstone.forcing")) as Forcing;
module.door ??= open();

export const { withFlags, setFlags, resetFlags } = module.door as Door;

function open(): Door {
  const set: Layer[] = [];
  const storage = asyncStorage() ?? plainStack();
  const answer = (name: string): ForcedAnswer | undefined => {
    const layers = [...set, ...(storage.getStore() ?? [])].reverse();
    const said = layers.find(({ answers }) => answers.has(name))?.answers.get(name);
    if (said === undefined && layers.find(({ strict }) => strict !== undefined)?.strict)
      throw new Error(`\`${name}\` was looked up, but this test does not set its answer`);
    return said;
  };
  return {
    withFlags: (answers, run, options) => {
      const layer = layerOf(answers, options);
      // Before the first test sets an answer, a lookup costs as much as in production.
      module.force(answer);
      return storage.run([...(storage.getStore() ?? []), layer], run);
    },
    setFlags: (answers, options) => {
      set.push(layerOf(answers, options));
      module.force(answer);
    },
    resetFlags: () => {
      set.length = 0;
    },
  };
}

/** Separates what runs at the same time; undefined where that is not possible, as in browsers. */
function asyncStorage(): Storage | undefined {
  const hooks = nodeModule<Hooks>("node:async_hooks") ?? (globalThis as Partial<Hooks>);
  return hooks.AsyncLocalStorage && new hooks.AsyncLocalStorage();
}

/** The same for one run at a time: answers apply until the run, or its promise, ends. */
function plainStack(): Storage {
  const open: (readonly Layer[])[] = [];
  return {
    getStore: () => open.at(-1),
    run: (layers, run) => {
      open.push(layers);
      const close = (): void => {
        open.splice(open.lastIndexOf(layers), 1);
      };
      let result: ReturnType<typeof run>;
      try {
        result = run();
      } catch (error) {
        close();
        throw error;
      }
      if (isThenable(result)) result.then(close, close);
      else close();
      return result;
    },
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as Partial<PromiseLike<unknown>>).then === "function"
  );
}

function layerOf(answers: Answers, { strict }: Options = {}): Layer {
  if (typeof answers !== "object" || answers === null) throw new TypeError("answers must be an object, by name");
  const { names } = describe();
  const entries = Object.entries(answers).filter(([, said]) => said !== undefined);
  return { answers: new Map(entries.map(([name, said]) => [name, read(name, said, names)])), strict };
}

/** The answer given for a name; throws if the name is unknown, or can never answer that. */
function read(name: string, said: unknown, names: Readonly<Record<string, NameDescription>>): ForcedAnswer {
  const about = Object.hasOwn(names, name) ? (names[name] as NameDescription) : undefined;
  if (about === undefined)
    throw new UnknownNameError("flag", name, `unknown name \`${name}\``, () => suggest(name, Object.keys(names)));
  switch (about.kind) {
    case "privilege":
      return { value: oneOf(name, said, [true, false]) };
    case "release":
      return typeof said === "string" ? { value: said } : readRelease(name, said);
    case "groups":
      return { groups: readGroups(name, said, about) };
    case "flag":
      if (about.variants === undefined) return { value: oneOf(name, said, [true, false]) };
      if (isRecord(said)) return readValue(name, said, about.variants);
      return ofVariant(oneOf(name, said, about.variants) as string, about);
  }
}

function ofVariant(
  variant: string,
  { variants, values }: { variants?: readonly string[]; values?: readonly unknown[] },
) {
  return { variant, value: values === undefined ? variant : values[variants?.indexOf(variant) ?? -1] };
}

function readValue(name: string, said: Readonly<Record<string, unknown>>, variants: readonly string[]): ForcedAnswer {
  const { variant, value } = said;
  if (value === undefined) throw new TypeError(`\`${name}\` needs a variant, or an object with a \`value\``);
  return { value, variant: variant === undefined ? undefined : (oneOf(name, variant, variants) as string) };
}

function readRelease(name: string, said: unknown): ForcedAnswer {
  const { version, stage, properties } = isRecord(said) ? said : ({} as Partial<Record<string, unknown>>);
  if (typeof version !== "string") throw new TypeError(`\`${name}\` needs a version, which is a text`);
  return { value: version, stage: stage as string | undefined, properties: properties as ForcedAnswer["properties"] };
}

/** A group, several if a customer may be in several, or null for none. */
function readGroups(name: string, said: unknown, { groups }: GroupsDescription): readonly string[] {
  const list: readonly unknown[] = said === null ? [] : Array.isArray(said) ? said : [said];
  return list.map((group) => oneOf(name, group, groups) as string);
}

function oneOf(name: string, said: unknown, allowed: readonly unknown[]): unknown {
  if (allowed.includes(said)) return said;
  const words = allowed.map((each) => JSON.stringify(each)).join(", ");
  throw new TypeError(`\`${name}\` answers one of ${words}, and never ${JSON.stringify(said)}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
