import fc from "fast-check";
import { expect, test } from "vitest";
import { readDocument, readModels } from "../../scripts/compile/compile.ts";
import { byCondition } from "../../scripts/edit/conditions/condition-form.ts";
import { readCondition } from "../../scripts/edit/conditions/read-condition.ts";
import { type ConflictChoice, listIn, takeOut } from "../../scripts/edit/lists/list-customers.ts";
import { type Draft, draftOf } from "../../scripts/edit/text/tree-draft.ts";
import { packageJson, treeOf } from "../support/trees.ts";
import { usualDay } from "../support/usual-dates.ts";

const path = "flags/new_page.yaml";
const country = "attribute: country\ndescription: It is needed for a test.\nowner: growth\ntype: text\n";

type Style = "braces" | "lines" | "window in braces" | "window in lines";
type Item = readonly [country: string, style: Style];

const until = "2027-05-31";

/** The lines of an item, without the dash. */
function written([name, style]: Item): readonly string[] {
  switch (style) {
    case "braces":
      return [`{ country: ${name} }`];
    case "lines":
      return [`country: ${name} # about ${name}`];
    case "window in braces":
      return [`{ where: {country: ${name}}, until: ${until} }`];
    case "window in lines":
      return ["where:", `    country: ${name} # about ${name}`, `  until: ${until}`];
  }
}

function textOf(enabled: readonly Item[], disabled: readonly Item[], inBrackets: boolean, isCrlf: boolean): string {
  const setting = (key: string, items: readonly Item[]): readonly string[] => {
    if (items.length === 0) return [];
    const inline = items.map(([name, style]) => written([name, style.endsWith("lines") ? "braces" : style])[0]);
    if (inBrackets) return [`${key}: { where: [${inline.join(", ")}], account: [acme] }`];
    const lines = items.flatMap((item) =>
      written(item).map((line, index) => `${index === 0 ? "    - " : "    "}${line}`),
    );
    return [`${key}:`, "  where: # these", ...lines, "  account: [acme]"];
  };
  const head =
    "flag: new_page\ndescription: It is shown.\nowner: growth\nscope: account\npermanent: It is.\ndefault: false";
  const text = `${[head, ...setting("enabled", enabled), ...setting("disabled", disabled), "client: true"].join("\n")}\n`;
  return isCrlf ? text.replaceAll("\n", "\r\n") : text;
}

const names = ["aa", "bb", "cc", "dd", "ee"];
const style = fc.constantFrom<Style>("braces", "lines", "window in braces", "window in lines");
const items = fc
  .tuple(fc.shuffledSubarray(names), fc.array(style, { minLength: 5, maxLength: 5 }), fc.nat(5))
  .map(([all, styles, cut]): readonly [readonly Item[], readonly Item[]] => {
    const found = all.map((name, index): Item => [name, styles[index] ?? "braces"]);
    return [found.slice(0, cut), found.slice(cut)];
  });

type Listed = Readonly<Record<string, object>>;

/** What the file says about each condition, by setting and country. */
function listedIn(draft: Draft): Readonly<Record<string, Listed>> {
  const { data } = draft.documentAt(path) as { readonly data: Record<string, { readonly where?: readonly object[] }> };
  const listed = (key: string): Listed =>
    Object.fromEntries(
      (data[key]?.where ?? []).map((item) => {
        const tests = "where" in item ? (item.where as object) : item;
        return [(tests as { readonly country: string }).country, "where" in item ? item : { where: item }];
      }),
    );
  return { enabled: listed("enabled"), disabled: listed("disabled") };
}

test("lists a condition once, or removes it, and changes nothing else", () => {
  const terms = fc.record(
    { until: fc.constantFrom("2027-06-30", null), reason: fc.constant("Asked for") },
    { requiredKeys: [] },
  );
  const target = fc.constantFrom("enabled", "disabled", undefined);
  fc.assert(
    fc.property(
      items,
      fc.constantFrom(...names),
      target,
      terms,
      fc.boolean(),
      fc.boolean(),
      (lists, name, into, said, inBrackets, isCrlf) => {
        const text = textOf(...lists, inBrackets, isCrlf);
        const tree = treeOf({
          "package.json": packageJson({ scopes: { account: {} } }),
          "groups/country.yaml": country,
          [path]: text,
        });
        const model = readModels(tree, usualDay).models?.[0];
        const condition = model && readCondition(model, [`country=${name}`]);
        if (model === undefined || typeof condition !== "object") throw new Error("the tree cannot be read");
        const draft = draftOf(tree, (source, open) => readDocument(source, open).document);
        const before = listedIn(draft);
        const customer = { id: condition.key, text: condition.text, formers: [] };
        const choice: ConflictChoice = {
          file: path,
          keys: [],
          lists: new Map(["enabled", "disabled"].map((key) => [key, [key, "where"]])),
          form: byCondition(model, condition),
          emptied: "goes",
          asOf: usualDay.asOf,
        };
        const edit = (): unknown =>
          into === undefined
            ? takeOut(draft, choice, ["enabled", "disabled"], [customer], undefined)
            : listIn(draft, choice, into, [customer], said);
        edit();
        const after = listedIn(draft);
        const without = (listed: Readonly<Record<string, Listed>>, key: string): Listed => {
          const { [name]: _, ...others } = listed[key] ?? {};
          return others;
        };
        const source = draft.tree.files.find((file) => file.path === path)?.text ?? "";
        expect(readDocument({ path, text: source }).diagnostics).toEqual([]);
        for (const key of ["enabled", "disabled"]) {
          expect(without(after, key)).toEqual(without(before, key));
          expect(name in (after[key] ?? {})).toBe(key === into);
        }
        if (into !== undefined) {
          const now = after[into]?.[name] as { readonly until?: string; readonly reason?: string };
          if (said.until !== undefined) expect(now.until).toBe(said.until ?? undefined);
          if (said.reason !== undefined) expect(now.reason).toBe(said.reason);
        }
        for (const other of names.filter((each) => each !== name))
          expect(source.includes(`# about ${other}`)).toBe(text.includes(`# about ${other}`));
        expect(source.replaceAll("\r\n", "").includes(isCrlf ? "\n" : "\r")).toBe(false);
        edit();
        expect(draft.tree.files.find((file) => file.path === path)?.text).toBe(source);
      },
    ),
    { numRuns: Number(process.env.FLAGSTONE_TEST_RUNS ?? 100) },
  );
});
