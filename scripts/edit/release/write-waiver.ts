import type { Code } from "../../model/codes.ts";
import { formatDay } from "../../model/time.ts";
import { nameOf, namesIn } from "../../model/tree.ts";
import { newDocument } from "../text/new-document.ts";
import type { ReleaseContext } from "./find-release.ts";

/** What to waive, and who approves it. */
interface Waiving {
  readonly policy: Code;
  readonly name: string;
  readonly version: string;
  readonly owner: string;
  readonly reason: string;
  readonly approvedBy: string;
}

/**
 * Adds a waiver to the draft, unless an unmerged one already says the same; returns what was done, or why it cannot be.
 */
export function writeWaiver(
  context: ReleaseContext,
  waiving: Waiving,
): { readonly done: string } | { readonly fault: string } {
  const { draft, model } = context;
  const { policy, name, version, owner, reason, approvedBy } = waiving;
  const { approvers } = model.config;
  if (approvers !== undefined && !approvers.includes(approvedBy))
    return { fault: `\`${approvedBy}\` cannot approve waivers; ${approvers.join(", ")} can` };
  const merged = namesOnBase(context);
  const same = [...model.waivers.values()].find(
    (waiver) =>
      !merged.has(waiver.name) &&
      waiver.allow.some((each) => each.policy === policy && each.name === name && each.version === version),
  );
  if (same !== undefined) return { done: `waiver \`${same.name}\` allows it` };

  const waiver = freeName(context, name, version);
  if (waiver === undefined)
    return {
      fault: `no name for the waiver matches \`${model.config.namePattern.source}\`: add a file for \`${policy}\` of \`${name}\` by hand`,
    };
  const keys = {
    waiver,
    description: reason,
    owner,
    approved_by: approvedBy,
    allow: [{ policy, name, version }],
  };
  draft.create({ path: `flags/waivers/${waiver}.yaml`, text: newDocument("waiver", keys) });
  return { done: `waiver \`${waiver}\` allows it` };
}

/** A free name that the config allows: made of release, version and day, or as many of them as fit. */
function freeName({ draft, model, host }: ReleaseContext, name: string, version: string): string | undefined {
  const day = formatDay(host.now()).replaceAll("-", "");
  const taken = new Set([
    ...draft.tree.files.map(({ path }) => nameOf(path)),
    ...model.retired.map((each) => each.name),
  ]);
  const stems = [[name, version, day], [name, day], [name, "waiver"], ["waiver", day], ["waiver"]].flatMap(stemsOf);
  const tails = ["", ...Array.from({ length: 99 }, (_, index) => `${index + 2}`), ..."abcdefghijklmnopqrstuvwxyz"];
  return stems
    .flatMap(({ stem, separator }) => tails.map((tail) => (tail === "" ? stem : `${stem}${separator}${tail}`)))
    .find((each) => !taken.has(each) && model.config.namePattern.test(each));
}

/** Some words as one name, in each of the usual styles. */
function stemsOf(words: readonly string[]): readonly { readonly stem: string; readonly separator: string }[] {
  const plain = ["_", "-", ".", ""].map((separator) => ({
    stem: words
      .join(separator)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, separator),
    separator,
  }));
  const upper = {
    stem: words
      .join("_")
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]+/g, "_"),
    separator: "_",
  };
  const parts = words.flatMap((word) => word.split(/[^A-Za-z0-9]+/));
  const camel = parts.map((part, index) => (index === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)));
  return [...plain, upper, { stem: camel.join(""), separator: "" }];
}

/** The names that the base has: a waiver among them was merged, and no longer applies. */
function namesOnBase({ host, tree, line }: ReleaseContext): ReadonlySet<string> {
  const repository = host.openRepository(tree.root, line);
  const tip = repository?.commitOf(line);
  if (repository === undefined || tip === undefined) return new Set();
  return new Set(namesIn(repository.readTree(tip)));
}
