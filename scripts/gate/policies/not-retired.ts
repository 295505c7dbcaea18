import { diagnostic } from "../../model/diagnostic.ts";
import { type Document, nameSpan, nounOf } from "../../model/document.ts";
import { groupBy } from "../../model/group-by.ts";
import {
  type Attribute,
  type Flag,
  type GroupSet,
  type Model,
  type Privilege,
  type Release,
  type Retired,
  retiredPath,
} from "../../model/model.ts";
import { decisionsOf } from "../../model/model-queries.ts";
import { formatDay } from "../../model/time.ts";
import { type Breach, type Change, isPartial, spanInHead, waivable } from "./change.ts";

type Thing = Flag | Release | Privilege | GroupSet | Attribute;

/** A removed name must be retired, and a retired name must stay so, with the outcome and the answer of its record. */
export function* notRetired(change: Change): Generator<Breach> {
  const { before, after } = change;
  if (before === undefined || after.unreadable.has("retired")) return;
  const here = new Map(thingsOf(after).map((thing) => [keyOf(thing), thing]));
  const retired = groupBy(after.retired, keyOf);

  for (const thing of thingsOf(before)) {
    const { kind, name, document } = thing;
    if (here.has(keyOf(thing)) || retired.has(keyOf(thing)) || isPartial(change, name)) continue;
    const message = `${nounOf(kind)} \`${name}\` is removed, but not recorded in \`${retiredPath}\``;
    const hint = `add \`${name}: { kind: ${kind}, date: ${formatDay(change.asOf)}, outcome: dropped${answerOf(thing)} }\``;
    yield waivable(diagnostic("gate/not-retired", spanInHead(change, document), message, { hint }), name);
  }
  for (const record of before.retired) {
    const records = retired.get(keyOf(record));
    if (records !== undefined) {
      yield* judgeRecords(change, record, records);
      continue;
    }
    const { kind, name, document, span } = record;
    const again = here.get(keyOf(record));
    // What a record that cannot be read said is not known.
    if (again === undefined && isPartial(change, document.name) && !before.partial.has(document)) continue;
    const related = [{ message: "it is retired here on the base", span }];
    const hint = "restore its record: code built earlier still asks for the name";
    yield waivable(
      again === undefined
        ? diagnostic(
            "gate/not-retired",
            spanInHead(change, document),
            `${nounOf(kind)} \`${name}\` was removed from the retired names`,
            { related, hint },
          )
        : diagnostic(
            "gate/not-retired",
            nameSpan(again.document),
            `${nounOf(kind)} \`${name}\` is retired, but comes back`,
            { related, hint },
          ),
      name,
    );
  }
}

/** What a record of the base says must stay, since code that was built earlier depends on it. */
function* judgeRecords({ after }: Change, old: Retired, records: readonly Retired[]): Generator<Breach> {
  for (const record of records) {
    if (after.partial.has(record.document)) continue;
    const key = (["answer", "outcome", "client"] as const).find((each) => record[each] !== old[each]);
    // Browsers that did not know a name before lose nothing.
    if (key === undefined || (key === "client" && !old.client)) continue;
    const said = (value: Retired["answer"]): string => (value === undefined ? "none" : `\`${value}\``);
    const message = `\`${old.name}\` was retired with ${key} ${said(old[key])}, and now has ${said(record[key])}`;
    const related = [{ message: "it is retired here on the base", span: old.span }];
    const hint = `restore ${said(old[key])}: code built earlier still asks for the name`;
    yield waivable(diagnostic("gate/not-retired", record.span, message, { related, hint }), old.name);
  }
}

function thingsOf(model: Model): readonly Thing[] {
  return [...decisionsOf(model), ...model.sets.values(), ...model.attributes.values()];
}

function keyOf({ kind, name }: { readonly kind: Document["kind"]; readonly name: string }): string {
  return `${kind} ${name}`;
}

/** The answer that a record would continue to give, if its kind has one. */
function answerOf(thing: Thing): string {
  if (thing.kind !== "flag" && thing.kind !== "release") return "";
  const client = thing.kind === "flag" && thing.client ? ", client: true" : "";
  return `, answer: ${JSON.stringify(thing.default)}${client}`;
}
