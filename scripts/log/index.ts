import { isReadable, modelsOf } from "../baseline.ts";
import { compareCustomer } from "../changes/customer.ts";
import { compareSides } from "../changes/index.ts";
import { type Read, type Reading, readDocument } from "../compile.ts";
import type { Document } from "../document.ts";
import type { Effect } from "../effect.ts";
import type { Fact, Log, LoggedCommit } from "../logged.ts";
import { parseConfig } from "../parse/index.ts";
import type { LineCommit, Repository } from "../repository.ts";
import { normalizeId } from "../runtime/normalize.ts";
import { sideOf } from "../sides.ts";
import type { Source } from "../source.ts";
import type { Instant } from "../time.ts";
import type { Tree } from "../tree.ts";
import { compareDocuments, type FoundFact } from "./facts.ts";
import { mender } from "./mend.ts";
import { type Models, onlyOf, withoutUnchanged } from "./narrow.ts";
import { related } from "./related.ts";
import { effectOn, isSilent, type Subject } from "./subject.ts";
import { type Files, walk } from "./walk.ts";
import { namesBehind } from "./wanted.ts";

export interface LogOptions {
  /** The instant beyond which nothing was merged, whatever a clock said. */
  readonly now: Instant;
  /** What was merged before is left out. */
  readonly since: Instant;
  readonly limit: number;
  /** Undefined for all that commits did. */
  readonly subject: Subject | undefined;
}

/** What the commits of the first-parent line up to one did, newest first; only as many are read as are wanted. */
export function readLog(
  repository: Repository,
  tip: string,
  line: readonly LineCommit[],
  { now, since, limit, subject }: LogOptions,
): Log {
  const read = readEachOnce();
  const times = mergedAt(line, now);
  const tree = repository.readTree(tip);
  const isWanted = namesBehind(repository, line, tree, subject, read);
  const mend = mender(repository, line, (source) => isReadable(source, { asOf: now, allowExpired: true }, read));
  const commits: LoggedCommit[] = [];
  for (const { commit, index, before, after, changed } of walk(repository, line, tree, isWanted)) {
    const at = times[index] ?? now;
    if (at < since) break;
    if (repository.isShallow && commit.parents.length === 0) return { commits, older: 0, cut: commit };
    if (commits.length === limit)
      return { commits, older: countFrom(line, index, times, since, isWanted), cut: undefined };
    const [base, head] = [mend(before, index + 1), mend(after, index)];
    const told = compareFiles(base, head, { tree, at, subject, read });
    const unreadable = faultsOf(changed, after, { asOf: at, allowExpired: true }, read);
    if (told === undefined && unreadable.length === 0) continue;
    const { effect, facts } = told ?? { effect: nothingAt(at), facts: [] };
    commits.push({ commit, at, merged: repository.authorsMerged(commit), effect, facts, unreadable });
  }
  return { commits, older: 0, cut: undefined };
}

/** A way to read that reads each Source once, for as long as anybody holds it. */
function readEachOnce(): Read {
  const known = new WeakMap<Source, Reading>();
  return (source) => {
    const reading = known.get(source) ?? readDocument(source);
    known.set(source, reading);
    return reading;
  };
}

/** When each commit of a line was merged: no earlier than the one before it. */
function mergedAt(line: readonly LineCommit[], now: Instant): readonly Instant[] {
  const times: Instant[] = [];
  let last = -Infinity;
  for (const { at } of line.toReversed()) {
    last = Math.min(Math.max(at, last), now);
    times.push(last);
  }
  return times.reverse();
}

/** How many commits from one on changed something that is wanted. */
function countFrom(
  line: readonly LineCommit[],
  from: number,
  times: readonly Instant[],
  since: Instant,
  isWanted: (path: string) => boolean,
): number {
  const isOne = ({ changes }: LineCommit, index: number): boolean =>
    index >= from && (times[index] ?? 0) >= since && changes.some(({ path, isPlain }) => !isPlain || isWanted(path));
  return line.filter(isOne).length;
}

