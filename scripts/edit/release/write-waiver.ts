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
  const { draft, model, host } = context;
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

  const day = formatDay(host.now()).replaceAll("-", "");
  const stem = `${name}_${version}_${day}`.toLowerCase().replaceAll(/[^a-z0-9_]+/g, "_");
  const taken = new Set(draft.tree.files.map(({ path }) => nameOf(path)));
  const free = [stem, ...Array.from({ length: 99 }, (_, index) => `${stem}_${index + 2}`)].find(
    (each) => !taken.has(each),
  );
  const waiver = free ?? stem;
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

/** The names that the base has: a waiver among them was merged, and no longer applies. */
function namesOnBase({ host, tree, line }: ReleaseContext): ReadonlySet<string> {
  const repository = host.openRepository(tree.root);
  const tip = repository?.commitOf(line);
  if (repository === undefined || tip === undefined) return new Set();
  return new Set(namesIn(repository.readTree(tip)));
}
