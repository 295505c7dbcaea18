import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nearest } from "../../model/did-you-mean.ts";
import { nameSpan, valueSpan } from "../../model/document.ts";
import { type Entries, idSpan } from "../../model/entries.ts";
import type { Frozen, Model, Privilege } from "../../model/model.ts";
import { sealOf } from "../../model/seal.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/** A frozen list is the one that was sealed, comes from a flag that was retired for it, and agrees with its own history. */
export function* frozen(model: Model): Generator<Diagnostic> {
  for (const privilege of model.privileges.values()) {
    if (privilege.frozen === undefined) continue;
    const ignoreCase = model.config.scopes.get(privilege.scopes[0] ?? "")?.ignoreCase ?? false;
    yield* judgeFlag(model, privilege, privilege.frozen);
    const history = [...judgeHistory(privilege, privilege.frozen, ignoreCase)];
    yield* history;
    // A history that contradicts itself gives another seal in any case.
    if (model.damaged.has(privilege.document) || history.some(({ severity }) => severity === "error")) continue;
    if (sealOf(privilege, ignoreCase) !== privilege.frozen.seal)
      yield diagnostic(
        "model/bad-seal",
        valueSpan(privilege.document, privilege.frozen.data, "seal"),
        `the frozen list of \`${privilege.name}\` is not the one that was sealed`,
        {
          related: privilege.listed.map(({ span }) => ({ message: "the customers who are held", span })),
          hint: "take out whom this change added; who leaves moves to `ended`, who is renamed to `renamed`",
        },
      );
  }
}

function* judgeFlag(model: Model, privilege: Privilege, { flag, data }: Frozen): Generator<Diagnostic> {
  const span = valueSpan(privilege.document, data, "flag");
  const living = model.flags.get(flag);
  const record = model.retired.find((each) => each.kind === "flag" && each.name === flag);
  if (living !== undefined)
    yield diagnostic(
      "model/bad-retirement",
      span,
      `flag \`${flag}\` is frozen into \`${privilege.name}\` but still lives`,
      {
        related: [{ message: "it is declared here", span: nameSpan(living.document) }],
        hint: "take the flag's file out and record its name in `flags/retired.yaml` with outcome `frozen`",
      },
    );
  else if (record !== undefined && record.outcome !== "frozen")
    yield diagnostic("model/bad-retirement", span, `flag \`${flag}\` was retired as ${record.outcome}, not as frozen`, {
      related: [{ message: "it was retired here", span: record.span }],
      hint: "record it with outcome `frozen`, or name the flag that the list comes from",
    });
  else if (record === undefined && !model.unreadable.has(flag) && !model.unreadable.has("retired"))
    yield diagnostic(
      "model/unknown-flag",
      span,
      `\`${privilege.name}\` was frozen from flag \`${flag}\`, which never existed`,
      {
        ...nearest(
          span,
          flag,
          model.retired.filter((each) => each.kind === "flag").map((each) => each.name),
          "retired flags are",
        ),
      },
    );
}

function* judgeHistory(privilege: Privilege, { ended, renamed }: Frozen, ignoreCase: boolean): Generator<Diagnostic> {
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
        `\`${id}\` has ended in \`${privilege.name}\` and is still held`,
        {
          related: [{ message: "it is held here", span: idSpan(still.entries, still.index) }],
          hint: "take it out of one of the two lists",
        },
      );
    else if (first !== undefined)
      yield diagnostic("model/duplicate-entry", each.span, `\`${id}\` stands twice in this list`, {
        related: [{ message: `\`${id}\` stands here first`, span: first.span }],
        hint: "take one of them out",
      });
    gone.set(id, each);
  }
  const passed = new Set(renamed.map(({ was }) => normalizeId(was, ignoreCase)));
  for (const { id, was, span } of renamed) {
    const now = normalizeId(id, ignoreCase);
    const before = held.get(normalizeId(was, ignoreCase));
    if (before !== undefined)
      yield diagnostic("model/contradiction", span, `\`${was}\` was renamed to \`${id}\` and is still held`, {
        related: [{ message: "it is held here", span: idSpan(before.entries, before.index) }],
        hint: `hold \`${id}\` only`,
      });
    else if (!held.has(now) && !gone.has(now) && !passed.has(now))
      yield diagnostic("model/no-effect", span, `\`${id}\` was renamed, but is neither held nor ended`, {
        hint: "a renamed customer stands in the list, or in `ended`, under the new id",
      });
  }
}
