import type { GroupSet, Model } from "../model/model.ts";
import type { Output } from "../model/text/source.ts";
import { header } from "./header.ts";
import { bothTypes } from "./module-forms.ts";
import { block, key, oneLine, union } from "./type-syntax.ts";

/** testing.d.ts and testing.d.cts: what tests may say of each name of a model. */
export function emitTestingTypes(model: Model): readonly Output[] {
  const groups = block(
    "interface GroupAnswers",
    [...model.sets.values()].map((set) => `  readonly ${key(set.name)}?: ${groupsOf(set)} | null | undefined;`),
  );
  return bothTypes("testing", (flags) =>
    [
      header,
      `import type { PrivilegeName, ReleaseName, ReleaseTypes, SwitchName, ValueTypes, VariantTypes } from "${flags}";`,
      "",
      "/** The group in an exclusive set, or any number of groups in another; `null` means none. */",
      ...groups,
      "",
      api,
    ].join("\n"),
  );
}

function groupsOf(set: GroupSet): string {
  const names = oneLine(union([...set.groups.keys()]));
  if (set.exclusive) return names;
  return names.includes(" | ") ? `readonly (${names})[]` : `${names} | readonly ${names}[]`;
}

const api = `/** Answers by name. Names that are left out, or undefined, answer as usual. */
export type Answers = GroupAnswers & {
  readonly [Name in SwitchName | PrivilegeName]?: boolean | undefined;
} & {
  /** A variant, or a value that no variant has. */
  readonly [Name in keyof VariantTypes]?: VariantTypes[Name] | ForcedValue<Name> | undefined;
} & {
  /** A version, or a version with its stage and properties. */
  readonly [Name in ReleaseName]?: string | ForcedRelease<Name> | undefined;
};

type ForcedValue<Name extends keyof VariantTypes> = {
  readonly value: Name extends keyof ValueTypes ? ValueTypes[Name] : never;
  readonly variant?: VariantTypes[Name];
};

type ForcedRelease<Name extends ReleaseName> = Partial<ReleaseTypes[Name]> & { readonly version: string };

export interface Options {
  /** Whether to throw for names whose answer is not set. Inner calls inherit this. */
  readonly strict?: boolean;
}

/**
 * Runs a function in which lookups give these answers, also in what it starts and awaits, and returns its result. Calls
 * can be nested: the inner one wins. In Node.js, Deno, Bun and workers, code that runs concurrently is not affected; in
 * browsers, the answers hold everywhere until the function, or its promise, ends.
 */
export declare function withFlags<Result>(answers: Answers, run: () => Result, options?: Options): Result;

/** Sets what lookups answer from now on, until \`resetFlags\`. Answers from \`withFlags\` take precedence. */
export declare function setFlags(answers: Answers, options?: Options): void;

/** Removes all answers from \`setFlags\`. */
export declare function resetFlags(): void;

// Without this line, TypeScript would export every name above.
export {};
`;
