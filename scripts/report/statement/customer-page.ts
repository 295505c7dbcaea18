import type { LoggedCommit } from "../../history/logged-change.ts";
import type { CustomerStatement, Item } from "../../history/statement/customer-statement.ts";
import { nounOf } from "../../model/document.ts";
import { formatDate, formatDay, type Instant } from "../../model/time.ts";
import { separateLines } from "../compact-lines.ts";
import { loggedLines } from "../logged-lines.ts";
import { type Detail, type Page, type Part, quoted } from "../pages/page.ts";
import { approvedBy, commitDetails, commitWords } from "./commit-words.ts";
import { answerWords, customerWords, identityLines, itemDetails, reasonDetails, whyWords } from "./customer-words.ts";
import { type Standing, standingLines } from "./heading.ts";

/** What a page contains besides the statement. */
interface CustomerPageOptions {
  readonly standing: Standing;
  /** The instant before which no commit is shown. */
  readonly since: Instant | undefined;
  /** Sentences about customers whom no file mentions. */
  readonly unknown: readonly string[];
}

/** The statement of a customer as a page: privileges kept first, for they are what costs money. */
export function customerPage(statement: CustomerStatement, { standing, since, unknown }: CustomerPageOptions): Page {
  const { items, identities } = statement;
  const own = items.filter(({ isUsual }) => !isUsual);
  const isKept = ({ kind, value }: Item): boolean => kind === "privilege" && value === true;
  const kept = own.filter(isKept);
  const notKept = items.filter((item) => item.kind === "privilege" && !isKept(item));
  const of = (kind: Item["kind"]): readonly Item[] =>
    own.filter((item) => item.kind === kind && !notKept.includes(item));
  return {
    title: `What ${identities.map(customerWords).join(", ")} has`,
    lead: [...standingLines(standing), ...unknown.map(asSentence), ...identityLines(statement)],
    parts: [
      {
        heading: "Kept from earlier, without paying",
        ...(kept.length === 0 ? { lead: ["Nothing."] } : {}),
        items: kept.map(itemOf),
      },
      endedPart(statement),
      listPart("Only if a plan grants it", notKept, ({ name, description }) => `${quoted(name)}: ${description}`),
      part("Its own flags", of("flag").map(itemOf)),
      part("Versions", of("release").map(itemOf)),
      part("Groups", of("groups").map(itemOf)),
      listPart(
        "As every unlisted customer",
        items.filter(({ isUsual, kind }) => isUsual && kind !== "privilege"),
        (item) => `${nounOf(item.kind)} ${quoted(item.name)}: ${answerWords(item)}`,
      ),
      turnsPart(statement),
      historyPart(statement, since),
    ].flatMap((each) => each ?? []),
  };
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function itemOf(item: Item): NonNullable<Part["items"]>[number] {
  return { title: `${quoted(item.name)}: ${answerWords(item)}`, details: itemDetails(item) };
}

function part(heading: string, items: NonNullable<Part["items"]>): Part | undefined {
  return items.length === 0 ? undefined : { heading, items };
}

function listPart<Each>(heading: string, list: readonly Each[], say: (each: Each) => string): Part | undefined {
  return part(
    heading,
    list.map((each) => ({ title: say(each), details: [] })),
  );
}

function endedPart({ ended }: CustomerStatement): Part | undefined {
  return part(
    "Kept in the past",
    ended.map(({ name, description, details, isForgotten, place, commit }) => ({
      title: `${quoted(name)}: ended${details.date === undefined ? "" : ` on ${details.date}`}`,
      details: [
        ["what", description],
        ...(isForgotten ? [["known by", "the digest of the id, which is all that the list still has"] as Detail] : []),
        ["where", quoted(`${place.path}:${place.line}`)],
        ...reasonDetails(details),
        ...commitDetails(commit),
      ],
    })),
  );
}

function turnsPart({ turns }: CustomerStatement): Part {
  return {
    heading: "What will change by itself",
    ...(turns.length === 0 ? { lead: ["Nothing."] } : {}),
    items: turns.map(({ on, before, after }) => ({
      title: `${formatDate(on)}: ${nounOf(after.kind)} ${quoted(after.name)}, from ${answerWords(before)} to ${answerWords(after)}`,
      details: [["then", whyWords(after)]],
    })),
  };
}

/** Names are in backticks, as on pages; backticks are removed from texts by others, since they would end a name. */
const tongue = {
  show: quoted,
  say: (message: string) => message,
  tell: (text: string) => text.replaceAll("`", "'"),
};

function linesOf(logged: LoggedCommit): readonly string[] {
  return loggedLines(logged, tongue, separateLines).map(({ text }) => text);
}

function historyPart({ history }: CustomerStatement, since: Instant | undefined): Part {
  return {
    heading: since === undefined ? "What commits changed" : `What commits changed since ${formatDay(since)}`,
    ...(history.length === 0 ? { lead: ["Nothing."] } : {}),
    items: history.map(({ commit, changes }) => ({
      title: `${commitWords(commit)}: ${commit.subject}`,
      details: [
        ...[...new Set(changes.flatMap(linesOf))].map((text): Detail => ["", text]),
        ["approved by", approvedBy(commit)],
      ],
    })),
  };
}