interface Asked {
  readonly tree: Tree;
  readonly at: Instant;
  readonly subject: Subject | undefined;
  readonly read: Read;
}

/** What led from some files to others; undefined where nothing did that is wanted. */
function compareFiles(before: Files, after: Files, asked: Asked): Pick<LoggedCommit, "effect" | "facts"> | undefined {
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
    isSilent(effect) &&
    facts.length === 0 &&
    !isOwn([...old.values(), ...now.values()], subject)
  )
    return undefined;
  return { effect, facts };
}

/** Whether a commit touched the very document that is asked for, though it says nothing else. */
function isOwn(documents: readonly Document[], subject: Subject): boolean {
  return subject.kind === "name" && documents.some(({ name, kind }) => name === subject.name && kind !== "config");
}

function effectBetween([before, after]: readonly [Models, Models], at: Instant, subject: Subject | undefined): Effect {
  if (subject?.kind === "customer") {
    const [base, head] = onlyOf(subject.customer, before, after);
    return compareCustomer(sideOf(base), sideOf(head), at, subject.customer);
  }
  const [base, head] = withoutUnchanged(before, after);
  const effect = compareSides(sideOf(base), sideOf(head), at);
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

/** The models of both sides, of no more documents than the answers of those that changed depend on. */
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

/** Kinds that answers of all others may depend on. */
const lasting: ReadonlySet<Document["kind"]> = new Set(["identities", "retired"]);

/** The facts that are wanted: those of the subject, and what decides only where the effect says nothing of the name. */
function factsOn(found: readonly FoundFact[], effect: Effect, subject: Subject | undefined): readonly Fact[] {
  const told = toldIn(effect);
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
  return found.filter((fact) => isOn(fact) && !(fact.decides && told(fact))).map(({ decides: _, ...fact }) => fact);
}

/** The id that is asked for is written as it is compared; in a file it may have capitals. */
function isSameId(written: string, id: string): boolean {
  return normalizeId(written, false) === id || normalizeId(written, true) === id;
}

/** Tells of what a fact is about whether the effect says something of it: of its name in its environment, or that it came or went. */
function toldIn({ decisions, groups, names, types, later }: Effect): (fact: Fact) => boolean {
  const inAll = new Set([...types, ...names.added, ...names.removed].map(({ kind, name }) => `${kind} ${name}`));
  const things = [
    ...decisions,
    ...later.flatMap((each) => each.decisions),
    ...groups.map((each) => ({ kind: "groups", ...each })),
  ];
  const inOne = new Set(things.map(({ kind, name, environment }) => `${kind} ${name} ${environment ?? ""}`));
  return ({ kind, name, environment }) =>
    inAll.has(`${kind} ${name}`) || inOne.has(`${kind} ${name} ${environment ?? ""}`);
}

/** Whether a file is another than before; of package.json only the config counts. */
function isOther(path: string, before: Source | undefined, after: Source | undefined): boolean {
  if (before?.text === after?.text) return false;
  if (path !== "package.json") return true;
  const [one, other] = [before, after].map((source) => JSON.stringify(source && parseConfig(source).document?.data));
  return one !== other;
}

/** What of the files that a commit changed cannot be read as it left them. */
function faultsOf(
  changed: readonly string[],
  after: Files,
  options: Parameters<typeof isReadable>[1],
  read: Read,
): LoggedCommit["unreadable"] {
  return changed.flatMap((path) => {
    if (!after.has(path)) return [];
    const source = after.get(path);
    if (source === undefined) return [{ path, message: "its text is not UTF-8, or git does not have it" }];
    if (isReadable(source, options, read)) return [];
    const { diagnostics } = path === "package.json" ? parseConfig(source) : read(source);
    const fault = diagnostics.find(({ severity }) => severity === "error");
    return [{ path, message: fault?.message ?? "it is no config" }];
  });
}

function nothingAt(at: Instant): Effect {
  const names = { added: [], removed: [], retired: [] };
  return { at, impact: "none", decisions: [], groups: [], names, types: [], properties: [], later: [] };
}
