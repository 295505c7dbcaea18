import { compile } from "../compile/compile.ts";
import { codeownersOf, sectionStart, withSection } from "../emit/codeowners.ts";
import type { Host } from "../host/host.ts";
import { diagnostic, hasErrors } from "../model/diagnostic.ts";
import type { Source } from "../model/text/source.ts";
import { count } from "../model/text/words.ts";
import type { Tree } from "../model/tree.ts";
import { cannotRun, type Outcome, outsideRepository } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";
import { missingConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface CodeownersInput {
  /** The file to write to. */
  readonly write?: string;
  /** Whether to compare only, and write nothing. */
  readonly verify?: boolean;
}

/** Prints who owns each file, as lines of CODEOWNERS, or keeps them up to date in a file that has other lines too. */
export function codeowners({ write, verify }: CodeownersInput, host: Host): Outcome {
  if (verify && write === undefined) return cannotRun("`--verify` needs `--write <file>`");
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  // What has expired still has an owner.
  const { models: [model] = [], diagnostics } = compile(tree, { asOf: host.today(), allowExpired: true });
  if (model === undefined || hasErrors(diagnostics)) return { report: reportOf(tree, diagnostics), writes: [] };
  if (model.config.codeowners === undefined)
    return cannotRun('the config has no `codeowners`, such as `"codeowners": { "growth": ["@acme/growth"] }`');

  const prefix = host.gitPrefix(tree.root);
  // A file that people keep is not written on a guess: a host takes its paths as relative to the root of the
  // repository.
  if (prefix === undefined && write !== undefined)
    return cannotRun(`\`--write\` needs to know where the repository begins, but \`${tree.root}\` is in none`);
  const lines = codeownersOf(model, prefix ?? "");
  const note = prefix === undefined ? { note: outsideRepository(tree.root) } : {};
  if (write === undefined) return { writes: [], output: lines.map((line) => `${line}\n`).join(""), ...note };
  const before = readWhole(write, host);
  if (before === undefined) return cannotRun(`\`${write}\` cannot be read as UTF-8`);
  const after = withSection(before, lines);
  if (after === undefined)
    return cannotRun(`\`${write}\` must have \`# begin flagstone\` and \`# end flagstone\` once each, in this order`);
  if (after === before) return { writes: [], note: `${write} is up to date (${count(lines.length, "file")})` };
  if (verify) return stale(tree, { path: host.pathFrom(tree.root, write), text: before }, write);
  return { writes: [{ path: write, text: after }], note: `wrote ${write} (${count(lines.length, "file")})` };
}

/**
 * The text of a file, empty if it does not exist; undefined if not every byte of it would be written back unchanged.
 */
function readWhole(path: string, host: Host): string | undefined {
  const text = host.readFile(path);
  if (text !== undefined) return text.includes("\uFFFD") ? undefined : text;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const folder = path.slice(0, path.length - name.length);
  return host.listFolder(folder || ".").includes(name) ? undefined : "";
}

function stale(tree: Tree, source: Source, file: string): Outcome {
  const start = sectionStart(source.text);
  const end = source.text.slice(start).search(/\r?\n|$/) + start;
  const message = `\`${source.path}\` is not what \`flagstone codeowners\` would write now`;
  const hint = `run \`flagstone codeowners --write ${file}\``;
  return {
    report: reportOf(tree, [diagnostic("generated/stale", { source, start, end }, message, { hint })]),
    writes: [],
  };
}
