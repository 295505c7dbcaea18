import type { Diagnostic } from "../diagnostic.ts";
import type { Model } from "../model.ts";
import { aliases } from "./aliases.ts";
import { blocked } from "./blocked.ts";
import { children } from "./children.ts";
import { contradictingGroups } from "./contradicting-groups.ts";
import { deprecated } from "./deprecated.ts";
import { description } from "./description.ts";
import { environments } from "./environments.ts";
import { exampleNames } from "./example-names.ts";
import { expired } from "./expired.ts";
import { fileName } from "./file-name.ts";
import { flagValues } from "./flag-values.ts";
import { frozen } from "./frozen.ts";
import { handle } from "./handle.ts";
import { idPattern } from "./id-pattern.ts";
import { knownGroup } from "./known-group.ts";
import { letterCase } from "./letter-case.ts";
import { literalStar } from "./literal-star.ts";
import { namePattern } from "./name-pattern.ts";
import { once } from "./once.ts";
import { owner } from "./owner.ts";
import { patterns } from "./patterns.ts";
import { repeatedNames } from "./repeated-names.ts";
import { requires } from "./requires.ts";
import { retiredName } from "./retired-name.ts";
import { retirements } from "./retirements.ts";
import { rollout } from "./rollout.ts";
import { scopes } from "./scopes.ts";
import { settingsScope } from "./settings-scope.ts";
import { stages } from "./stages.ts";
import { uniqueName } from "./unique-name.ts";
import { variantGroups } from "./variant-groups.ts";
import { waivers } from "./waivers.ts";
import { windows } from "./windows.ts";

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
