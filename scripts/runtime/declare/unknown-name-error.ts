import { once } from "./once.ts";
import { suggest } from "./suggest.ts";

/** What a name can be the name of. */
type NameKind = "flag" | "release" | "privilege" | "groups" | "scope" | "environment";

/** What every copy of the class has in common. */
const mark = Symbol.for("flagstone.UnknownNameError");

/**
 * A name that the live data does not have, or has for another kind; `suggestion` is the nearest that it does have. It
 * is looked for when `suggestion` or `message` is read: a caller who sends misspelt names in a loop must not use up our
 * time.
 */
export class UnknownNameError extends Error {
  override readonly name = "UnknownNameError";
  /** The name that was asked for. */
  readonly unknown: string;
  readonly kind: NameKind;
  declare readonly suggestion: string | undefined;

  /** The client, and both forms of it, bring copies of this class; an error of one is an error of all. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && mark in value;
  }

  get [mark](): boolean {
    return true;
  }

  constructor(
    kind: NameKind,
    unknown: string,
    message: string,
    suggestion: string | undefined | (() => string | undefined),
  ) {
    super(message);
    this.unknown = unknown;
    this.kind = kind;
    const find = typeof suggestion === "function" ? once(suggestion) : () => suggestion;
    Object.defineProperties(this, {
      suggestion: { get: find, enumerable: true },
      message: { get: () => withSuggestion(message, find()) },
    });
  }
}

/** A message with the name that may have been meant. */
export function withSuggestion(message: string, suggestion: string | undefined): string {
  return suggestion === undefined ? message : `${message}; did you mean \`${suggestion}\`?`;
}

const nouns: Readonly<Record<NameKind, string>> = {
  flag: "flag",
  release: "release",
  privilege: "privilege",
  groups: "group set",
  scope: "scope",
  environment: "environment",
};

/** The error for an unknown name; anything but a text is shown as it prints. */
export function unknownName(
  kind: NameKind,
  asked: unknown,
  names: () => Iterable<string>,
  noun = nouns[kind],
): UnknownNameError {
  const text = String(asked);
  return new UnknownNameError(kind, text, `unknown ${noun} \`${text}\``, () => suggest(text, names()));
}

/** The error for a name that exists, but is of another kind. */
export function misaskedName(kind: NameKind, name: string): UnknownNameError {
  const message =
    kind === "flag"
      ? `flag \`${name}\` needs another call: use \`variant\` for flags with variants, \`isEnabled\` for all others`
      : `${nouns[kind]} \`${name}\` exists, but not in this call`;
  return new UnknownNameError(kind, name, message, undefined);
}
