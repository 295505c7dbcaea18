import { createHash } from "node:crypto";
import { isInstancePath } from "../../scripts/host/git-tree.ts";
import type {
  Approval,
  FileChange,
  Line,
  LineCommit,
  ObjectText,
  Repository,
  Version,
} from "../../scripts/model/repository.ts";
import { compareText } from "../../scripts/model/text/words.ts";
import { nameOf } from "../../scripts/model/tree.ts";
import type { Snapshot, Surroundings } from "./snapshot.ts";
import { treeOfFiles } from "./trees.ts";

interface Commit extends LineCommit {
  readonly trailers: readonly string[];
  /** The objects of all files, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** A repository in memory; `test/host/repository.test.ts` compares it with git. */
export function memoryRepository(
  snapshots: readonly Snapshot[],
  { branches, upstream, isShallow = false, prefix = "" }: Surroundings = {},
): Repository {
  const last = snapshots.length - 1;
  const tips = new Map(Object.entries(branches ?? { main: last }));
  const texts = new Map<string, string>();
  const commits = new Map<string, Commit>();
  const ids: string[] = [];
  for (const [index, snapshot] of snapshots.entries()) {
    const {
      date,
      author = "Somebody",
      subject = `commit ${index + 1}`,
      trailers = [],
      parents = index === 0 ? [] : [index - 1],
    } = snapshot;
    const id = createHash("sha1")
      .update(JSON.stringify([index, snapshot]))
      .digest("hex");
    ids.push(id);
    if (isShallow && index !== last) continue;
    const above = isShallow ? [] : parents.map((parent) => ids[parent] ?? "");
    const files = new Map<string, string>();
    for (const { path, text } of snapshot.files) {
      const object = objectOf(text);
      texts.set(object, text);
      if (path.startsWith(prefix)) files.set(path.slice(prefix.length), object);
    }
    const inside = changesOf(commits.get(above[0] ?? "")?.files ?? new Map(), files);
    const changes = inside.filter(({ path }) => isInstancePath(path));
    const at = Date.parse(date);
    commits.set(id, { id, at, authored: at, author, subject, parents: above, changes, files, trailers });
  }

  const commitOf = (name: string): string | undefined => {
    const tip = tips.get(name === "HEAD" ? "main" : name);
    return tip === undefined ? (commits.has(name) ? name : undefined) : ids[tip];
  };
  const ancestors = (id: string): ReadonlySet<string> =>
    new Set([id, ...(commits.get(id)?.parents ?? []).flatMap((parent) => [...ancestors(parent)])]);
  const firstParents = (id: string | undefined): readonly Commit[] => {
    const commit = commits.get(id ?? "");
    return commit === undefined ? [] : [commit, ...firstParents(commit.parents[0])];
  };
  const line = (id: string): Line => {
    let last = -Infinity;
    const all = firstParents(id)
      .toReversed()
      .map(({ files: _, trailers: __, ...commit }): LineCommit => {
        const merged = commit.changes.length === 0 ? [] : commit.parents.slice(1);
        last = Math.max(last, commit.at, ...merged.map((parent) => commits.get(parent)?.at ?? -Infinity));
        return { ...commit, at: last };
      })
      .reverse();
    return { commits: all.filter(({ changes }) => changes.length > 0), isWhole: true };
  };

  return {
    prefix,
    upstream,
    remote: undefined,
    isShallow,
    isPartial: false,
    placesAt: (id) => {
      const files = [...(commits.get(id)?.files ?? [])];
      const config = files.find(([path]) => path === "package.json")?.[1] ?? "";
      const isHere = files.some(([path]) => path !== "package.json" && isInside(path));
      return isHere || texts.get(config)?.includes('"flagstone"') ? [prefix] : [];
    },
    commitOf,
    line,
    mergeBases: (one, other) => {
      const others = ancestors(commitOf(other) ?? "");
      const common = [...ancestors(commitOf(one) ?? "")].filter((id) => others.has(id) && commits.has(id));
      return common.filter((id) => !common.some((each) => each !== id && ancestors(each).has(id)));
    },
    readTree: (id) =>
      treeOfFiles(
        [...(commits.get(id)?.files ?? [])].map(([path, object]) => ({ path, text: texts.get(object) ?? "" })),
      ),
    objectsAt: (id, paths) => new Map([...(commits.get(id)?.files ?? [])].filter(([path]) => paths.includes(path))),
    versions: (id, names) => {
      const versions = new Map<string, Version[]>([...names].map((name) => [name, []]));
      for (const { id: commit, at, parents, changes } of line(id).commits) {
        for (const name of names) {
          const own = changes.filter(({ path }) => nameOf(path) === name);
          // Only the new path of a file that moved.
          const { path, after } = own.findLast((change) => change.after !== undefined) ?? own[0] ?? {};
          if (path === undefined) continue;
          const text = after === undefined ? undefined : texts.get(after);
          const isGone = after === undefined;
          versions.get(name)?.push({ path, commit, at, isFirst: parents.length === 0, text, isGone, isMissing: false });
        }
      }
      return { byName: versions, isWhole: true };
    },
    texts: (objects) =>
      new Map(
        objects.flatMap((object): readonly [string, string][] => {
          const text = texts.get(object);
          return text === undefined ? [] : [[object, text]];
        }),
      ),
    textsInTurn: async function* (objects): AsyncGenerator<ObjectText, undefined> {
      for (const object of objects) yield { text: texts.get(object), isMissing: !texts.has(object) };
    },
    authorsMerged: (asked) =>
      new Map(
        asked.flatMap(({ id, parents: [first, ...others] }): readonly (readonly [string, readonly string[]])[] => {
          if (first === undefined || others.length === 0) return [];
          const before = ancestors(first);
          const brought = [...ancestors(id)].filter((each) => !before.has(each)).map((each) => commits.get(each));
          const authors = brought.flatMap((each) => (each === undefined || each.parents.length > 1 ? [] : each.author));
          return [[id, [...new Set(authors)].sort()]];
        }),
      ),
    approvals: (asked) =>
      new Map(
        asked.map(({ id, parents: [first, ...others] }) => {
          const before = others.length === 0 ? undefined : ancestors(first ?? "");
          const brought = before === undefined ? [id] : [...ancestors(id)].filter((each) => !before.has(each));
          const lines = new Set(brought.flatMap((each) => commits.get(each)?.trailers ?? []));
          const found = [...lines].flatMap((line): Approval[] => {
            const [, how, by] = /^(Reviewed-by|Approved-by): (.+)$/.exec(line) ?? [];
            return by === undefined ? [] : [{ by, how: how as Approval["how"] }];
          });
          return [id, found.sort((a, b) => compareText(`${a.by} ${a.how}`, `${b.by} ${b.how}`))];
        }),
      ),
  };
}

/** Whether a path is where an instance has its documents. */
function isInside(path: string): boolean {
  return path === "package.json" || /^(?:flags|groups)\//.test(path);
}

/** The name that git gives a file with this text. */
function objectOf(text: string): string {
  return createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");
}

function changesOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(isInside).sort(compareText);
  return paths.flatMap((path) => {
    const change = { path, before: before.get(path), after: after.get(path), isPlain: true };
    return change.before === change.after ? [] : [change];
  });
}
