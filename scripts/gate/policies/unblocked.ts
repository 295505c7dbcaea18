import { diagnostic } from "../../model/diagnostic.ts";
import { keySpan, nameSpan } from "../../model/document.ts";
import type { Release, Retired } from "../../model/model.ts";
import type { ReleaseDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";
import { type Breach, type Change, type EnvironmentPair, isPartial, waivable } from "./change.ts";

/**
 * A blocked version must stay blocked, in each environment; even if its release was gone for a while, or is retired
 * with it.
 */
export function* unblocked(change: Change): Generator<Breach> {
  const reported = new Set<string>();
  for (const pair of change.pairs)
    for (const { name, version, span, message, related } of [...lifted(change, pair), ...answered(pair)]) {
      const key = JSON.stringify([name, version]);
      if (reported.has(key)) continue;
      reported.add(key);
      const finding = diagnostic("gate/unblocked", span, `${message}${pair.where}`, {
        related: related === undefined ? [] : [{ message: "it is blocked here on the base", span: related }],
        hint: "restore the line: a blocked version never comes back; release the fix as a new version",
      });
      yield waivable(finding, name, version);
    }
}

interface Lifted {
  readonly name: string;
  readonly version: string;
  readonly span: Span;
  readonly message: string;
  readonly related: Span | undefined;
}

function* lifted(change: Change, { before, after, environment }: EnvironmentPair): Generator<Lifted> {
  for (const head of after.releases.values()) {
    const { name } = head;
    if (isPartial(change, name)) continue;
    const own = new Set(head.blocked.map(({ version }) => version));
    const base = before.releases.get(name);
    const known = base === undefined ? blockedOnce(change, head, environment) : base.blocked;
    for (const { version, span } of known)
      if (!own.has(version)) {
        const message = `\`${version}\` of \`${name}\` is blocked on the base, and no longer is`;
        yield { name, version, span: placeIn(head), message, related: span };
      }
  }
}

/** What was blocked when a release of this name last existed. */
function blockedOnce(
  { history }: Change,
  { name }: Release,
  environment: string,
): readonly { readonly version: string; readonly span?: Span }[] {
  const { versions } = history(name);
  const last = versions.findLast(({ document }) => document?.kind === "release")?.document;
  const data = last?.data as ReleaseDocument | undefined;
  return data?.environments?.[environment]?.blocked ?? data?.blocked ?? [];
}

/** Releases that are retired with a blocked version as the answer. */
function* answered({ before, after }: EnvironmentPair): Generator<Lifted> {
  for (const record of after.retired) {
    const block = before.releases.get(record.name)?.blocked.find(({ version }) => version === record.answer);
    if (record.kind !== "release" || block === undefined || isKnown(before.retired, record)) continue;
    const { name } = record;
    const message = `\`${name}\` is retired with \`${block.version}\`, which is blocked on the base`;
    yield { name, version: block.version, span: record.span, message, related: block.span };
  }
}

function isKnown(records: readonly Retired[], { kind, name }: Retired): boolean {
  return records.some((each) => each.kind === kind && each.name === name);
}

/** Where a release says what is blocked, or would. */
function placeIn({ document }: Release): Span {
  const data = document.data as object;
  return "blocked" in data ? keySpan(document, data, "blocked") : nameSpan(document);
}
