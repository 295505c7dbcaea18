import { parseConfig } from "../../compile/1-parse/index.ts";
import type { Read } from "../../compile/compile.ts";
import { compareRevisions } from "../../effect/compare-revisions.ts";
import { type Effect, isNothing } from "../../effect/effect.ts";
import { compareCustomer } from "../../effect/for-customer.ts";
import { openRevision } from "../../effect/open-revision.ts";
import { type Models, onlyOf, withoutUnchanged } from "../../effect/restrict-models.ts";
import type { Document } from "../../model/document.ts";
import type { Source } from "../../model/text/source.ts";
import type { Instant } from "../../model/time.ts";
import type { Tree } from "../../model/tree.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { modelsOf } from "../baseline.ts";
import type { Fact, LoggedCommit } from "../logged-change.ts";
import { compareDocuments, type FoundFact } from "./compare-documents.ts";
import { related } from "./related-names.ts";
import { effectOn, type Subject } from "./subject.ts";
import type { Files } from "./walk.ts";

/** What the comparison of two states depends on besides them. */
interface Asked {
  /** Where the instance is. */
  readonly tree: Tree;
  readonly at: Instant;
  readonly subject: Subject | undefined;
  readonly read: Read;
}

/** The difference of two sets of files; undefined if nothing differs that was asked for. */
export function compareFiles(
  before: Files,
  after: Files,
  asked: Asked,
): Pick<LoggedCommit, "effect" | "facts"> | undefined {
  const { at, subject, read } = asked;
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  const changed = paths.filter((path) => isOther(path, before.get(path), after.get(path)));
  if (changed.length === 0) return undefined;
  const [old, now] = [before, after].map((files) => documentsOf(files, changed, read)) as [Documents, Documents];

  const found = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    compareDocuments(old.get(key), now.get(key)),
  );
  const sides = readModels(before, after, [...old.values(), ...now.values()], asked);
  const effect = effectBetween(sides, at, subject);
  const facts = factsOn(found, effect, subject);
  if (
    subject !== undefined &&
    isNothing(effect) &&
    facts.length === 0 &&
    !isOwn([...old.values(), ...now.values()], subject)
  )
    return undefined;
  return { effect, facts };
}

/** Whether a commit touched the very document that was asked for, although it says the same. */
function isOwn(documents: readonly Document[], subject: Subject): boolean {
  return subject.kind === "name" && documents.some(({ name, kind }) => name === subject.name && kind !== "config");
}

function effectBetween([before, after]: readonly [Models, Models], at: Instant, subject: Subject | undefined): Effect {
  if (subject?.kind === "customer") {
    const [base, head] = onlyOf(subject.customer, before, after);
    return compareCustomer(openRevision(base), openRevision(head), at, subject.customer);
  }
  const [base, head] = withoutUnchanged(before, after);
  const effect = compareRevisions(openRevision(base), openRevision(head), at);
  return subject === undefined ? effect : effectOn(effect, subject);
}

type Documents = ReadonlyMap<string, Document>;

/** The documents in some files, by kind and name; the config is one of them. */
function documentsOf(files: Files, paths: readonly string[], read: Read): Documents {
  const documents = new Map<string, Document>();
  for (const path of paths) {
    const source = files.get(path);
    if (source === undefined) continue;
    const document = path === "package.json" ? parseConfig(source).document : read(source).document;
    if (document !== undefined) documents.set(`${document.kind} ${document.name}`, document);
  }
  return documents;
}

/** The models of both sides, with only the documents that the answers of changed ones depend on. */
function readModels(
  before: Files,
  after: Files,
  changed: readonly Document[],
  { tree, at, read }: Asked,
): readonly [Models, Models] {
  const isForAll = changed.some(({ kind }) => kind === "config" || kind === "identities");
  const all = [before, after].flatMap((files) => [...files.values()]);
  const documents = isForAll
    ? []
    : all.flatMap((source) =>
        source === undefined || source.path === "package.json" ? [] : (read(source).document ?? []),
      );
  const names = related(
    documents,
    changed.map(({ name }) => name),
  );
  const isKept = (source: Source): boolean => {
    const { document } = read(source);
    return isForAll || document === undefined || lasting.has(document.kind) || names.has(document.name);
  };
  return [before, after].map((files) => {
    const sources = [...files.values()].filter(
      (source) => source !== undefined && source.path !== "package.json",
    ) as Source[];
    const config = files.get("package.json") ?? { path: "package.json", text: "" };
    const own = { ...tree, config, files: sources.filter(isKept), diagnostics: [] };
    return modelsOf(own, { asOf: at, allowExpired: true }, read);
  }) as [Models, Models];
}

/** Kinds that the answers of all others may depend on. */
const lasting: ReadonlySet<Document["kind"]> = new Set(["identities", "retired"]);

/**
 * The facts that were asked for: those of the subject, and what determines answers only if the effect does not mention
 * the name.
 */
function factsOn(found: readonly FoundFact[], effect: Effect, subject: Subject | undefined): readonly Fact[] {
  const isReported = reportedBy(effect);
  const waivers = new Set(
    found.flatMap(({ kind, name, path }) =>
      kind === "waiver" && path[0] === "allow" && subject?.kind === "name" && path[1] === subject.name ? [name] : [],
    ),
  );
  const isOn = ({ kind, name, path, customers }: Fact): boolean => {
    if (subject === undefined) return true;
    if (subject.kind === "name") return name === subject.name || (kind === "waiver" && waivers.has(name));
    if (subject.kind === "group")
      return kind === "groups" && name === subject.set && path[0] === "members" && path[1] === subject.group;
    const { scope, id } = subject.customer;
    return customers.some((each) => each.scope === scope && isSameId(each.id, id));
  };
  return found
    .filter((fact) => isOn(fact) && !(fact.decides && isReported(fact)))
    .map(({ decides: _, ...fact }) => fact);
}

/** The given id is normalized; in a file it may have capitals. */
function isSameId(written: string, id: string): boolean {
  return normalizeId(written, false) === id || normalizeId(written, true) === id;
}

/**
 * A function that says whether the effect reports what a fact is about: its name in its environment, or that it was
 * added or removed.
 */
function reportedBy({ decisions, groups, names, types, later, undone }: Effect): (fact: Fact) => boolean {
  const inAll = new Set([...types, ...names.added, ...names.removed].map(({ kind, name }) => `${kind} ${name}`));
  const all = [{ decisions, groups }, ...later, ...undone];
  const things = [
    ...all.flatMap((each) => each.decisions),
    ...all.flatMap((each) => each.groups).map((each) => ({ kind: "groups", ...each })),
  ];
  const inOne = new Set(things.map(({ kind, name, environment }) => `${kind} ${name} ${environment ?? ""}`));
  return ({ kind, name, environment }) =>
    inAll.has(`${kind} ${name}`) || inOne.has(`${kind} ${name} ${environment ?? ""}`);
}

/** Whether a file differs from before; of package.json only the config counts. */
function isOther(path: string, before: Source | undefined, after: Source | undefined): boolean {
  if (before?.text === after?.text) return false;
  if (path !== "package.json") return true;
  const [one, other] = [before, after].map((source) => JSON.stringify(source && parseConfig(source).document?.data));
  return one !== other;
}
