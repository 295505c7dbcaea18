import type { Host } from "../host/host.ts";
import { codes } from "../model/codes.ts";
import { meant } from "../model/did-you-mean.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { suggest } from "../runtime/declare/suggest.ts";

const names = Object.keys(codes) as (keyof typeof codes)[];

/** What the command reads of its call. */
interface CodeInput {
  readonly operands: readonly string[];
  readonly colour: boolean;
}

/** Shows what a code means, by its page; without a code, lists them all. */
export function code({ operands: [wanted], colour }: CodeInput, host: Host): Outcome {
  if (wanted === undefined) return { writes: [], output: listCodes() };
  const alike = names.filter((name) => name === wanted || name.endsWith(`/${wanted}`));
  const [name, other] = alike;
  if (other !== undefined)
    return cannotRun(`\`${wanted}\` could be ${alike.map((each) => `\`${each}\``).join(" or ")}`);
  if (name === undefined) return cannotRun(`unknown code \`${wanted}\`${nearest(wanted)}`);
  const page = host.readPackageFile(`docs/codes/${name}.md`) ?? `# ${name}\n\n${codes[name].summary}\n`;
  return { writes: [], output: colour ? paint(page) : page };
}

function listCodes(): string {
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}  ${codes[name].summary}\n`).join("");
}

function nearest(wanted: string): string {
  const badThings = names.map((name) => name.slice(name.indexOf("/") + 1));
  const near = suggest(wanted, names) ?? names[badThings.indexOf(suggest(wanted, badThings) ?? "")];
  return near === undefined ? "; `flagstone code` lists them" : `; ${meant(near)}`;
}

/** Headings bold, examples dim. */
function paint(page: string): string {
  return page
    .replace(/^#.*$/gm, (heading) => `\x1b[1m${heading}\x1b[22m`)
    .replace(/^```[\s\S]*?^```$/gm, (example) => example.replace(/^.+$/gm, (line) => `\x1b[36m${line}\x1b[39m`));
}
