import { type CompileOptions, compile, readDocument, readModels, readOnce } from "../compile/compile.ts";
import { type Draft, draftOf } from "../edit/text/draft.ts";
import { unifiedDiff } from "../edit/text/unified-diff.ts";
import type { Effect } from "../effect/effect.ts";
import { compareSides } from "../effect/index.ts";
import { sideOf } from "../effect/open-revision.ts";
import type { Side } from "../effect/revision.ts";
import { compareTrees, oldFindings } from "../gate/compare-trees.ts";
import type { Host } from "../host/host.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Model } from "../model/model.ts";
import type { Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import { unknown } from "../model/unknown-name.ts";
import { effectReporters } from "../report/effects/index.ts";
import { cannotRun, count, hasErrors, type Input, noInstance, type Outcome, reportOf } from "../report/outcome.ts";

/** What a plan works on. */
export interface Desk {
  readonly input: Input;
  readonly host: Host;
  /** The tree as it is, and what it was resolved to, one model for each environment. */
  readonly tree: Tree;
  readonly models: readonly [Model, ...Model[]];
  /** The model of the environment that is asked for, or the first. */
  readonly model: Model;
  /** What becomes of the tree. */
  readonly draft: Draft;
  /** The models of the draft as it is now, whatever is wrong with it; undefined where the config cannot be read. */
  modelsNow(): readonly [Model, ...Model[]] | undefined;
  readonly asOf: Instant;
}

/** What a plan says beside its edits. */
export interface Planned {
  /** What a person should know, a sentence each. */
  readonly notes?: readonly string[];
  /** What a plan that only reports has to say; then nothing is written. */
  readonly output?: string;
  /** The models that are asked in place of the new ones for what customers get: those of code that was built earlier. */
  readonly asked?: (models: readonly [Model, ...Model[]]) => readonly [Model, ...Model[]];
  /** Why the effect is not what the command promises, in a sentence; else what it shows, a sentence each. */
  readonly judge?: (result: Result) => string | readonly string[] | undefined;
  /** How the message of a finding that stood there before reads now; as before, where it is not said. */
  readonly retell?: (message: string) => string;
}

/** What became of the tree, and what that does. */
export interface Result {
  readonly effect: Effect;
  readonly before: Side;
  readonly after: Side;
  readonly afterModels: readonly Model[];
}

/**
 * Plans a request: edits the draft, and tells what there is to know; or why it cannot be done, in one sentence, or in one
 * and details of it.
 */
export type Plan = (desk: Desk) => Planned | string | readonly [string, ...string[]];

/** The keys that lead to those of the environment that is asked for: none for the first, which stands in the document itself. */
export function keysFor({ model, models }: Desk): readonly string[] {
  return model === models[0] ? [] : ["environments", model.environment];
}

/**
 * Runs a plan: its edits are judged as `check` would, shown as a diff with their effect on customers, and written, all or
 * none. What is wrong with the tree already stops nothing; what the edits would bring does.
 */
export function edit(input: Input, host: Host, plan: Plan): Outcome {
  const tree = host.readTree();
  if (tree === undefined) return noInstance(host.directory);
  const options: CompileOptions = { asOf: input.asOf ?? host.today(), allowExpired: false };
  const read = readOnce();
  const before = compile(tree, options, read);
  const { models } = before;
  if (models === undefined) return { report: reportOf(tree, before.diagnostics), writes: [] };
  const model = models.find(({ environment }) => environment === (input.environment ?? models[0].environment));
  if (model === undefined)
    return cannotRun(unknown("environment", input.environment ?? "", models[0].config.environments));

  const draft = draftOf(
    tree,
    (source, open) => (open === undefined ? read(source) : readDocument(source, open)).document,
  );
  const modelsNow = () => readModels(draft.tree, options, read).models;
  const planned = plan({ input, host, tree, models, model, draft, modelsNow, asOf: options.asOf });
  if (typeof planned === "string") return cannotRun(planned);
  if (isRefusal(planned)) return cannotRun(...planned);
  const changes = draft.changes();
  const notes = [...(planned.notes ?? [])];
  if (planned.output !== undefined) {
    const told = [...notes, ...left(before.diagnostics)];
    return { writes: [], output: planned.output, ...(told.length === 0 ? {} : { note: told.join("\n") }) };
  }
  if (changes.length === 0)
    return { writes: [], note: [...notes, ...left(before.diagnostics), "nothing to change"].join("\n") };

  const after = compile(draft.tree, options, read);
  const { retell = (message: string) => message } = planned;
  const known = before.diagnostics.map((finding) => ({ ...finding, message: retell(finding.message) }));
  const isOld = oldFindings(compareTrees(tree, draft.tree), known);
  const [brought, older]: [Diagnostic[], Diagnostic[]] = [[], []];
  for (const finding of after.diagnostics) (isOld(finding) ? older : brought).push(finding);
  notes.push(...left(older));
  const diff = changes.map((change) => unifiedDiff(change, input.colour)).join("");
  if (after.models === undefined || hasErrors(brought))
    return {
      report: reportOf(draft.tree, brought),
      writes: [],
      output: `${diff}\n`,
      note: [...notes, "nothing was written: this is what `check` would find then"].join("\n"),
    };
  const [base, head] = [sideOf(models), sideOf(after.models)];
  const real = compareSides(base, head, options.asOf);
  const effect: Effect =
    planned.asked === undefined
      ? real
      : {
          ...compareSides(base, sideOf(planned.asked(after.models)), options.asOf),
          names: real.names,
          types: real.types,
          impact: real.impact,
        };
  const judged = planned.judge?.({ effect, before: base, after: head, afterModels: after.models }) ?? [];
  if (typeof judged === "string") return cannotRun(judged);
  notes.push(...judged);
  const told = effectReporters.text(effect, { colour: input.colour });
  const writes = changes.map(({ path, before: was, after: text }) => ({ path, text, was: { text: was } }));
  return {
    root: tree.root,
    ...(brought.length === 0 ? {} : { report: reportOf(draft.tree, brought) }),
    writes: [],
    proposals: [{ output: `${diff}\n${told}`, writes }],
    ...(notes.length === 0 ? {} : { note: notes.join("\n") }),
  };
}

function isRefusal(planned: Planned | readonly [string, ...string[]]): planned is readonly [string, ...string[]] {
  return Array.isArray(planned);
}

/** That the tree is not without errors, though they are none of this change. */
function left(older: readonly Diagnostic[]): readonly string[] {
  const errors = older.filter(({ severity }) => severity === "error").length;
  return errors === 0 ? [] : [`${count(errors, "error")} stood here before and will after; see \`flagstone check\``];
}
