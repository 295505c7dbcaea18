import type { Declarations } from "./declarations.ts";
import { suggest } from "./suggest.ts";
import { unknownName } from "./unknown-name-error.ts";

/** What is wrong with one token of a request's overrides. */
export interface OverrideProblem {
  readonly token: string;
  readonly kind: "unknown" | "retired" | "contradictory";
  readonly message: string;
  readonly suggestion?: string;
}

/** A request's settings by flag, with what could not be taken; `lookup` takes it as it is. */
export class Overrides extends Map<string, boolean> {
  readonly problems: OverrideProblem[] = [];
}

/** What `parseOverrides` throws when it is strict. */
export class OverridesError extends Error {
  override readonly name = "OverridesError";
  readonly problems: readonly OverrideProblem[];

  constructor(problems: readonly OverrideProblem[]) {
    super(problems.map(({ message }) => message).join("; "));
    this.problems = problems;
  }
}

/** The settings in a comma-separated list of flags, `no_` before one meaning off; of several for a flag the last counts. */
export function readOverrides(declarations: Declarations, text: string, strict: boolean): Overrides {
  if (typeof text !== "string") throw new TypeError(`overrides must be a string, not ${typeof text}`);
  const overrides = new Overrides();
  for (const token of text.split(",").map((part) => part.trim())) {
    if (token === "") continue;
    const setting = !token.startsWith("no_");
    const name = setting ? token : token.slice("no_".length);
    if (!isOverridable(declarations, name)) {
      overrides.problems.push(refuse(declarations, token, name));
      continue;
    }
    if (overrides.get(name) === !setting) {
      const message = `flag \`${name}\` is overridden twice, as on and as off`;
      overrides.problems.push({ token, kind: "contradictory", message });
    }
    overrides.set(name, setting);
  }
  if (strict && overrides.problems.length > 0) throw new OverridesError(overrides.problems);
  return overrides;
}

function refuse(declarations: Declarations, token: string, name: string): OverrideProblem {
  if (declarations.retiredFlags.has(name)) {
    return { token, kind: "retired", message: `flag \`${name}\` is retired` };
  }
  const names = [...declarations.flags.keys()].filter((flag) => isOverridable(declarations, flag));
  const suggestion = suggest(name, names);
  const message = `unknown flag \`${name}\``;
  return suggestion === undefined
    ? { token, kind: "unknown", message }
    : { token, kind: "unknown", message: `${message}; did you mean \`${suggestion}\`?`, suggestion };
}

/** The settings that a caller passes to `lookup`: parsed ones as they are, plain ones once they have been checked. */
export function toOverrides(
  declarations: Declarations,
  overrides: ReadonlyMap<string, boolean> | Readonly<Record<string, boolean | undefined>>,
): ReadonlyMap<string, boolean> {
  if (overrides instanceof Overrides) return overrides;
  const settings = new Map<string, boolean>();
  for (const [name, setting] of overrides instanceof Map ? overrides : Object.entries(overrides)) {
    if (setting === undefined) continue;
    if (typeof setting !== "boolean") throw new TypeError(`the override of \`${name}\` must be true or false`);
    const flag = declarations.flags.get(name);
    if (flag?.fixed === "retired") continue;
    if (!flag?.isOverridable) throw unknownName("flag", name, declarations.flags.keys());
    settings.set(name, setting);
  }
  return settings;
}

function isOverridable({ flags }: Declarations, name: string): boolean {
  return flags.get(name)?.isOverridable === true;
}
