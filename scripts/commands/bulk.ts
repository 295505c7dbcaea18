import { compile } from "../compile/compile.ts";
import { findInJson } from "../edit/bulk/find-in-json.ts";
import { findInYaml } from "../edit/bulk/find-in-yaml.ts";
import { readPointer } from "../edit/bulk/pointer.ts";
import { type Setting, settingOf } from "../edit/bulk/settings-string.ts";
import type { ForeignFile } from "../edit/bulk/string-place.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Model } from "../model/model.ts";
import { whyMissing } from "../model/why-missing.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { type BulkListInput, bulkList } from "./bulk-list.ts";
import { type BulkSetInput, bulkSet } from "./bulk-set.ts";
import { missingConfig, unreadableConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface BulkInput extends BulkListInput, BulkSetInput {
  readonly operands: readonly string[];
  /** Where the settings are in the files, as a JSON pointer. */
  readonly pointer?: string;
}

/** Works on the comma-separated settings in configuration files that are not this instance's own. */
export async function bulk(input: BulkInput, host: Host): Promise<Outcome> {
  const [action, ...words] = input.operands;
  if (action !== "set" && action !== "list")
    return cannotRun(
      action === undefined ? "use `bulk set` or `bulk list`" : unknownName("action", action, ["set", "list"]),
    );
  const keys = readPointer(input.pointer ?? "/advanced/feature_flags");
  if (keys === undefined || keys.join("") === "")
    return cannotRun(`\`${input.pointer}\` is not a JSON pointer, such as \`/advanced/feature_flags\``);
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const { models } = compile(tree, { asOf: host.today(), allowExpired: true });
  if (models === undefined) return unreadableConfig();
  const wanted = action === "set" ? words.slice(0, 1) : [input.set ?? [], input.missing ?? []].flat();
  if (action === "set" && wanted.length === 0)
    return cannotRun("a setting is missing, such as `do_something` or `no_do_something`");
  const isRetired = (word: string): boolean =>
    models[0].retired.some(({ kind, name }) => kind === "flag" && name === settingOf(word).flag);
  // Who looks for a retired flag wants to clean up after it.
  const judged = action === "list" ? wanted.filter((word) => !isRetired(word)) : wanted;
  const fault = judged.map((word) => faultOf(models[0], settingOf(word))).find((each) => each !== undefined);
  if (fault !== undefined) return cannotRun(fault);

  const paths = [...new Set(action === "set" ? words.slice(1) : words)];
  if (paths.length === 0) return cannotRun("files are missing: name the configuration files");
  const found = await host.findFiles(paths);
  const seen = new Set<string>();
  const files = found.flatMap((each): readonly ForeignFile[] => {
    if (!("path" in each)) return [unreadable(each.word, each.problem)];
    if (seen.has(each.path)) return [];
    seen.add(each.path);
    return [readForeign(each.path, keys, host)];
  });
  if (files.length === 0) return cannotRun("files are missing: all words take files out, and none names any");
  return action === "list" ? bulkList(files, models[0], input) : bulkSet(files, settingOf(wanted[0] ?? ""), input);
}

/** Why a flag cannot be set by a word; undefined where it can. */
function faultOf(model: Model, { flag }: Setting): string | undefined {
  const found = model.flags.get(flag);
  if (found?.variants !== undefined) return `flag \`${flag}\` has variants; a setting is only yes or no`;
  if (found !== undefined) return undefined;
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
