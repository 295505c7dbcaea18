import type { TypeEffect } from "../../effect/effect.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { keySpan, nameSpan, nounOf } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";
import { type Breach, type Change, isPartial, waivable } from "./change.ts";

/** Services that compiled before must still compile. */
export function* breakingType(change: Change): Generator<Breach> {
  const unclear = unclearScopes(change);
  for (const effect of change.effect.types) {
    const { kind, name, isBreaking, message } = effect;
    if (!isBreaking || isPartial(change, name)) continue;
    if (unclear.some((scope) => message === `loses scope \`${scope}\``)) continue;
    // Its retirement is judged by another policy, as that of any name.
    if (kind === "attribute" && !change.after.attributes.has(name)) continue;
    const noun = kind === "scope" || kind === "environment" ? kind : nounOf(kind);
    const hint = "add the change under a new name, migrate the services, then retire the old name";
    const finding = diagnostic("gate/breaking-type", spanOf(change, effect), `${noun} \`${name}\` ${message}`, {
      hint,
    });
    yield waivable(finding, name);
  }
}

/**
 * The scopes of children on the base, if the change leaves identities with an error: which ids belong to which is then
 * not known, and the error is a finding of its own.
 */
function unclearScopes(change: Change): readonly string[] {
  const { before, after } = change;
  if (before === undefined) return [];
  const isBroken =
    [...before.identities.values()].some(
      ({ name, document }) => isPartial(change, name) && !before.partial.has(document),
    ) ||
    (namesUnknownScope(after) && !namesUnknownScope(before));
  return isBroken ? [...new Set(before.children.map(({ scope }) => scope))] : [];
}

function namesUnknownScope({ children, config }: Model): boolean {
  return children.some(({ scope, parentScope }) => !config.scopes.has(scope) || !config.scopes.has(parentScope));
}

/** Where the name is in the head; scopes and environments are in the config. */
function spanOf({ after }: Change, { kind, name }: TypeEffect): Span {
  const { document } = after.config;
  const config = (key: string): Span => keySpan(document, document.data as object, key);
  if (kind === "scope") return config("scopes");
  if (kind === "environment") return config("environments");
  const things = {
    flag: after.flags,
    release: after.releases,
    privilege: after.privileges,
    groups: after.sets,
    attribute: after.attributes,
  }[kind];
  const thing = things.get(name);
  return thing === undefined ? config(kind) : nameSpan(thing.document);
}
