import { frozenBefore, type Held, isFrozen } from "../../history/frozen-before.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { nameSpan } from "../../model/document.ts";
import { knownAsAnother, mentionedIn } from "../../model/mentioned-ids.ts";
import type { Model } from "../../model/model.ts";
import { ignoresCaseIn, isHeld, reachOf } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";
import type { Instant } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import type { Breach, Change } from "./change.ts";

/** A customer who may count as another than on the base: by a former id, a parent, or letter case. */
interface Link {
  readonly scope: string;
  readonly id: string;
  /** Whom it leads to. */
  readonly target: string;
  readonly key: string;
  /** Where the head says so; undefined if it no longer says anything. */
  readonly span: Span | undefined;
  readonly isAlias: boolean;
}

/**
 * No one may get a frozen privilege through a change of identities: neither by a former id, new or revived, nor as the
 * child of a customer who has it, nor by letter case. An id that the base knows is another customer; for any other id,
 * a person has to decide. Codes: `gate/frozen-grew`, `gate/frozen-renamed`.
 */
export function* frozenIdentities(change: Change): Generator<Breach> {
  const { base, before, after } = change;
  if (before === undefined) return;
  if (![...after.privileges.values()].some(isFrozen)) return;
  const links = changedLinks(before, after);
  const another = knownAsAnother([...base.models, before]);
  for (const privilege of after.privileges.values()) {
    if (!isFrozen(privilege)) continue;
    const { name, document } = privilege;
    const listed = new Set(privilege.listed.flatMap(({ scope, entries }) => entries.ids.map((id) => `${scope} ${id}`)));
    for (const { scope, id, target, span = nameSpan(document), isAlias } of links) {
      const reaches = [before, after].some((model) => reachOf(model, scope).includes(privilege.scopes[0] ?? ""));
      if (!reaches || listed.has(`${scope} ${id}`) || !gains(change, before, privilege, scope, id)) continue;
      const how = isAlias ? `counts as \`${target}\`` : `belongs to \`${target}\``;
      yield another(scope, id, isAlias ? target : "")
        ? diagnostic("gate/frozen-grew", span, `\`${id}\` is another customer on the base, and would get \`${name}\``, {
            hint: "a frozen list is closed; an alias must not let another customer in",
          })
        : diagnostic("gate/frozen-renamed", span, `\`${id}\` ${how}, and so keeps \`${name}\``, {
            hint: "make sure that both ids are the same customer",
          });
    }
  }
}

/** Whether a customer has a privilege at a time at which it does not on the base; for a new list, the flag. */
function gains(
  { base, head, after, asOf, history }: Change,
  before: Model,
  to: Held,
  scope: string,
  id: string,
): boolean {
  const { name, frozen } = to;
  const context = { [scope]: id };
  const was = (at: Instant) => ({ environment: before.environment, at, context });
  const is = (at: Instant) => ({ environment: after.environment, at, context });
  const flag = before.flags.get(frozen.flag);
  if (flag !== undefined && frozenBefore(before, name, history) === undefined)
    return (
      head.answer("privilege", name, is(asOf)) === true && !isHeld(flag, base.answer("flag", flag.name, was(asOf)))
    );
  const next = (at: Instant): Instant =>
    Math.min(base.nextChange("privilege", name, was(at)), head.nextChange("privilege", name, is(at)));
  for (let at = asOf; at < Infinity; at = next(at))
    if (head.answer("privilege", name, is(at)) === true && base.answer("privilege", name, was(at)) !== true)
      return true;
  return false;
}

/** What two models say differently about identities. */
function changedLinks(before: Model, after: Model): readonly Link[] {
  if (before === after) return [];
  const [old, now] = [before, after].map((model) => new Map(linksOf(model).map((link) => [link.key, link])));
  const added = [...(now ?? [])].filter(([key]) => !old?.has(key)).map(([, link]) => link);
  const gone = [...(old ?? [])].filter(([key]) => !now?.has(key)).map(([, link]) => ({ ...link, span: undefined }));
  const links = [...added, ...gone, ...otherCase(before, after)];
  return [...new Map(links.toReversed().map((link) => [`${link.scope} ${link.id}`, link])).values()].reverse();
}

function linksOf({ aliases, children }: Model): readonly Link[] {
  return [
    ...aliases.map(({ scope, id, was, until, wasSpan }) => {
      const key = JSON.stringify(["alias", scope, id, was, `${until}`]);
      return { scope, id: was, target: id, key, span: wasSpan, isAlias: true };
    }),
    ...children.map(({ scope, id, parentScope, parent, span }) => {
      const key = JSON.stringify(["child", scope, id, parentScope, parent]);
      return { scope, id, target: parent, key, span, isAlias: false };
    }),
  ];
}

/** The ids that the base knows and that become equal to another, now that a scope ignores letter case. */
function* otherCase(before: Model, after: Model): Generator<Link> {
  const scopes = [...after.config.scopes.keys()].filter(
    (scope) => ignoresCaseIn(after, scope) && !ignoresCaseIn(before, scope),
  );
  if (scopes.length === 0) return;
  const mentioned = mentionedIn([before]);
  for (const scope of scopes)
    for (const id of mentioned.get(scope)?.keys() ?? [])
      yield { scope, id, target: normalizeId(id, true), key: "", span: undefined, isAlias: true };
}
