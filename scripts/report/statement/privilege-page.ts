import type { Keeper, PrivilegeStatement } from "../../history/statement/privilege-statement.ts";
import { count } from "../../model/text/words.ts";
import { formatDay, formatEnd, formatLastDay } from "../../model/time.ts";
import { shortId } from "../logged-lines.ts";
import { type Page, type Part, quoted } from "../pages/page.ts";
import { approvedBy } from "./commit-words.ts";
import { someOf } from "./customer-words.ts";
import { type Standing, standingLines } from "./heading.ts";

/** The statement of a privilege as a page: totals, then everyone who keeps it, then everyone who did. */
export function privilegePage(statement: PrivilegeStatement, standing: Standing): Page {
  const { name, description, owner, frozen } = statement;
  const title = `Who keeps ${quoted(name)} without paying`;
  const lead = [...standingLines(standing), `${quoted(name)}, owned by ${quoted(owner)}: ${description}`];
  if (frozen === undefined)
    return { title, lead: [...lead, "Nobody: it was never a flag, and only plans grant it."], parts: [] };
  return {
    title,
    lead: [
      ...lead,
      `The flag ${quoted(frozen.flag)} was frozen on ${frozen.date}; customers who had it then keep the privilege.`,
      `Everyone else has it if a plan grants ${quoted(name)}.`,
      frozen.end === undefined ? "The list has no end." : `The last day of the whole list is ${formatEnd(frozen.end)}.`,
    ],
    parts: [
      totals(statement, frozen.founders),
      keepersPart("Who keeps it", statement, "kept"),
      keepersPart("Ended, but still in the list", statement, "lapsed"),
      endedPart(statement),
    ].flatMap((part) => part ?? []),
  };
}

/** How many keep it, how many did, and when it will end for how many. */
function totals({ keepers, scope }: PrivilegeStatement, founders: number): Part {
  const of = (state: Keeper["state"]) => keepers.filter((each) => each.state === state);
  const kept = of("kept");
  const months = new Map<string, number>();
  for (const { end } of kept) {
    const month = end === undefined ? "no end is set" : formatLastDay(end).slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  return {
    heading: "Totals",
    lead: [
      `${count(kept.length, scope)} ${kept.length === 1 ? "keeps" : "keep"} it, of ${founders} that had it when it was frozen.`,
      ...endingWords(of("ended").length, of("lapsed").length),
    ],
    ...(kept.length === 0
      ? {}
      : {
          table: {
            columns: ["last month", "how many"],
            rows: [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, number]) => [month, `${number}`]),
          },
        }),
  };
}

function endingWords(ended: number, lapsed: number): readonly string[] {
  return [
    ...(ended === 0 ? [] : [`For ${ended} it has ended.`]),
    ...(lapsed === 0 ? [] : [`For ${lapsed} it has ended, though the list still has ${lapsed === 1 ? "it" : "them"}.`]),
  ];
}

function keepersPart(
  heading: string,
  { keepers, scope, frozen }: PrivilegeStatement,
  state: Keeper["state"],
): Part | undefined {
  const own = keepers.filter((each) => each.state === state);
  if (own.length === 0) return state === "kept" ? { heading, lead: ["Nobody."] } : undefined;
  return {
    heading,
    table: {
      columns: [scope, "since", "until", "reason", "commit", "approved by"],
      rows: own.map((keeper) => [
        whoWords(keeper),
        frozen?.date ?? "",
        keeper.end === undefined ? "no end is set" : formatEnd(keeper.end),
        ...reasonAndCommit(keeper),
      ]),
    },
  };
}

function endedPart({ keepers, scope }: PrivilegeStatement): Part | undefined {
  const own = keepers.filter(({ state }) => state === "ended");
  if (own.length === 0) return undefined;
  return {
    heading: "For whom it has ended",
    table: {
      columns: [scope, "ended", "reason", "commit", "approved by"],
      rows: own.map((keeper) => [whoWords(keeper), keeper.details.date ?? "", ...reasonAndCommit(keeper)]),
    },
  };
}

function whoWords({ id, sha256, formerIds, children }: Keeper): string {
  if (id === undefined) return `forgotten, ${quoted(`${sha256?.slice(0, 12)}…`)}`;
  const was = formerIds.length === 0 ? "" : `, formerly ${formerIds.map(quoted).join(", ")}`;
  const through =
    children.length === 0 ? "" : `, and ${someOf(children.map((each) => `${each.scope} ${quoted(each.id)}`))}`;
  return `${quoted(id)}${was}${through}`;
}

function reasonAndCommit({ details, commit, changed }: Keeper): readonly string[] {
  const reason = [details.reason, details.link && quoted(details.link)].filter((text) => text !== undefined).join(" ");
  if (commit === undefined) return [reason, "", ""];
  const change = changed === undefined ? "" : `, changed in ${quoted(shortId(changed.id))} on ${formatDay(changed.at)}`;
  return [reason, `${quoted(shortId(commit.id))} on ${formatDay(commit.at)}${change}`, approvedBy(commit)];
}
