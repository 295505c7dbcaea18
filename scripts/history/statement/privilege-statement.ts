import { holdsAt, idSpan, untilOf } from "../../model/entries.ts";
import type { Model, Privilege } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { foundersOf, idsOverTime } from "../../model/seal.ts";
import { compareText } from "../../model/text/words.ts";
import type { Instant } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import type { LoggedCommit } from "../logged-change.ts";
import type { NameCommit, NamedCommit } from "./deciding-commit.ts";
import { detailsAt, type EntryDetails } from "./entry-details.ts";

/** Who keeps a privilege from the time it was a flag, and who no longer does. */
export interface PrivilegeStatement {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly scope: string;
  readonly asOf: Instant;
  /** Undefined if nobody ever kept it, so that only plans grant it. */
  readonly frozen:
    | { readonly flag: string; readonly date: string; readonly end: Instant | undefined; readonly founders: number }
    | undefined;
  /** Those who keep it, then those whose dates have passed, then those who left the list; each in the order of their ids. */
  readonly keepers: readonly Keeper[];
}

/** A customer of a frozen list. */
export interface Keeper {
  readonly state: "kept" | "lapsed" | "ended";
  /** Undefined for one who was forgotten; then the digest of the id is all that is left. */
  readonly id: string | undefined;
  readonly sha256: string | undefined;
  readonly formerIds: readonly string[];
  /** The customers who have it through this one. */
  readonly children: readonly { readonly scope: string; readonly id: string }[];
  /** The first instant at which it is kept no longer; undefined without an end. */
  readonly end: Instant | undefined;
  readonly details: EntryDetails;
  /** The commit that froze it for the customer, or that ended it. */
  readonly commit: NamedCommit | undefined;
  /** The newest commit that changed anything about it in the list, if that is another one. */
  readonly changed: NamedCommit | undefined;
}

/** States who keeps a privilege at an instant, with the commits of the privilege's log that decided it. */
export function statePrivilege(
  model: Model,
  privilege: Privilege,
  asOf: Instant,
  log: readonly LoggedCommit[],
  nameCommit: NameCommit,
): PrivilegeStatement {
  const { name, description, owner, frozen, expires, scopes } = privilege;
  const [scope = ""] = scopes;
  const about = { name, description, owner, scope, asOf };
  if (frozen === undefined) return { ...about, frozen: undefined, keepers: [] };
  const commitsOf = decidingCommits(privilege, log, nameCommit, ignoresCaseIn(model, scope));
  const held = heldIn(model, privilege, asOf, commitsOf);
  const ended = frozen.ended.map(({ id, sha256, span }): Keeper => {
    const details = detailsAt(model.documents, span);
    const key = id === undefined ? (sha256 ?? "") : normalizeId(id, ignoresCaseIn(model, scope));
    return {
      state: "ended",
      id,
      sha256,
      formerIds: [],
      children: [],
      end: undefined,
      details,
      ...ending(commitsOf([key])),
    };
  });
  const states = ["kept", "lapsed", "ended"];
  const founders = foundersOf(privilege, ignoresCaseIn(model, scope))?.length ?? 0;
  return {
    ...about,
    frozen: { flag: frozen.flag, date: frozen.date, end: expires?.at, founders },
    keepers: [...held, ...ended].sort(
      (a, b) =>
        states.indexOf(a.state) - states.indexOf(b.state) ||
        compareText(a.id ?? `\uffff${a.sha256}`, b.id ?? `\uffff${b.sha256}`),
    ),
  };
}

function heldIn(
  model: Model,
  { frozen, listed, expires }: Privilege,
  asOf: Instant,
  commitsOf: CommitsOf,
): readonly Keeper[] {
  const children = listsBy(model.children, (each) => `${each.parentScope} ${each.parent}`);
  return listed.flatMap(({ scope, entries }) => {
    const idsOf = frozen === undefined ? undefined : idsOverTime(frozen, ignoresCaseIn(model, scope));
    const aliases = listsBy(
      model.aliases.filter((each) => each.scope === scope),
      ({ id }) => id,
    );
    return entries.ids.map((id, index): Keeper => {
      const end = Math.min(untilOf(entries, index), expires?.at ?? Infinity);
      const isKept = holdsAt(entries, index, asOf) && asOf < end;
      const former = [...(idsOf?.(id) ?? []), ...(aliases.get(id) ?? []).map(({ was }) => was)];
      const { newest, oldest } = commitsOf([id, ...former]);
      return {
        state: isKept ? "kept" : "lapsed",
        id,
        sha256: undefined,
        formerIds: [...new Set(former)].filter((each) => each !== id).sort(),
        children: (children.get(`${scope} ${id}`) ?? []).map((each) => ({ scope: each.scope, id: each.id })),
        end: end === Infinity ? undefined : end,
        details: detailsAt(model.documents, idSpan(entries, index)),
        commit: oldest,
        changed: newest?.id === oldest?.id ? undefined : newest,
      };
    });
  });
}

/** The commits that said something about a customer in a frozen list, by any of its ids or digests. */
type CommitsOf = (keys: readonly string[]) => {
  readonly newest: NamedCommit | undefined;
  readonly oldest: NamedCommit | undefined;
};

/** Whoever left the list did so by the newest commit about it. */
function ending({ newest }: ReturnType<CommitsOf>): Pick<Keeper, "commit" | "changed"> {
  return { commit: newest, changed: undefined };
}

function decidingCommits(
  { name }: Privilege,
  commits: readonly LoggedCommit[],
  nameCommit: NameCommit,
  ignoreCase: boolean,
): CommitsOf {
  const found = new Map<string, { readonly newest: number; readonly oldest: number }>();
  let first: number | undefined;
  for (const [index, { effect, facts }] of commits.entries()) {
    const isOwn = (each: { readonly kind: string; readonly name: string }): boolean =>
      each.kind === "privilege" && each.name === name;
    const ids = [
      ...facts.filter(isOwn).flatMap(({ customers, path }) => [...customers.map(({ id }) => id), path.at(-1) ?? ""]),
      ...[effect, ...effect.later, ...effect.undone]
        .flatMap(({ decisions }) => decisions.filter(isOwn))
        .flatMap(({ transitions }) => transitions.flatMap((each) => each.ids)),
    ];
    for (const id of ids) {
      const key = normalizeId(id, ignoreCase);
      found.set(key, { newest: found.get(key)?.newest ?? index, oldest: index });
    }
    if (effect.names.added.some(isOwn)) first ??= index;
  }
  const named = new Map<number, NamedCommit>();
  const nameOf = (index: number | undefined): NamedCommit | undefined => {
    const logged = index === undefined ? undefined : commits[index];
    if (index === undefined || logged === undefined) return undefined;
    const known = named.get(index) ?? nameCommit(logged, name);
    named.set(index, known);
    return known;
  };
  return (keys) => {
    const own = keys.flatMap((key) => found.get(key) ?? []);
    if (own.length === 0) return { newest: nameOf(first), oldest: nameOf(first) };
    return {
      newest: nameOf(Math.min(...own.map(({ newest }) => newest))),
      oldest: nameOf(Math.max(...own.map(({ oldest }) => oldest))),
    };
  };
}

function listsBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const lists = new Map<string, Item[]>();
  for (const item of items) {
    const own = lists.get(keyOf(item)) ?? [];
    own.push(item);
    lists.set(keyOf(item), own);
  }
  return lists;
}
