import { knownIds } from "../edit/customers/known-ids.ts";
import { unreadableFilesWith } from "../edit/customers/unreadable-files.ts";
import { forgetEverywhere, readForgetting } from "../edit/forget/plan-forget.ts";
import { kinIn, strangerIn } from "../edit/rename/same-answers.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import type { Host } from "../host/host.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EditInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface ForgetInput extends EditInput {
  readonly operands: readonly string[];
  /** What to do with the id in texts: `remove` or `keep`. */
  readonly texts?: string;
}

/** Removes a customer from every file, so that none contains the id any more. */
export function forget(input: ForgetInput, host: Host): Outcome {
  return runEdit(input, host, ({ draft, model, models, asOf }) => {
    const forgetting = readForgetting(model, input.operands, input.texts);
    if (typeof forgetting === "string") return forgetting;
    const { scope, id, key, faults, undecided, notes } = forgetting;
    const [partial] = unreadableFilesWith(draft, model, id);
    if (partial !== undefined)
      return `\`${partial}\` has \`${id}\` and cannot be read completely: fix it first; \`flagstone check\` shows how`;

    forgetEverywhere(draft, forgetting);
    if (faults.length > 0) return [`\`${id}\` cannot be forgotten yet`, ...faults];
    if (undecided.length > 0)
      return [
        `texts contain \`${id}\`: remove it with \`--texts remove\`, or keep it with \`--texts keep\``,
        ...undecided,
      ];
    if (draft.changes().length === 0) {
      const near = didYouMean(id, new Set(knownIds(models, scope)));
      return {
        notes: [...notes, `no file contains \`${id}\` of \`${scope}\`${near ? `; ${near}` : ""}`],
      };
    }
    const { formers, children } = kinIn([model])({ scope, id: key });
    const others = formers.map(
      (former) => `\`${former.id}\` was a former id of it: run \`flagstone forget ${scope} ${former.id}\` too`,
    );
    return {
      notes: [
        ...notes,
        ...others,
        `git's history still contains \`${id}\`; generated/ contains it until the next build`,
      ],
      judge: ({ effect, before, after }) => {
        const same = new Set([key, ...formers.map((former) => former.id)]);
        const stranger = strangerIn(
          effect,
          compareRevisions(after, before, asOf),
          (own, each) => own === scope && same.has(each),
        );
        const child = children.find((each) => each.id === stranger?.id);
        if (child === undefined) return stranger?.message;
        return `\`${child.id}\` belongs to \`${id}\` and would get another answer of \`${stranger?.name}\`: forget it first`;
      },
    };
  });
}
