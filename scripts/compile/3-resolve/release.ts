import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import { readEntries } from "../../model/entries.ts";
import type { Config, GroupSet, Listing, Release } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import type { ReleaseDocument } from "../../model/shapes/documents.ts";
import { dayLength } from "../../model/time.ts";
import { referenceTo, resolveNamed } from "./common-keys.ts";
import type { TestedByName } from "./tested.ts";

/** The release that a document describes; the group sets are those of the tree. */
export function resolveRelease(
  config: Config,
  document: Document,
  sets: ReadonlyMap<string, GroupSet>,
  tested: TestedByName,
): Release {
  const data = document.data as ReleaseDocument;
  const set = sets.get(data.by);
  const stages = data.stages.map((stage) => ({
    group: stage.group,
    version: stage.version,
    soak: stage.soak === undefined ? 0 : duration(stage.soak),
    span: valueSpan(document, stage, "group"),
    versionSpan: valueSpan(document, stage, "version"),
  }));
  return {
    kind: "release",
    by: data.by,
    scopes: set?.scope === undefined ? [] : [set.scope],
    values: [],
    default: stages.find((stage) => stage.group === set?.default)?.version ?? "",
    listed: pins(config, document, data.pinned),
    grouped: stages.map(({ group, version, span }) => ({ value: version, group: referenceTo(data.by, group), span })),
    conditional: [],
    expires: undefined,
    stages,
    blocked: (data.blocked ?? []).map((blocked) => ({
      version: blocked.version,
      reason: blocked.reason,
      span: valueSpan(document, blocked, "version"),
    })),
    properties: { ...data.properties },
    ...resolveNamed(document, tested),
  };
}

type Pinned = NonNullable<ReleaseDocument["pinned"]>;

/** A listing for each scope and version. */
function pins(config: Config, document: Document, pinned: Pinned | undefined): readonly Listing[] {
  const byScope = Object.entries(pinned ?? {}).filter(([scope]) => scope !== "where");
  return byScope.flatMap(([scope, list]) =>
    [...new Set(list.map(({ version }) => version))].map((version) => ({
      value: version,
      scope,
      entries: readEntries(
        document,
        list.filter((pin) => pin.version === version),
        ignoresCaseIn({ config }, scope),
      ),
      span: keySpan(document, pinned as object, scope),
    })),
  );
}

/** Milliseconds of `30m`, `3h`, `2d`. */
function duration(text: string): number {
  const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: dayLength };
  return Number.parseInt(text, 10) * (units[text.slice(-1)] ?? 0);
}
