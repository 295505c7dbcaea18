import { unknownName } from "../../model/did-you-mean.ts";
import type { Model } from "../../model/model.ts";
import { findGroup } from "../../model/model-queries.ts";
import { conditionKey } from "../conditions/condition-key.ts";
import { readCondition } from "../conditions/read-condition.ts";
import type { Mapping, Yaml } from "../text/write-yaml.ts";

/** Whom a part of a rollout is among, as a call names it. */
export interface NamedAmong {
  /** Equal for items that are the same but written differently. */
  readonly key: string;
  readonly items: readonly Yaml[];
}

/** The groups and conditions of a call, of which a customer must meet one; or what is wrong with them. */
export function readAmong(model: Model, texts: readonly string[]): NamedAmong | string {
  const items: Yaml[] = [];
  for (const text of texts) {
    if (!/[=:{<>!~]/.test(text)) {
      const groups = text.split(",").flatMap((group) => group.trim() || []);
      const wrong = groups.find((group) => findGroup(model, group) === undefined);
      if (wrong !== undefined) return unknownName("group", wrong, groupsOf(model));
      items.push(...groups);
      continue;
    }
    const condition = readCondition(model, [text]);
    if (typeof condition === "string") return condition;
    items.push({ where: condition.tests });
  }
  if (items.length === 0) return "`--among` names nobody; write a group, such as `ring/canary`, or `country=de`";
  return { key: keyOfAmong(model, items), items };
}

function groupsOf({ sets }: Model): readonly string[] {
  return [...sets.values()].flatMap(({ groups }) => [...groups.values()].map(({ reference }) => reference));
}

/** A text that the same groups and conditions have in common, in whichever order. */
export function keyOfAmong(model: Model, among: readonly unknown[]): string {
  const items = among.map((item) =>
    typeof item === "string" ? item : conditionKey(model, (item as { readonly where: Mapping }).where),
  );
  return JSON.stringify([...new Set(items)].sort());
}
