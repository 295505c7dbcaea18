import { suggest } from "./suggest.ts";

/** What a name can be the name of. */
export type NameKind = "flag" | "release" | "privilege" | "groups" | "scope" | "environment";

/** A name that the live data does not have, or has for another kind; `suggestion` is the nearest that it does have. */
export class UnknownNameError extends Error {
  override readonly name = "UnknownNameError";
  /** The name that was asked for. */
  readonly unknown: string;
  readonly kind: NameKind;
  readonly suggestion: string | undefined;

  constructor(kind: NameKind, unknown: string, message: string, suggestion: string | undefined) {
    super(suggestion === undefined ? message : `${message}; did you mean \`${suggestion}\`?`);
    this.unknown = unknown;
    this.kind = kind;
    this.suggestion = suggestion;
  }
}

const nouns: Readonly<Record<NameKind, string>> = {
  flag: "flag",
  release: "release",
  privilege: "privilege",
  groups: "group",
  scope: "scope",
  environment: "environment",
};

/** The error for a name that does not exist; what came instead of a text is shown as it prints. */
export function unknownName(kind: NameKind, asked: unknown, names: Iterable<string>): UnknownNameError {
  const text = String(asked);
  const known = new Set(names);
  if (known.has(text)) return new UnknownNameError(kind, text, misasked(kind, text), undefined);
  return new UnknownNameError(kind, text, `unknown ${nouns[kind]} \`${text}\``, suggest(text, known));
}

/** A name that is there but answers another question. */
function misasked(kind: NameKind, name: string): string {
  return kind === "flag"
    ? `flag \`${name}\` answers another question: \`variant\` asks flags with variants, \`isEnabled\` all others`
    : `${nouns[kind]} \`${name}\` is there, but is not asked like this`;
}
