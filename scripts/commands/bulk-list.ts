import { type Setting, settingOf, settingsIn, wordOf } from "../edit/bulk/settings-string.ts";
import type { ForeignFile } from "../edit/bulk/string-place.ts";
import type { Model } from "../model/model.ts";
import { findRetired } from "../model/model-queries.ts";
import { escapeControls } from "../model/text/escape-controls.ts";
import { count } from "../model/text/words.ts";
import { whyMissing } from "../model/why-missing.ts";
import type { Outcome } from "../report/outcome.ts";

/** What the command reads of its call. */
export interface BulkListInput {
  /** A setting that a file must have to be listed. */
  readonly set?: string;
  /** A flag that a file must not set to be listed. */
  readonly missing?: string;
}

/** Lists which files have which settings, and which of those have no flag. */
export function bulkList(files: readonly ForeignFile[], model: Model, { set, missing }: BulkListInput): Outcome {
  const lines: string[] = [];
  const failures: string[] = [];
  const doubts: string[] = [];
  let shown = 0;
  for (const { path, place } of files) {
    if (typeof place === "string") {
      failures.push(`${path}: ${place}`);
      continue;
    }
    const settings = settingsIn(place.text ?? "");
    doubts.push(...doubtsOf(settings, model).map((doubt) => `${path}: ${doubt}`));
    if (set !== undefined && !settings.some((each) => wordOf(each) === set)) continue;
    if (missing !== undefined && settings.some(({ flag }) => flag === settingOf(missing).flag)) continue;
    shown++;
    lines.push(`${path}: ${settings.length === 0 ? "nothing" : settings.map(wordOf).join(", ")}`);
  }
  return {
    writes: [],
    output: lines.map((line) => `${escapeControls(line)}\n`).join(""),
    note: [...doubts, ...failures, `${shown} of ${count(files.length, "file")}`].join("\n"),
    failed: failures.length > 0,
  };
}

/** What is wrong with some settings. */
function doubtsOf(settings: readonly Setting[], model: Model): readonly string[] {
  return settings.flatMap((setting, index) => {
    const { flag, value } = setting;
    const earlier = settings.slice(0, index).find((each) => each.flag === flag && each.value !== value);
    if (earlier !== undefined)
      return [`\`${wordOf(setting)}\` contradicts \`${wordOf(earlier)}\`; the last one counts`];
    if (model.flags.get(flag)?.variants === undefined && model.flags.has(flag)) return [];
    if (model.flags.has(flag)) return [`flag \`${flag}\` has variants; a setting says only yes or no`];
    const way = findRetired(model, "flag", flag) !== undefined ? `; \`flagstone bulk unset ${flag}\` removes it` : "";
    return [`${whyMissing(model, "flag", flag)}${way}`];
  });
}
