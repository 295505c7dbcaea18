import { compile } from "../compile/compile.ts";
import { type Desk, openDesk } from "../edit/init/desk.ts";
import { isObject } from "../edit/init/json-text.ts";
import { planInit, usualScope } from "../edit/init/plan-init.ts";
import { findProject, foldersAbove, isWorkspaceRoot, packageIn, packagesFolder } from "../edit/init/project.ts";
import { type DiffInput, showDiffs } from "../edit/text/show-diffs.ts";
import type { FileChange } from "../edit/text/tree-draft.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import type { Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";

/** What the command reads of its call. */
interface InitInput extends DiffInput {
  /** The folder of the instance; by default the one that fits best. */
  readonly operands: readonly string[];
  readonly scope?: string;
  readonly owner?: string;
  readonly asOf?: Instant | undefined;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly canAsk?: () => boolean;
}

/** Creates an instance in a repository, or completes one: adds what is missing, and leaves everything else alone. */
export function init(input: InitInput, host: Host): Outcome {
  const { root, prefix } = topOf(host);
  const desk = openDesk(
    (path) => host.readFile(`${root}/${path}`),
    (folder) => host.listFolder(`${root}/${folder}`),
  );
  const folder = folderOf(input, host, desk, root, prefix);
  if (typeof folder === "object") return cannotRun(...folder.problem);
  const canAsk = input.canAsk?.() ?? false;
  const config = packageIn(desk, folder)?.flagstone;
  if (input.scope === undefined && !(isObject(config) && isObject(config.scopes)) && canAsk)
    return {
      writes: [],
      question: {
        text: "what do you call a customer, in one word? `account`, `user` …",
        option: "scope",
        usual: usualScope,
      },
    };

  const today = input.asOf ?? host.today();
  const plan = planInit(findProject(desk, folder, nameOfFolder(`${root}/${folder}`)), {
    scope: input.scope,
    owner: input.owner,
    today,
  });
  if (typeof plan === "string") return cannotRun(plan);
  const changes = desk.changes();
  const unreadable = changes.find(({ before }) => before?.includes("\uFFFD"));
  if (unreadable !== undefined) return cannotRun(`\`${unreadable.path}\` is not UTF-8; save it as UTF-8 first`);
  if (changes.length === 0) return { writes: [], note: "nothing is missing" };
  const faults = faultsOf(desk, changes, folder, root, today);
  if (faults !== undefined) return faults;

  const note = plan.notes.length === 0 ? {} : { note: plan.notes.join("\n") };
  const output = showDiffs(changes, input);
  if (!canAsk && !input.yes && !input.dryRun) {
    const said = "nothing was written, since there is no terminal to ask at; `--yes` writes it";
    return { writes: [], output, failed: true, note: [...plan.notes, said].join("\n") };
  }
  const writes = changes.map(({ path, before, after }) => ({ path, text: after, was: { text: before } }));
  return { root, writes: [], proposals: [{ output, writes }], next: plan.next.join("\n"), ...note };
}

/** The root of the repository, and the path from there to the folder of the call. */
function topOf(host: Host): { readonly root: string; readonly prefix: string } {
  const prefix = host.gitPrefix(".") ?? "";
  const depth = prefix.split("/").length - 1;
  const names = host.directory.split(/[\\/]/);
  return { root: names.slice(0, names.length - depth).join("/") || "/", prefix };
}

/** The folder of the instance, relative to the root, with a trailing `/`. */
function folderOf(
  { operands: [operand] }: InitInput,
  host: Host,
  desk: Desk,
  root: string,
  prefix: string,
): string | { readonly problem: readonly [string, ...string[]] } {
  const below = (path: string): string => (path === "." ? prefix : `${prefix}${path}/`);
  if (operand !== undefined) {
    const path = host.pathFrom(host.directory, operand);
    if (/^(?:\.\.|\/|[A-Za-z]:)/.test(path))
      return { problem: [`\`${operand}\` is not below this folder; start above both with \`-C <folder>\``] };
    return below(path);
  }
  const own = packageIn(desk, prefix);
  const around = host.readTree()?.root;
  const found = around === undefined ? undefined : host.pathFrom(root, around);
  if (found !== undefined && !/^(?:\.\.|\/|[A-Za-z]:)/.test(found)) {
    const folder = found === "." ? "" : `${found}/`;
    if (folder === prefix || desk.text(`${prefix}package.json`) === undefined) return folder;
  }
  if (own !== undefined && isWorkspaceRoot(desk, prefix)) {
    const instances = host.instancesBelow();
    const [first] = instances;
    if (instances.length > 1)
      return {
        problem: ["choose one of the instances below", ...instances.map((each) => `flagstone init ${each}`)],
      };
    if (first !== undefined) return below(first);
    const packages = packagesFolder(desk, prefix);
    if (packages !== undefined) return `${packages}flags/`;
  }
  const isEmpty = desk.list(prefix || ".").every((name) => name.startsWith("."));
  const above = foldersAbove(prefix).find((each) => desk.text(`${each}package.json`) !== undefined);
  if (above !== undefined && above !== prefix && !isEmpty)
    return {
      problem: [
        `there is no package.json in \`${host.directory}\`; run it with \`-C ${host.pathFrom(host.directory, `${root}/${above}`)}\`, or name a new folder`,
      ],
    };
  return prefix;
}

/** What would be wrong with a first flag, so that nothing is written; undefined if there is nothing. */
function faultsOf(
  desk: Desk,
  changes: readonly FileChange[],
  folder: string,
  root: string,
  asOf: Instant,
): Outcome | undefined {
  const files = changes.flatMap(({ path, after }) =>
    path.startsWith(`${folder}flags/`) && after !== undefined ? [{ path: path.slice(folder.length), text: after }] : [],
  );
  if (files.length === 0) return undefined;
  const config = { path: "package.json", text: desk.text(`${folder}package.json`) ?? "" };
  const tree: Tree = { root: `${root}/${folder}`, config, files, diagnostics: [] };
  const { diagnostics } = compile(tree, { asOf, allowExpired: false });
  if (!hasErrors(diagnostics)) return undefined;
  return {
    report: reportOf(tree, diagnostics),
    writes: [],
    note: "nothing was written, because `check` would find this",
  };
}

function nameOfFolder(path: string): string {
  return path.split("/").findLast((name) => name !== "") ?? "";
}
