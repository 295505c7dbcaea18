import { removeSettings, settingsIn } from "../edit/bulk/settings-string.ts";
import type { ForeignFile } from "../edit/bulk/string-place.ts";
import { textOf } from "../model/text/source.ts";
import type { TextEdit } from "../model/text/textedit.ts";
import type { Outcome } from "../report/outcome.ts";
import { type BulkChangeInput, bulkChange } from "./bulk-change.ts";

/** Removes a flag from the string in each file that sets it, on or off, so that it has its default there. */
export function bulkUnset(files: readonly ForeignFile[], flag: string, input: BulkChangeInput): Outcome {
  return bulkChange(
    files,
    ({ text = "", written, write }) => {
      const others = settingsIn(text).filter((each) => each.flag !== flag);
      if (others.length === settingsIn(text).length) return { left: `\`${flag}\` is not set` };
      const wanted = removeSettings(text, flag);
      const whole = (): readonly TextEdit[] => write(wanted);
      return {
        ways:
          written === undefined || wanted === ""
            ? [whole]
            : [() => [{ span: written, text: removeSettings(textOf(written), flag) }], whole],
        isDone: (read) => read !== undefined && JSON.stringify(settingsIn(read)) === JSON.stringify(others),
        byHand: `remove \`${flag}\` or \`no_${flag}\``,
      };
    },
    input,
  );
}
