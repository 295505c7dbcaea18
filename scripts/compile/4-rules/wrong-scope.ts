import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { keySpan } from "../../model/document.ts";
import type { Decision } from "../../model/model.ts";
import { findTested, groupsNamedBy, setOf, spanAt } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The customers and groups of a setting must be of one of the decision's scopes. Codes: `model/unknown-scope`,
 * `model/wrong-scope`.
 */
export function* wrongScope(decision: Decision, model: Surroundings): Generator<Diagnostic> {
  // If one of its scopes does not exist, or a release has no group set, it is not known which was meant.
  const isCertain =
    decision.scopes.every((scope) => model.config.scopes.has(scope)) &&
    (decision.kind !== "release" || decision.scopes.length > 0);
  const called = `${decision.kind} \`${decision.name}\``;
  yield* judgeByName(decision, called);
  for (const { scope, span } of decision.listed) {
    if (decision.scopes.includes(scope)) continue;
    if (model.config.scopes.has(scope)) {
      if (!isCertain) continue;
      yield diagnostic("model/wrong-scope", span, `${called} ${scopesOf(decision)}, not \`${scope}\``, {
        hint: advice(decision, scope),
      });
    } else
      yield diagnostic(
        "model/unknown-scope",
        span,
        `scope \`${scope}\` does not exist`,
        keyAdvice(model, decision, scope, span),
      );
  }
  if (decision.kind === "release" || !isCertain) return;
  for (const { group, span } of groupsNamedBy(decision)) {
    const set = model.sets.get(setOf(group));
    if (set?.scope === undefined) continue;
    if (model.config.scopes.has(set.scope) && !decision.scopes.includes(set.scope))
      yield diagnostic(
        "model/wrong-scope",
        span,
        `\`${group}\` is a group of \`${set.scope}\`, but ${called} ${scopesOf(decision)}`,
        {
          related: [{ message: `the scope of \`${set.name}\``, span: spanAt(set, "scope") }],
          hint: groupAdvice(model, decision, set.scope),
        },
      );
  }
}

/** What may have been meant by a key that is no scope: another, a condition, or an attribute in one. */
function keyAdvice(model: Surroundings, decision: Decision, key: string, span: Span): Pick<Diagnostic, "hint"> {
  const isFlag = decision.kind === "flag";
  if (isFlag && ["if", "when", "condition", "conditions", "rules", "match"].includes(key))
    return { hint: "conditions stand under `where`: `where: [{ country: de }]`" };
  if (isFlag && findTested(model, key) !== undefined)
    return { hint: `it is ${model.sets.has(key) ? "a group set" : "an attribute"}: write \`where: [{ ${key}: … }]\`` };
  if (!isFlag && key === "groups") return { hint: "name each customer by id, under the scope" };
  const scopes = decision.scopes.filter((own) => model.config.scopes.has(own));
  return nameHint(span, key, [...scopes, ...(isFlag ? ["groups", "where"] : [])], "the keys here are");
}

/** Pins and frozen lists are promises to named customers, so they cannot have conditions. */
function* judgeByName({ kind, document }: Decision, called: string): Generator<Diagnostic> {
  const { pinned, frozen } = document.data as { readonly pinned?: object; readonly frozen?: object };
  const named = kind === "release" ? pinned : kind === "privilege" ? frozen : undefined;
  if (named === undefined || !("where" in named)) return;
  const message = `${called} ${kind === "release" ? "pins" : "freezes"} customers by name, not by conditions`;
  yield diagnostic("model/wrong-scope", keySpan(document, named, "where"), message, {
    hint: "list the customers under their scope",
  });
}

function scopesOf({ scopes }: Decision): string {
  if (scopes.length === 0) return "is global";
  if (scopes.length > 2) return `has ${scopes.length} other scopes`;
  return `has ${scopes.length === 1 ? "scope" : "scopes"} ${scopes.map((scope) => `\`${scope}\``).join(", ")}`;
}

function advice(decision: Decision, scope: string): string {
  const add = decision.kind === "flag" ? `add \`${scope}\` to its \`scope\`` : "";
  if (decision.scopes.length === 0) return add;
  const move = `move it to ${decision.scopes.map((own) => `\`${own}\``).join(" or ")}`;
  return add === "" ? move : `${move}, or ${add}`;
}

/** A group cannot be moved: another one has to be named, of a scope that the decision has. */
function groupAdvice({ sets }: Surroundings, decision: Decision, scope: string): string {
  const add = decision.kind === "flag" ? `add \`${scope}\` to its \`scope\`` : "";
  if (decision.scopes.length === 0) return add;
  const own = decision.scopes.map((each) => `\`${each}\``).join(" or ");
  const fitting = [...sets.values()].filter((set) => set.scope !== undefined && decision.scopes.includes(set.scope));
  const names = fitting.flatMap(({ groups }) => [...groups.values()].map(({ reference }) => `\`${reference}\``));
  const such = names.length === 0 ? "" : `, such as ${names.slice(0, 3).join(", ")}`;
  return `name a group of ${own}${such}${add === "" ? "" : `, or ${add}`}`;
}
