import type { Settings } from "../decide/question.ts";
import type { Declarations } from "../declare/declarations.ts";
import { once } from "../declare/once.ts";
import { suggest } from "../declare/suggest.ts";
import { unknownName, withSuggestion } from "../declare/unknown-name-error.ts";

/** A problem with one token of a request's overrides. */
export interface OverrideProblem {
  readonly token: string;
  readonly kind: "unknown" | "retired" | "contradictory";
  readonly message: string;
  /** The nearest name, looked for when it is first read. */
  readonly suggestion?: string | undefined;
}

/** The settings in a request's overrides, and the problems; `lookup` takes it as it is. */
export interface ParsedOverrides {
  readonly settings: Settings;
  readonly problems: readonly OverrideProblem[];
}

/** What `lookup` takes as overrides. */
export type Overrides = ParsedOverrides | Settings | ReadonlyMap<string, boolean>;

/**
 * At most this many problems have a suggestion: logging the problems of a hostile request must not search for
 * thousands.
 */
const mostSuggested = 10;

/** The settings in a list like `do_something,no_other_thing`; of several for one flag the last counts. */
export function parseOverrides(declarations: Declarations, text: string, strict: boolean): ParsedOverrides {
  if (typeof text !== "string") throw new TypeError(`overrides must be a string, not ${typeof text}`);
  const settings = emptySettings();
  const problems: OverrideProblem[] = [];
  for (const token of text.split(",").map((part) => part.trim())) {
    if (token === "") continue;
    const setting = !token.startsWith("no_");
    const name = setting ? token : token.slice("no_".length);
    if (declarations.flags.get(name)?.isOverridable !== true) {
      problems.push(refuse(declarations, token, name, problems.length < mostSuggested));
      continue;
    }
    if (settings[name] === !setting) {
      problems.push({ token, kind: "contradictory", message: `flag \`${name}\` is set both on and off` });
    }
    settings[name] = setting;
  }
  const [problem] = problems;
  if (strict && problem !== undefined) throw new OverridesError(problem, problems);
  return { settings, problems };
}

/** What a strict `parseOverrides` throws. */
export class OverridesError extends Error {
  override readonly name = "OverridesError";
  readonly problems: readonly OverrideProblem[];

  constructor(first: OverrideProblem, problems: readonly OverrideProblem[]) {
    super(`${first.kind} override \`${first.token}\``);
    this.problems = problems;
    Object.defineProperty(this, "message", { get: () => first.message });
  }
}

function refuse(
  { flags, retiredFlags }: Declarations,
  token: string,
  name: string,
  hasSuggestion: boolean,
): OverrideProblem {
  if (retiredFlags.has(name)) return { token, kind: "retired", message: `flag \`${name}\` is retired` };
  if (flags.has(name)) return { token, kind: "unknown", message: hasVariants(name) };
  const find = once(() => (hasSuggestion ? suggest(name, switchesAmong(flags)) : undefined));
  return {
    token,
    kind: "unknown",
    get message() {
      return withSuggestion(`unknown flag \`${name}\``, find());
    },
    get suggestion() {
      return find();
    },
  };
}

function* switchesAmong(flags: Declarations["flags"]): Generator<string> {
  for (const { name, isOverridable } of flags.values()) if (isOverridable) yield name;
}

function hasVariants(name: string): string {
  return `flag \`${name}\` has variants, so it cannot be overridden`;
}

/** The settings that a caller passes, as an object without a prototype; throws for names that are not boolean flags. */
export function readOverrides(declarations: Declarations, overrides: Overrides): Settings {
  // Parsed ones name what was a flag then, and the data may have been replaced since.
  if (typeof overrides !== "object")
    throw new TypeError("overrides must be an object; parse text with `parseOverrides`");
  const isParsed = isParsedOverrides(overrides);
  const given = isParsed ? overrides.settings : overrides;
  const settings = emptySettings();
  const entries: Iterable<[string, unknown]> = given instanceof Map ? given : Object.entries(given);
  for (const [name, setting] of entries) {
    if (setting === undefined) continue;
    if (typeof setting !== "boolean") throw new TypeError(`the override of flag \`${name}\` must be true or false`);
    const flag = declarations.flags.get(name);
    if (!isParsed && flag === undefined && !declarations.retiredFlags.has(name))
      throw unknownName("flag", name, () => declarations.flags.keys());
    if (!isParsed && flag?.isOverridable === false && flag.fixed !== "retired") throw new TypeError(hasVariants(name));
    settings[name] = setting;
  }
  return settings;
}

/** A plain setting is not an object, even for a flag that is called `settings`. */
function isParsedOverrides(overrides: Overrides): overrides is ParsedOverrides {
  return !(overrides instanceof Map) && typeof (overrides as Partial<ParsedOverrides>).settings === "object";
}

function emptySettings(): Record<string, boolean> {
  return Object.create(null);
}
