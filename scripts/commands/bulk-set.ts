import { appendWord, type Setting, settingsIn, wordOf } from "../edit/bulk/settings-string.ts";
import type { ForeignFile } from "../edit/bulk/string-place.ts";
import type { Outcome } from "../report/outcome.ts";
import { type BulkChangeInput, bulkChange } from "./bulk-change.ts";

/** Adds a setting to the string in each file that does not have it. */
export function bulkSet(files: readonly ForeignFile[], setting: Setting, input: BulkChangeInput): Outcome {
  const word = wordOf(setting);
  return bulkChange(
    files,
    ({ text = "", write }) => {
      const own = settingsIn(text).filter(({ flag }) => flag === setting.flag);
      const other = own.find(({ value }) => value !== setting.value);
      if (other !== undefined) return { failure: `\`${wordOf(other)}\` is already set, which contradicts \`${word}\`` };
      if (own.length > 0) return { left: `\`${word}\` is already set` };
      const wanted = appendWord(text, word);
      return { ways: [() => write(wanted)], isDone: (read) => read?.trimEnd() === wanted, byHand: `add \`${word}\`` };
    },
    input,
  );
}
