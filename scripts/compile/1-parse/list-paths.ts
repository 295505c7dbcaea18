import { frozenKeys } from "../../model/seal.ts";

/** The keys that lead to a node of a document; undefined for an item of a list. */
type Path = readonly (string | undefined)[];

/**
 * The number of keys that lead to the top-level keys, either of the document or of an environment that replaces them.
 */
function inEnvironment(path: Path): number {
  return path[0] === "environments" ? 2 : 0;
}

/**
 * Whether numbers below this path are numbers, and not texts that look like numbers; `above` says whether those above
 * it are.
 */
export function holdsNumbers(path: Path, above = false): boolean {
  const top = inEnvironment(path);
  return (above && !isTextInRollout(path.slice(top))) || beginsNumbers(path, top);
}

/** A rollout has numbers, except for its names and its conditions; in its weights any key is a variant. */
function isTextInRollout([first, ...rest]: Path): boolean {
  const keys = rest.filter((key) => key !== undefined);
  return first === "rollout" && keys.length === 1 && ["among", "by", "salt"].includes(keys[0] as string);
}

function beginsNumbers(path: Path, top: number): boolean {
  // The values of variants and their schema; a list of variants contains names.
  if (path[0] === "variants") return path.length > 1 && path[1] !== undefined;
  if (path[0] === "schema") return true;
  if (path[0] === "retired") return path.at(-1) === "value";
  if (path[top] === "members") return path.at(-1) === "percent" && !path.includes("where", top + 1);
  if (path[top] !== "properties" && path[top] !== "rollout") return false;
  return path.length === top + 1 || (path.length === top + 2 && path[top + 1] === "weights");
}

/** Whether any value is allowed at this path: the value of a variant, or its schema. */
export function holdsAnything(path: Path): boolean {
  return (path[0] === "variants" && path.length > 1) || path[0] === "schema";
}

/** Whether a text is allowed at this path instead of a number. */
export function holdsTexts(path: Path): boolean {
  return path[inEnvironment(path)] === "properties";
}

/** Whether a list at this path contains only customers, so that it may have runs of the scanner. */
export function holdsCustomers(path: Path): boolean {
  const top = inEnvironment(path);
  const [first, ...rest] = path.slice(top);
  const last = rest.at(-1);
  if (last === undefined && rest.length > 0) return false;
  switch (first) {
    case "enabled":
    case "disabled":
      return rest.length === 1 && !holdsNoIds(last);
    case "assign":
      return rest.length === 2 && !holdsNoIds(last);
    case "members":
      return rest.length <= 1;
    case "frozen":
      return rest.length === 1 && !frozenKeys.has(last ?? "");
    case "children":
      return rest.length === 2;
    default:
      return false;
  }
}

/** Whether a key of a setting is not a scope. */
function holdsNoIds(key: string | undefined): boolean {
  return key === "groups" || key === "where";
}

/** Whether an entry of such a list is only an id, as the children of a customer are. */
export function holdsOnlyIds(path: Path): boolean {
  return path[0] === "children";
}
