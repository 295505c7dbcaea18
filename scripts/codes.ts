/** How much a finding weighs: an error decides the exit code, a warning only with `--strict`. */
export type Severity = "error" | "warning";

/** Every finding there is. A code is never renamed and never used again; each has a page under docs/codes/. */
export const codes = {
  "file/not-a-file": { severity: "error", summary: "something that is not a file bears the name of one" },
  "file/outside": { severity: "error", summary: "a symbolic link leads out of the instance" },
  "file/unreadable": { severity: "error", summary: "a file cannot be read" },
  "file/not-utf8": { severity: "error", summary: "a file's bytes are not UTF-8" },
  "yaml/syntax": { severity: "error", summary: "the text is not YAML" },
  "yaml/duplicate-key": { severity: "error", summary: "a key stands twice in one mapping" },
  "yaml/forbidden": { severity: "error", summary: "an anchor, alias, tag, merge key or second document" },
  "yaml/unquoted-key": { severity: "error", summary: "YAML would not read a key as text" },
  "schema/unknown-kind": { severity: "error", summary: "the first key names no kind of document" },
  "schema/unknown-key": { severity: "error", summary: "a key that means nothing here" },
  "schema/missing-key": { severity: "error", summary: "a key that must be there is not" },
  "schema/conflicting-keys": { severity: "error", summary: "two keys exclude each other" },
  "schema/wrong-type": { severity: "error", summary: "a value is of another type than its key wants" },
  "schema/wrong-value": { severity: "error", summary: "a value is none of those its key takes" },
  "schema/unquoted": { severity: "error", summary: "YAML would not read an id, a version or a text as text" },
  "schema/bad-date": { severity: "error", summary: "a date that no calendar has, or in another notation" },
  "schema/bad-name": { severity: "error", summary: "a name that does not follow the pattern of names" },
  "schema/bad-id": { severity: "error", summary: "an id with characters that no id may have" },
  "config/missing": { severity: "error", summary: "package.json has no key `flagstone`" },
  "config/bad-pattern": { severity: "error", summary: "a pattern is no regular expression" },
  "config/bad-handle": { severity: "error", summary: "a handle that no host would take for a person or a team" },
  "config/no-handle": { severity: "error", summary: "an owner of a file has no handle for CODEOWNERS" },
  "model/name-mismatch": { severity: "error", summary: "a file's name and the name inside it differ" },
  "model/duplicate-name": { severity: "error", summary: "two documents have one name" },
  "model/similar-name": { severity: "warning", summary: "two names that are easily taken for each other" },
  "model/retired-name": { severity: "error", summary: "a retired name is declared or referred to again" },
  "model/bad-retirement": { severity: "error", summary: "a retired name's record does not fit what it was" },
  "model/unsorted": { severity: "warning", summary: "the retired names are not in order" },
  "model/vague-description": { severity: "error", summary: "a description is no sentence" },
  "model/unknown-owner": { severity: "error", summary: "an owner that the config does not list" },
  "model/unknown-scope": { severity: "error", summary: "a scope that the config does not declare" },
  "model/unknown-group": { severity: "error", summary: "a group or group set that does not exist" },
  "model/unknown-flag": { severity: "error", summary: "a flag that does not exist and never did" },
  "model/wrong-scope": {
    severity: "error",
    summary: "a group or a customer of a scope that the decision does not have",
  },
  "model/scope-order": { severity: "error", summary: "scopes that are not listed from broad to narrow" },
  "model/cycle": { severity: "error", summary: "things that refer to each other in a circle" },
  "model/bad-stages": { severity: "error", summary: "a release whose stages do not cover its group set" },
  "model/unknown-environment": { severity: "error", summary: "an environment that the config does not declare" },
  "model/unknown-variant": { severity: "error", summary: "a value that is none of the flag's variants" },
  "model/bad-rollout": { severity: "error", summary: "a rollout whose shares do not add up or have nobody to go to" },
  "model/bad-requirement": { severity: "error", summary: "a flag that cannot require the flag it names" },
  "model/blocked-version": { severity: "error", summary: "a blocked version is served" },
  "model/two-parents": { severity: "error", summary: "a customer belongs to two customers of one scope" },
  "model/listed-alias": {
    severity: "error",
    summary: "a former id is listed by itself while it still means another customer",
  },
  "model/duplicate-entry": { severity: "error", summary: "a customer stands twice in one list" },
  "model/two-groups": { severity: "error", summary: "a customer stands in two groups of an exclusive set" },
  "model/contradiction": { severity: "error", summary: "a customer is listed under two values of one decision" },
  "model/letter-case": { severity: "warning", summary: "ids that differ only by letter case" },
  "model/empty-window": { severity: "error", summary: "an entry that ends before it begins" },
  "model/no-effect": { severity: "warning", summary: "a setting that can change no answer" },
  "model/deprecated": { severity: "warning", summary: "something refers to what is deprecated" },
  "model/expired": { severity: "error", summary: "a flag, an entry or a sunset that has passed" },
  "model/expiring": { severity: "warning", summary: "a flag, an entry or a sunset that will soon have passed" },
  "model/failed-example": { severity: "error", summary: "an example does not come out as it says" },
  "model/bad-seal": { severity: "error", summary: "a frozen list that is not the one that was sealed" },
  "generated/stale": { severity: "error", summary: "generated/ is not what the build emits now" },
} as const satisfies Record<string, { readonly severity: Severity; readonly summary: string }>;

export type Code = keyof typeof codes;

/** Whether a text is a code. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(codes, text);
}
