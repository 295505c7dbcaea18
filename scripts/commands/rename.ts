import type { EditContext, EditResult } from "../edit/context.ts";
import { knownIds } from "../edit/customers/known-ids.ts";
import { unreadableFilesWith } from "../edit/customers/unreadable-files.ts";
import { keepRollout, withoutGuards, withoutSettings } from "../edit/rename/keep-rollout.ts";
import { readRenaming, renameEverywhere, unknownCustomer } from "../edit/rename/plan-rename.ts";
import type { Renaming } from "../edit/rename/rename-request.ts";
import { differences, kinIn, sharedOutBy, strangerIn, tellDifference } from "../edit/rename/same-answers.ts";
import { writeAlias } from "../edit/rename/write-alias.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import { openRevision } from "../effect/open-revision.ts";
import type { Revision } from "../effect/revision.ts";
import type { Host } from "../host/host.ts";
import type { Model } from "../model/model.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EditInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface RenameInput extends EditInput {
  readonly operands: readonly string[];
  /** Whether the former id still means the customer; undefined is yes. */
  readonly alias?: boolean;
  /** The last day of the alias, as a date; `none` for no end. */
  readonly until?: string;
  /** Who owns the file of aliases, if it is new. */
  readonly owner?: string;
  /** Whether two customers may become one. */
  readonly merge?: boolean;
  /** Whose settings win if the two contradict each other: `old` or `new`. */
  readonly prefer?: string;
  /** Whether the customer keeps what the rollout gave the former id. */
  readonly keepRollout?: boolean;
  /** Whether someone at a terminal can be asked before anything is written. */
  readonly canAsk?: () => boolean;
  /** Whether nothing is written in any case. */
  readonly dryRun?: boolean;
}

/** Gives a customer another id, in every file at once. */
export function rename(input: RenameInput, host: Host): Outcome {
  return runEdit(input, host, (context) => {
    const { draft, model, models } = context;
    const hasAlias = input.alias !== false;
    const renaming = readRenaming(models, input.operands, { prefer: input.prefer, hasAlias });
    if (typeof renaming === "string") return renaming;
    const { old, now, notes, conflicts, faults } = renaming;
    const [partial] = unreadableFilesWith(draft, model, old);
    if (partial !== undefined)
      return `\`${partial}\` has \`${old}\` and cannot be read completely: fix it first; \`flagstone check\` shows how`;

    const isKnown = new Set(knownIds(models, renaming.scope)).has(renaming.nowKey);
    const isFound = renameEverywhere(draft, models, renaming);
    if (faults.length > 0) return [`\`${old}\` cannot become \`${now}\``, ...faults];
    if (conflicts.length > 0)
      return [
        `\`${old}\` and \`${now}\` contradict each other: choose with \`--prefer old\` or \`--prefer new\``,
        ...conflicts,
      ];
    if (!isFound && !(hasAlias && isFormer(model, renaming))) return isKnown ? {} : unknownCustomer(models, renaming);
    if (isFound && isKnown && !isOne(models, renaming)) {
      // Whoever says which of the two wins knows about both.
      const isMeant = input.merge || input.prefer !== undefined || input.canAsk?.() || input.dryRun;
      if (!isMeant) return `\`${now}\` is already another customer; \`--merge\` merges them`;
      notes.unshift(`\`${old}\` and \`${now}\` are two customers: this merges them`);
    }

    if (input.keepRollout) {
      const before = [withoutGuards(models), withoutSettings(models)].map((each) => openRevision(each)) as [
        Revision,
        Revision,
      ];
      const fault = keepRollout(draft, ...before, renaming);
      if (fault !== undefined) return fault;
    }
    if (hasAlias) {
      const until = input.until === "none" ? null : input.until;
      const fault = writeAlias(draft, model, renaming, { until, owner: input.owner });
      if (fault !== undefined) return fault;
    }
    const retell = (message: string): string => message.replaceAll(`\`${renaming.oldKey}\``, `\`${renaming.nowKey}\``);
    return { notes, retell, judge: (result) => judge(context, renaming, isKnown, result) };
  });
}

function isFormer(model: Model, { scope, oldKey, nowKey }: Renaming): boolean {
  return model.aliases.some((alias) => alias.scope === scope && alias.id === nowKey && alias.was === oldKey);
}

/** Whether an alias already says that the two ids are one customer. */
function isOne(models: readonly Model[], { scope, oldKey, nowKey }: Renaming): boolean {
  return models.some(({ aliases }) =>
    aliases.some(
      ({ scope: own, id, was }) =>
        own === scope && ((id === nowKey && was === oldKey) || (id === oldKey && was === nowKey)),
    ),
  );
}

/**
 * Whether nobody else gets another answer, and the new id, unless it was in use before, gets those of the former one.
 */
function judge(
  { models, asOf, input }: EditContext<RenameInput>,
  renaming: Renaming,
  isKnown: boolean,
  { effect, before, after, afterModels }: EditResult,
): string | readonly string[] {
  const { scope, oldKey, nowKey, old, now, prefer } = renaming;
  const [first, last] = [models[0], afterModels[0] as Model];
  const kinOf = kinIn([first, last]);
  const kin = [oldKey, nowKey].map((id) => kinOf({ scope, id }));
  const same = new Set([oldKey, nowKey, ...kin.flatMap(({ formers }) => formers.map(({ id }) => id))]);
  const children = new Set(kin.flatMap((each) => each.children.map((child) => `${child.scope} ${child.id}`)));
  const shared = new Set([...models, ...afterModels].flatMap((model) => [...sharedOutBy(model, scope)]));
  const stranger = strangerIn(effect, compareRevisions(after, before, asOf), (own, id, decision) => {
    if (own === scope && same.has(id)) return true;
    const isByBucket = decision?.kind === "flag" && shared.has(decision.name);
    return children.has(`${own} ${id}`) && (isByBucket || isKnown);
  });
  if (stranger !== undefined) return stranger.message;
  if (isKnown || prefer === "new") return [];
  const found = [...differences([before, { scope, id: oldKey }], [after, { scope, id: nowKey }], asOf)];
  const other = found.find(({ isByBucket }) => !isByBucket);
  if (other !== undefined)
    return `nothing was written, because for \`${now}\` ${tellDifference(other, models, asOf)}, which \`${old}\` has`;
  const [kept] = found;
  if (input.keepRollout && kept !== undefined)
    return `nothing was written, because for \`${now}\` ${tellDifference(kept, models, asOf)}, and no entry can keep that: omit \`--keep-rollout\``;
  return [...new Map(found.map((each) => [`${each.environment} ${each.name}`, each])).values()].map(
    (each) =>
      `another bucket: for \`${now}\` ${tellDifference(each, models, asOf)}; \`--keep-rollout\` lists it instead`,
  );
}
