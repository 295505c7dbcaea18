import { compile } from "../compile/compile.ts";
import { findInJson } from "../edit/bulk/find-in-json.ts";
import { findInYaml } from "../edit/bulk/find-in-yaml.ts";
import { readPointer } from "../edit/bulk/pointer.ts";
import { type Setting, setsFlag, settingOf } from "../edit/bulk/settings-string.ts";
import type { ForeignFile } from "../edit/bulk/string-place.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Model } from "../model/model.ts";
import { findRetired } from "../model/model-queries.ts";
import { whyMissing } from "../model/why-missing.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import type { BulkChangeInput } from "./bulk-change.ts";
import { type BulkListInput, bulkList } from "./bulk-list.ts";
import { bulkSet } from "./bulk-set.ts";
import { bulkUnset } from "./bulk-unset.ts";
import { missingConfig, unreadableConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface BulkInput extends BulkListInput, BulkChangeInput {
  readonly operands: readonly string[];
  /** Where the settings are in the files, as a JSON pointer. */
  readonly pointer?: string;
}

/** Works on the comma-separated settings in configuration files that do not belong to this instance. */
export async function bulk(input: BulkInput, host: Host): Promise<Outcome> {
  const [action, ...words] = input.operands;
  if (action !== "set" && action !== "unset" && action !== "list")
    return cannotRun(
      action === undefined
        ? "use `bulk set`, `bulk unset` or `bulk list`"
        : unknownName("action", action, ["set", "unset", "list"]),
    );
  const keys = readPointer(input.pointer ?? "/advanced/feature_flags");
  if (keys === undefined || keys.join("") === "")
    return cannotRun(`\`${input.pointer}\` is not a JSON pointer, such as \`/advanced/feature_flags\``);
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const { models } = compile(tree, { asOf: host.today(), allowExpired: true });
  if (models === undefined) return unreadableConfig();
  const [model] = models;
  const [word = ""] = words;
  const fault = action === "list" ? faultOfList(model, input) : faultOfWord(model, action, word);
  if (fault !== undefined) return cannotRun(fault);

  const paths = [...new Set(action === "list" ? words : words.slice(1))];
  if (paths.length === 0) return cannotRun("files are missing: name the configuration files");
  const found = await host.findFiles(paths);
  const seen = new Set<string>();
  const files = found.flatMap((each): readonly ForeignFile[] => {
    if (!("path" in each)) return [unreadable(each.word, each.problem)];
    if (seen.has(each.path)) return [];
    seen.add(each.path);
    return [readForeign(each.path, keys, host)];
  });
  if (files.length === 0) return cannotRun("files are missing: all patterns exclude files, and none includes any");
  if (action === "list") return bulkList(files, model, input);
  if (action === "set") return bulkSet(files, settingOf(word), input);
  const isSet = files.some(({ place }) => typeof place !== "string" && setsFlag(place.text, word));
  if (!isSet && !model.flags.has(word) && findRetired(model, "flag", word) === undefined)
    return cannotRun(whyMissing(model, "flag", word));
  return bulkUnset(files, word, input);
}

/** Why a word cannot be set, or a flag cannot be unset. */
function faultOfWord(model: Model, action: "set" | "unset", word: string): string | undefined {
  if (action === "set")
    return word === ""
      ? "a setting is missing, such as `do_something` or `no_do_something`"
      : faultOf(model, settingOf(word));
  if (word === "") return "a flag is missing, such as `do_something`";
  const { flag, value } = settingOf(word);
  return value ? undefined : `\`bulk unset\` removes both \`${flag}\` and \`${word}\`: write \`${flag}\``;
}

/** Why files cannot be searched. Whoever looks for a retired flag wants to clean up after it. */
function faultOfList(model: Model, { set, missing }: BulkListInput): string | undefined {
  return [set ?? [], missing ?? []]
    .flat()
    .map(settingOf)
    .filter(({ flag }) => findRetired(model, "flag", flag) === undefined)
    .map((setting) => faultOf(model, setting))
    .find((each) => each !== undefined);
}

/** Why a word cannot set a flag; undefined if it can. */
function faultOf(model: Model, { flag }: Setting): string | undefined {
  const found = model.flags.get(flag);
  if (found?.variants !== undefined) return `flag \`${flag}\` has variants; a setting is only yes or no`;
  if (found !== undefined) return undefined;
  if (flag.includes(",")) return `\`${flag}\` is several settings: set one after the other`;
  return whyMissing(model, "flag", flag);
}

function readForeign(path: string, keys: readonly string[], host: Host): ForeignFile {
  const text = host.readFile(path);
  const isJson = /\.jsonc?$/i.test(path) || (!/\.ya?ml$/i.test(path) && /^\ufeff?\s*\{/.test(text ?? ""));
  const find: ForeignFile["find"] = (source) => (isJson ? findInJson : findInYaml)(source, keys);
  if (host.isFolder(path)) return unreadable(path, "it is a folder");
  if (text === undefined) return unreadable(path, "it cannot be read");
  if (text.includes("\uFFFD")) return unreadable(path, "it is not UTF-8");
  const source = { path, text };
  return { path, source, place: find(source), find };
}

function unreadable(path: string, place: string): ForeignFile {
  return { path, source: undefined, place, find: () => place };
}
