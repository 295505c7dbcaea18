import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { nameSpan, valueSpan } from "../../model/document.ts";
import { type Entries, idSpan } from "../../model/entries.ts";
import type { Frozen, Model, Privilege } from "../../model/model.ts";
import { findRetired, ignoresCaseIn } from "../../model/model-queries.ts";
import { idsOverTime, sealOf } from "../../model/seal.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/**
 * A frozen list must be the one that was sealed, come from a flag that was retired for it, and agree with its own
 * history. Codes: `model/bad-retirement`, `model/bad-seal`, `model/contradiction`, `model/duplicate-entry`,
 * `model/no-effect`, `model/unknown-flag`.
 */
export function* badSeal(model: Model): Generator<Diagnostic> {
  for (const privilege of model.privileges.values()) {
    if (privilege.frozen === undefined) continue;
    const ignoreCase = ignoresCaseIn(model, privilege.scopes[0] ?? "");
    yield* judgeFlag(model, privilege, privilege.frozen);
    const history = [...judgeHistory(privilege, privilege.frozen, ignoreCase)];
    yield* history;
    // A history that contradicts itself results in another seal in any case.
    if (model.partial.has(privilege.document) || history.some(({ severity }) => severity === "error")) continue;
    if (sealOf(privilege, ignoreCase) !== privilege.frozen.seal)
      yield diagnostic(
        "model/bad-seal",
        valueSpan(privilege.document, privilege.frozen.data, "seal"),
        `the frozen list of \`${privilege.name}\` does not match its seal`,
        {
          related: privilege.listed.map(({ span }) => ({ message: "the frozen customers", span })),
          hint: "remove added customers; record those who left in `ended`, and those who were renamed in `renamed`; `check --base <ref>` names them",
        },
      );
  }
}

function* judgeFlag(model: Model, privilege: Privilege, { flag, data }: Frozen): Generator<Diagnostic> {
  const span = valueSpan(privilege.document, data, "flag");
  const living = model.flags.get(flag);
  const record = findRetired(model, "flag", flag);
  if (living !== undefined)
    yield diagnostic(
      "model/bad-retirement",
      span,
      `flag \`${flag}\` is frozen as \`${privilege.name}\` but still exists`,
      {
        related: [{ message: "it is declared here", span: nameSpan(living.document) }],
        hint: "delete the flag's file, and record its name in `flags/retired.yaml` with outcome `frozen`",
      },
    );
  else if (record !== undefined && record.outcome !== "frozen")
    yield diagnostic("model/bad-retirement", span, `flag \`${flag}\` was retired as ${record.outcome}, not as frozen`, {
      related: [{ message: "it was retired here", span: record.span }],
      hint: "record it with outcome `frozen`, or name the flag that the list was frozen from",
    });
  else if (record === undefined && !model.unreadable.has(flag) && !model.unreadable.has("retired"))
    yield diagnostic(
      "model/unknown-flag",
      span,
      `\`${privilege.name}\` was frozen from flag \`${flag}\`, which never existed`,
      {
        ...nameHint(
          span,
          flag,
          model.retired.filter((each) => each.kind === "flag").map((each) => each.name),
          "retired flags are",
        ),
      },
    );
}

function* judgeHistory(privilege: Privilege, frozen: Frozen, ignoreCase: boolean): Generator<Diagnostic> {
  const { ended, renamed } = frozen;
  const held = new Map<string, { entries: Entries; index: number }>();
  for (const { entries } of privilege.listed)
    for (const [index, id] of entries.ids.entries()) held.set(id, { entries, index });
  const gone = new Map<string, (typeof ended)[number]>();
  for (const each of ended) {
    if (each.id === undefined) continue;
    const id = normalizeId(each.id, ignoreCase);
    const still = held.get(id);
    const first = gone.get(id);
    if (still !== undefined)
      yield diagnostic(
        "model/contradiction",
        each.span,
        `\`${id}\` is in \`ended\` of \`${privilege.name}\` and still frozen`,
        {
          related: [{ message: "it is frozen here", span: idSpan(still.entries, still.index) }],
          hint: "remove it from one of the two lists",
        },
      );
    else if (first !== undefined)
      yield diagnostic("model/duplicate-entry", each.span, `\`${id}\` appears twice in this list`, {
        related: [{ message: `\`${id}\` first appears here`, span: first.span }],
        hint: "remove one of them",
      });
    gone.set(id, each);
  }
  const idsOf = idsOverTime(frozen, ignoreCase);
  const passed = new Set(renamed.map(({ was }) => normalizeId(was, ignoreCase)));
  for (const { id, was, span } of renamed) {
    const now = normalizeId(id, ignoreCase);
    const before = held.get(normalizeId(was, ignoreCase));
    const isBack = before !== undefined && wasCalled(idsOf(normalizeId(was, ignoreCase)), now);
    if (before !== undefined && !isBack)
      yield diagnostic("model/contradiction", span, `\`${was}\` was renamed to \`${id}\` and is still frozen`, {
        related: [{ message: "it is frozen here", span: idSpan(before.entries, before.index) }],
        hint: `hold \`${id}\` only`,
      });
    else if (!isBack && !held.has(now) && !gone.has(now) && !passed.has(now))
      yield diagnostic("model/no-effect", span, `\`${id}\` was renamed, but is neither frozen nor in \`ended\``, {
        hint: "a renamed customer is in the list, or in `ended`, under the new id",
      });
  }
}

/**
 * Whether a customer, given by its ids with the current one first, went from the current id to another one and came
 * back.
 */
function wasCalled([today, ...earlier]: readonly string[], other: string): boolean {
  return earlier.some((id, index) => id === other && earlier[index + 1] === today);
}
