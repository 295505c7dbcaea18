import type { EditContext, EditPlan } from "../edit/context.ts";
import { findFlag } from "../edit/find-flag.ts";
import { type Holders, holdersOf } from "../edit/freeze/flag-holders.ts";
import { combinationsOf } from "../edit/freeze/privilege-combinations.ts";
import { refusePartialFile } from "../edit/refuse-partial-file.ts";
import { mentionsOf } from "../edit/retire/references-to-flag.ts";
import { recordRetired } from "../edit/retire/retirement-record.ts";
import { lineBreakOf } from "../edit/text/indented-lines.ts";
import { newDocument } from "../edit/text/new-document.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Draft } from "../edit/text/tree-draft.ts";
import type { Mapping } from "../edit/text/write-yaml.ts";
import { openRevision } from "../effect/open-revision.ts";
import type { Host } from "../host/host.ts";
import type { Flag, Privilege } from "../model/model.ts";
import { isHeld, setOf } from "../model/model-queries.ts";
import { digestOfId, sealOfDigests } from "../model/seal.ts";
import type { FlagDocument } from "../model/shapes/documents.ts";
import { escapeControls } from "../model/text/escape-controls.ts";
import { count, someInWords } from "../model/text/words.ts";
import { formatDay } from "../model/time.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EditInput, runEdit } from "./run-edit.ts";
import { schemaPath } from "./schema-path.ts";

/** What the command reads of its call. */
interface FreezeInput extends EditInput {
  readonly operands: readonly string[];
  /** The name of the privilege that the flag becomes. */
  readonly privilege?: string;
  /** The last day of the frozen list, as a date. */
  readonly sunset?: string;
  /** The scope of the frozen list. */
  readonly scope?: string;
  /** Who owns a new privilege. */
  readonly owner?: string;
  /** What a new privilege is. */
  readonly description?: string;
  /** Whether to report only what a freeze would come to. */
  readonly estimate?: boolean;
}

/** Turns a flag into a privilege, which everyone who has the flag now keeps through a frozen list. */
export function freeze(input: FreezeInput, host: Host): Outcome {
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, input.operands[0]);
    if (typeof flag === "string") return flag;
    const scope = scopeOf(flag, input.scope);
    if (typeof scope !== "string") return scope.problem;
    const name = input.privilege ?? (input.estimate ? flag.name : undefined);
    if (name === undefined)
      return "`--privilege <name>` is missing: what the flag becomes; it may be the flag's own name";
    if (!context.models[0].config.namePattern.test(name))
      return `\`${name}\` is not a name; write it like \`form_links\``;
    const fault = faultOf(context, flag);
    if (fault !== undefined && !input.estimate) return fault;
    const holders = holdersOf(context.models, flag, scope, context.asOf);
    if (input.estimate) return { output: estimate(context, flag, scope, name, holders, fault) };
    return refusal(flag, holders) ?? plan(context, flag, scope, name, holders);
  });
}

/** The scope of the frozen list. */
function scopeOf({ name, scopes }: Flag, wanted: string | undefined): string | { readonly problem: string } {
  const [only] = scopes;
  if (only === undefined)
    return { problem: `\`${name}\` is global: it is the same for everyone, so nobody can keep it` };
  const all = scopes.map((each) => `\`${each}\``).join(", ");
  if (wanted === undefined && scopes.length > 1)
    return { problem: `\`${name}\` has several scopes, ${all}; choose with \`--scope\` whose customers keep it` };
  if (wanted !== undefined && !scopes.includes(wanted))
    return { problem: `\`${name}\` has no scope \`${wanted}\`; it has ${all}` };
  return wanted ?? only;
}

/** Why nobody has a flag now, or why it is not known who does. */
function faultOf({ models, asOf }: EditContext, flag: Flag): string | undefined {
  const { name, document, paused, expires, keep } = flag;
  const damage = refusePartialFile(models[0], document);
  if (damage !== undefined) return damage;
  if (paused !== undefined) return `\`${name}\` is paused, so nobody has it now; \`flagstone resume ${name}\` first`;
  if (expires !== undefined && expires.at <= asOf && !keep)
    return `\`${name}\` has expired, so nobody has it now; move \`expires\` to a later day first, or retire it`;
  return undefined;
}

function refusal({ name }: Flag, { gaps, customers }: Holders): string | undefined {
  const [gap] = gaps;
  if (gap !== undefined) return `\`${name}\` cannot be frozen: ${gap.fact}; ${gap.advice}`;
  if (customers.length > 0) return undefined;
  return `nobody has \`${name}\` now, so there is nobody to freeze; \`flagstone retire ${name} --outcome dropped\``;
}

