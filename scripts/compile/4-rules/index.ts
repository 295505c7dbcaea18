import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Model } from "../../model/model.ts";
import { aliases } from "./aliases.ts";
import { idPattern } from "./bad-id.ts";
import { namePattern } from "./bad-name.ts";
import { requires } from "./bad-requirement.ts";
import { retirements } from "./bad-retirement.ts";
import { rollout } from "./bad-rollout.ts";
import { stages } from "./bad-stages.ts";
import { blocked } from "./blocked-version.ts";
import { contradictingGroups } from "./contradicting-groups.ts";
import { deprecated } from "./deprecated.ts";
import { uniqueName } from "./duplicate-name.ts";
import { windows } from "./empty-window.ts";
import { exampleNames } from "./examples.ts";
import { expired } from "./expired.ts";
import { frozen } from "./frozen-lists.ts";
import { letterCase } from "./letter-case.ts";
import { literalStar } from "./literal-star.ts";
import { fileName } from "./name-mismatch.ts";
import { handle } from "./no-handle.ts";
import { once } from "./overlapping-entries.ts";
import { patterns } from "./overlapping-patterns.ts";
import { repeatedNames } from "./repeated-names.ts";
import { retiredName } from "./retired-name.ts";
import { scopes } from "./scopes.ts";
import { children } from "./two-parents.ts";
import { environments } from "./unknown-environment.ts";
import { knownGroup } from "./unknown-group.ts";
import { owner } from "./unknown-owner.ts";
import { flagValues } from "./unknown-variant.ts";
import { description } from "./vague-description.ts";
import { variantGroups } from "./variant-groups.ts";
import { waivers } from "./waivers.ts";
import { settingsScope } from "./wrong-scope.ts";

/** Judges a model: yields what is wrong with it. */
export type Rule = (model: Model) => Iterable<Diagnostic>;

/** All rules, from names over references and customers to time. */
export const rules: readonly Rule[] = [
  fileName,
  namePattern,
  uniqueName,
  retiredName,
  retirements,
  description,
  owner,
  handle,
  scopes,
  settingsScope,
  knownGroup,
  stages,
  blocked,
  flagValues,
  rollout,
  requires,
  environments,
  exampleNames,
  children,
  aliases,
  idPattern,
  literalStar,
  repeatedNames,
  once,
  contradictingGroups,
  variantGroups,
  patterns,
  letterCase,
  windows,
  expired,
  frozen,
  waivers,
  deprecated,
];
