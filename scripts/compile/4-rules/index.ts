import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Document } from "../../model/document.ts";
import type { CustomerList, Flag, GroupSet, Model, Named, Privilege, Release } from "../../model/model.ts";
import { afterTheEnd } from "./after-the-end.ts";
import { badId, badIdentity } from "./bad-id.ts";
import { badGroupName, badName, badVariant } from "./bad-name.ts";
import { badRequirement } from "./bad-requirement.ts";
import { badRetirement } from "./bad-retirement.ts";
import { badRollout } from "./bad-rollout.ts";
import { badSeal } from "./bad-seal.ts";
import { badStages } from "./bad-stages.ts";
import { badValue } from "./bad-value.ts";
import { blockedVersion } from "./blocked-version.ts";
import { conditionScope } from "./condition-scope.ts";
import { contradiction } from "./contradiction.ts";
import { deprecated } from "./deprecated.ts";
import { duplicateName } from "./duplicate-name.ts";
import { emptyEntry, emptyWindow } from "./empty-window.ts";
import { examples } from "./examples.ts";
import { expired } from "./expired.ts";
import { futureRecord } from "./future-record.ts";
import { groupShares } from "./group-shares.ts";
import { idLikeSyntax } from "./id-like-syntax.ts";
import { letterCase } from "./letter-case.ts";
import { listedAlias } from "./listed-alias.ts";
import { literalStar } from "./literal-star.ts";
import { mixedValues } from "./mixed-values.ts";
import { nameMismatch } from "./name-mismatch.ts";
import { never } from "./never.ts";
import { noHandle } from "./no-handle.ts";
import { overlappingConditions } from "./overlapping-conditions.ts";
import { overlappingPatterns } from "./overlapping-patterns.ts";
import { reorderedText } from "./reordered-text.ts";
import { repeatedNames, repeatedNamesElsewhere } from "./repeated-names.ts";
import { retiredName } from "./retired-name.ts";
import { scopeOrder, unknownScope } from "./scope-order.ts";
import { setCycle } from "./set-cycle.ts";
import type { RuleOf } from "./surroundings.ts";
import { tooManyCells } from "./too-many-cells.ts";
import { twoGroups } from "./two-groups.ts";
import { twoParents } from "./two-parents.ts";
import { twoVariantsByGroup } from "./two-variants-by-group.ts";
import { unknownAttribute, unknownInExample } from "./unknown-attribute.ts";
import { unknownEnvironment } from "./unknown-environment.ts";
import { unknownDefault, unknownGroup, unknownStage } from "./unknown-group.ts";
import { unknownOwner } from "./unknown-owner.ts";
import { unknownVariant } from "./unknown-variant.ts";
import { unsorted } from "./unsorted.ts";
import { unusedSetting } from "./unused-setting.ts";
import { vagueDescription } from "./vague-description.ts";
import { waivers } from "./waivers.ts";
import { wrongScope } from "./wrong-scope.ts";

/** Checks a model: yields what is wrong with it. */
export type Rule = (model: Model) => Iterable<Diagnostic>;

/** The rules about one thing by itself; the models of two checks have most things in common. */
export const rulesOfDocuments: readonly RuleOf<Document>[] = [nameMismatch, badName];
export const rulesOfNamed: readonly RuleOf<Named>[] = [vagueDescription, unknownOwner, unknownInExample];
export const rulesOfDecisions: readonly RuleOf<Flag | Release | Privilege>[] = [
  contradiction,
  wrongScope,
  unknownAttribute,
];
export const rulesOfFlags: readonly RuleOf<Flag>[] = [
  scopeOrder,
  badVariant,
  unknownVariant,
  mixedValues,
  badValue,
  repeatedNames,
  unknownGroup,
  afterTheEnd,
];
export const rulesOfReleases: readonly RuleOf<Release>[] = [unknownStage];
export const rulesOfSets: readonly RuleOf<GroupSet>[] = [unknownDefault, unknownAttribute];
export const rulesOfLists: readonly RuleOf<CustomerList>[] = [badId, literalStar, idLikeSyntax, emptyEntry];

/** The rules about a whole model: names first, then references, customers and time. */
export const rules: readonly Rule[] = [
  badGroupName,
  duplicateName,
  retiredName,
  badRetirement,
  unsorted,
  reorderedText,
  noHandle,
  unknownScope,
  conditionScope,
  setCycle,
  never,
  badStages,
  blockedVersion,
  badRollout,
  groupShares,
  badRequirement,
  tooManyCells,
  unknownEnvironment,
  examples,
  twoParents,
  listedAlias,
  badIdentity,
  repeatedNamesElsewhere,
  twoGroups,
  twoVariantsByGroup,
  overlappingPatterns,
  overlappingConditions,
  letterCase,
  emptyWindow,
  expired,
  futureRecord,
  unusedSetting,
  badSeal,
  waivers,
  deprecated,
];

/** The rules whose findings depend on the day; those of all others are the same on any day. */
export const datedRules: readonly Rule[] = [
  badRollout,
  groupShares,
  listedAlias,
  overlappingConditions,
  expired,
  futureRecord,
];