function plan(
  context: EditContext<FreezeInput>,
  flag: Flag,
  scope: string,
  name: string,
  { customers, later }: Holders,
): EditPlan | string {
  const { draft, input, asOf, models } = context;
  const { source } = flag.document;
  const data = flag.document.data as FlagDocument;
  const date = formatDay(asOf);
  const frozen: Mapping = {
    flag: flag.name,
    date,
    sunset: input.sunset,
    [scope]: customers.flatMap(({ entries }) => entries),
    seal: sealOfDigests(
      scope,
      customers.map(({ id }) => digestOfId(id)),
    ),
  };
  const privilege = models[0].privileges.get(name);
  draft.remove(source.path);
  const fault =
    privilege === undefined
      ? create(context, flag, name, { scope, frozen })
      : complete(draft, privilege, { scope, frozen }, input);
  if (fault !== undefined) return fault;
  // Pages that still ask for it get its default from their own client.js, so no record needs `client`.
  const record = { kind: "flag", date, outcome: "frozen", answer: flag.default } as const;
  const unrecorded = recordRetired(draft, flag.name, record, (path) => schemaPath(context, path, "retired"));
  if (unrecorded !== undefined) return unrecorded;
  const environments = Object.keys(data.environments ?? {});
  const exceptions = flag.scopes.filter((own) => own !== scope && hasExceptions(context, flag, own));
  const told = flag.grouped.filter(
    ({ group, value }) => !isHeld(flag, value) && models[0].sets.get(setOf(group))?.told,
  );
  const examples = data.examples?.length ?? 0;
  return {
    notes: [
      `${count(customers.length, "customer")} of \`${scope}\` ${customers.length === 1 ? "keeps" : "keep"} what \`${flag.name}\` gave, as privilege \`${name}\``,
      `code that still asks flag \`${flag.name}\` gets \`${flag.default}\` from then on: change it to ask for the privilege first`,
      ...(later.length === 0
        ? []
        : [`not in the list, because they do not have it yet: ${someInWords(later)}; a plan can give it to them`]),
      ...environments.map(
        (each) => `in ${each} \`${flag.name}\` had its own settings; the frozen list applies there too`,
      ),
      ...exceptions.map((own) => `customers of \`${own}\` who did not have it get it through their \`${scope}\``),
      ...told.map(({ group }) => `customers in \`${group}\` did not have it; the list cannot make that exception`),
      ...(flag.client ? [`\`${flag.name}\` was sent to browsers; a snapshot has no privileges`] : []),
      ...(examples === 0 ? [] : [`${count(examples, "example")} of \`${flag.name}\` removed with it`]),
      ...[...mentionsOf(models[0], flag.name)],
    ],
  };
}

/** Whether customers of another scope are turned off for whom the frozen scope may be on. */
function hasExceptions({ models }: EditContext, flag: Flag, scope: string): boolean {
  return (
    flag.listed.some((each) => each.scope === scope && !isHeld(flag, each.value)) ||
    flag.grouped.some(({ group, value }) => models[0].sets.get(setOf(group))?.scope === scope && !isHeld(flag, value))
  );
}

interface Part {
  readonly scope: string;
  readonly frozen: Mapping;
}

/** Writes a privilege into a file next to the flag's, or into the same one if both have the same name. */
function create(
  context: EditContext<FreezeInput>,
  flag: Flag,
  name: string,
  { scope, frozen }: Part,
): string | undefined {
  const { draft, input } = context;
  const { path, text } = flag.document.source;
  const own = path.replace(/[^/]*(\.ya?ml)$/i, `${name}$1`);
  if (draft.tree.files.some((source) => source.path === own)) return `\`${own}\` exists already; choose another name`;
  const data: Mapping = {
    privilege: name,
    description: input.description ?? flag.description,
    owner: input.owner ?? flag.owner,
    links: flag.links.length === 0 ? undefined : flag.links,
    scope,
    frozen,
  };
  const written = newDocument("privilege", data, schemaPath(context, own, "privilege"));
  draft.create({ path: own, text: written.replaceAll("\n", lineBreakOf(text)) });
  return undefined;
}

/** Gives an existing privilege a frozen list. */
function complete(draft: Draft, privilege: Privilege, { scope, frozen }: Part, input: FreezeInput): string | undefined {
  const { name, scopes, document } = privilege;
  if (privilege.frozen !== undefined)
    return `privilege \`${name}\` has a frozen list, which is closed; choose another name`;
  if (scopes[0] !== scope)
    return `privilege \`${name}\` is of \`${scopes[0]}\`, not of \`${scope}\`; choose another name`;
  if (input.description !== undefined || input.owner !== undefined)
    return `privilege \`${name}\` exists, with a description and an owner; leave yours out`;
  draft.edit(setAt(document, ["frozen"], frozen));
  return undefined;
}

/** What a freeze would come to, in lines. */
function estimate(
  { models, asOf }: EditContext,
  flag: Flag,
  scope: string,
  name: string,
  { customers, gaps, later }: Holders,
  fault: string | undefined,
): string {
  const ids = fault === undefined ? customers.map(({ id }) => id) : [];
  const combinations = combinationsOf(openRevision(models), models[0], scope, ids, name, asOf);
  const ending = customers.filter(({ entries }) =>
    entries.some((entry) => typeof entry !== "string" && entry.until !== undefined),
  ).length;
  const uncertain = [
    ...(fault === undefined ? [] : [fault]),
    ...gaps.map(({ fact }) => fact),
    ...(ending === 0 || fault !== undefined ? [] : [`${count(ending, "customer")} would keep it only for some time`]),
    ...(later.length === 0
      ? []
      : [`${count(later.length, "customer")} would get it later, and would not be in the list`]),
    "it is not known what these customers' plans grant",
  ];
  return [
    `${count(ids.length, "customer")} of \`${scope}\` would keep what \`${flag.name}\` gives`,
    `${count(combinations.length, "combination")} of privileges, each of which would have needed its own plan:`,
    ...combinations.map((each) => `  ${each.privileges.join(", ")}: ${count(each.customers, "customer")}`),
    "uncertain:",
    ...uncertain.map((each) => `  ${each}`),
  ]
    .map((line) => `${escapeControls(line)}\n`)
    .join("");
}
