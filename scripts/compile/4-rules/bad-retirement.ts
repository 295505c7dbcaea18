import { type Diagnostic, diagnostic, type Fix } from "../../model/diagnostic.ts";
import { type Document, nounOf } from "../../model/document.ts";
import type { Model, Retired } from "../../model/model.ts";
import { compareText } from "../../model/text/words.ts";

/** The records of retired names fit what the names were, and are in order. */
export function* badRetirement(model: Model): Generator<Diagnostic> {
  let last: Retired | undefined;
  const seen = new Set<string>();
  for (const record of model.retired) {
    yield* judge(record, model.partial.has(record.document));
    const key = `${record.kind} ${record.name}`;
    if (seen.has(key))
      yield diagnostic(
        "model/bad-retirement",
        record.span,
        `\`${record.name}\` is retired twice as a ${nounOf(record.kind)}`,
        {
          hint: "keep one record",
        },
      );
    seen.add(key);
    if (last?.document === record.document && compareText(last.name, record.name) > 0)
      yield diagnostic("model/unsorted", record.span, `\`${record.name}\` must come before \`${last.name}\``, {
        related: [{ message: `\`${last.name}\` is here`, span: last.span }],
        hint: "keep the names sorted, so that pull requests seldom touch the same line",
        fix: model.partial.has(record.document) ? undefined : putInOrder(record.document),
      });
    last = record;
  }
}

/** The fix that puts all names in order; undefined where comments or one line for all leave open what belongs where. */
function putInOrder(document: Document): Fix | undefined {
  const { source } = document;
  const { retired } = document.data as { retired: object };
  const place = document.maps.get(retired);
  if (place === undefined) return undefined;
  const names = [...place.keys.keys()];
  const starts = [...place.keys.values()].map(({ start }) => source.text.lastIndexOf("\n", start - 1) + 1);
  const end = source.text.indexOf("\n", place.end) + 1;
  const isInLines = [...place.keys.values()].every(({ start }, index) =>
    /^ *$/.test(source.text.slice(starts[index], start)),
  );
  if (end === 0 || !isInLines || new Set(starts).size < names.length) return undefined;
  const parts = names.map((name, index) => ({
    name,
    text: source.text.slice(starts[index], starts[index + 1] ?? end),
  }));
  if (parts.some(({ text }) => /^\s*(?:#|$)/m.test(text.replace(/\r?\n$/, "")))) return undefined;
  parts.sort((a, b) => compareText(a.name, b.name));
  const text = parts.map((part) => part.text).join("");
  return { title: "sort the names", edits: [{ span: { source, start: starts[0] ?? 0, end }, text }] };
}

function* judge({ name, kind, outcome, answer, client, span }: Retired, isPartial: boolean): Generator<Diagnostic> {
  if (outcome === "frozen" && kind !== "flag")
    yield diagnostic("model/bad-retirement", span, `only a flag can be frozen, and \`${name}\` was a ${nounOf(kind)}`, {
      hint: "choose shipped, dropped or renamed",
    });
  if (client && kind !== "flag")
    yield diagnostic(
      "model/bad-retirement",
      span,
      `only a flag reaches browsers, and \`${name}\` was a ${nounOf(kind)}`,
      {
        hint: "take `client` out",
      },
    );
  const retired = `the retired ${nounOf(kind)}`;
  if (answer === undefined && !isPartial && (kind === "flag" || kind === "release"))
    yield diagnostic("model/bad-retirement", span, `${retired} \`${name}\` has no \`answer\``, {
      hint: `add the answer for code that was built earlier, such as \`answer: ${kind === "flag" ? "true" : '"1.4.0"'}\``,
    });
  if (kind === "flag" && (answer === "true" || answer === "false"))
    yield diagnostic(
      "model/bad-retirement",
      span,
      `${retired} \`${name}\` has the text \`${answer}\` as its \`answer\``,
      {
        hint: `write \`answer: ${answer}\`, without quotes`,
      },
    );
  const isText = kind === "release" || kind === "groups";
  if (answer !== undefined && kind !== "flag" && typeof answer !== (isText ? "string" : "boolean")) {
    const wanted = kind === "release" ? "a version" : kind === "groups" ? "a group" : "`true` or `false`";
    yield diagnostic("model/bad-retirement", span, `${retired} \`${name}\` needs ${wanted} as its \`answer\``, {
      hint: `code that was built earlier expects ${wanted}${isText ? ", as text" : ""}`,
    });
  }
}
