import type { Diagnostic } from "../diagnostic.ts";
import type { Model } from "../model.ts";
import { contradictingGroups } from "./contradicting-groups.ts";
import { deprecated } from "./deprecated.ts";
import { description } from "./description.ts";
import { expired } from "./expired.ts";
import { fileName } from "./file-name.ts";
import { frozen } from "./frozen.ts";
import { handle } from "./handle.ts";
import { idPattern } from "./id-pattern.ts";
import { knownGroup } from "./known-group.ts";
import { letterCase } from "./letter-case.ts";
import { namePattern } from "./name-pattern.ts";
import { noEffect } from "./no-effect.ts";
import { once } from "./once.ts";
import { owner } from "./owner.ts";
import { retiredName } from "./retired-name.ts";
import { retirements } from "./retirements.ts";
import { scopes } from "./scopes.ts";
import { settingsScope } from "./settings-scope.ts";
import { stages } from "./stages.ts";
import { uniqueName } from "./unique-name.ts";
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
  idPattern,
  once,
  contradictingGroups,
  letterCase,
  noEffect,
  windows,
  expired,
  frozen,
  deprecated,
];
