import { type CompileOptions, compile, readDocument, readModels, readOnce } from "../compile/compile.ts";
import type { EditPlan, MakePlan } from "../edit/context.ts";
import { type DiffInput, showDiffs } from "../edit/text/show-diffs.ts";
import { draftOf } from "../edit/text/tree-draft.ts";
import { compareRevisions } from "../effect/compare-revisions.ts";
import { openRevision } from "../effect/open-revision.ts";
import { compareTrees } from "../gate/compare-trees.ts";
import { oldFindings } from "../gate/new-findings.ts";
import type { Host } from "../host/host.ts";
import { type Diagnostic, hasErrors } from "../model/diagnostic.ts";
import { count } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";
import { chooseModel } from "./choose-model.ts";
import { missingConfig } from "./missing-config.ts";
import { proposeChanges } from "./propose-changes.ts";

/** What every command that edits reads of its call. */
export interface EditInput extends DiffInput {
  /** The day or instant to check for; undefined is today. */
  readonly asOf?: Instant | undefined;
}

/** The same for a command that edits one environment. */
export interface EnvironmentInput extends EditInput {
  /** The environment to edit; undefined is the first. */
  readonly environment?: string;
}

/**
 * Runs a plan: its edits are checked as `check` would, shown as a diff with their effect on customers, and written, all
 * or none. Errors that the tree already has do not stop it; errors that the edits introduce do.
 */
export function runEdit<Input extends EnvironmentInput>(input: Input, host: Host, plan: MakePlan<Input>): Outcome {
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const options: CompileOptions = { asOf: input.asOf ?? host.today(), allowExpired: false };
  const read = readOnce();
  const before = compile(tree, options, read);
  const { models } = before;
  if (models === undefined) return { report: reportOf(tree, before.diagnostics), writes: [] };
  const model = chooseModel(models, input.environment);
  if (typeof model === "string") return cannotRun(model);

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
    const said = [...notes, ...left(before.diagnostics)];
    return { writes: [], output: planned.output, ...(said.length === 0 ? {} : { note: said.join("\n") }) };
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
  if (after.models === undefined || hasErrors(brought))
    return {
      report: reportOf(draft.tree, brought),
      writes: [],
      output: `${showDiffs(changes, input)}\n`,
      note: [...notes, "nothing was written, because `check` would find this"].join("\n"),
    };
  const [base, head] = [openRevision(models), openRevision(after.models)];
  const effect = compareRevisions(base, head, options.asOf);
  const judged = planned.judge?.({ effect, before: base, after: head, afterModels: after.models }) ?? [];
  if (typeof judged === "string") return cannotRun(judged);
  notes.push(...judged);
  return {
    ...proposeChanges(tree.root, changes, effect, input),
    ...(brought.length === 0 ? {} : { report: reportOf(draft.tree, brought) }),
    ...(notes.length === 0 ? {} : { note: notes.join("\n") }),
  };
}

function isRefusal(planned: EditPlan | readonly [string, ...string[]]): planned is readonly [string, ...string[]] {
  return Array.isArray(planned);
}

/** Notes the errors of the tree that this change did not introduce. */
function left(older: readonly Diagnostic[]): readonly string[] {
  const errors = older.filter(({ severity }) => severity === "error").length;
  return errors === 0 ? [] : [`${count(errors, "error")} existed before and will remain; see \`flagstone check\``];
}
