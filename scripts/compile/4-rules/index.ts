import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Model } from "../../model/model.ts";
import { afterTheEnd } from "./after-the-end.ts";
import { badId } from "./bad-id.ts";
import { badName } from "./bad-name.ts";
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
import { emptyWindow } from "./empty-window.ts";
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
import { repeatedNames } from "./repeated-names.ts";
import { retiredName } from "./retired-name.ts";
import { scopeOrder } from "./scope-order.ts";
import { setCycle } from "./set-cycle.ts";
import { tooManyCells } from "./too-many-cells.ts";
import { twoGroups } from "./two-groups.ts";
import { twoParents } from "./two-parents.ts";
import { twoVariantsByGroup } from "./two-variants-by-group.ts";
import { unknownAttribute } from "./unknown-attribute.ts";
import { unknownEnvironment } from "./unknown-environment.ts";
import { unknownGroup } from "./unknown-group.ts";
import { unknownOwner } from "./unknown-owner.ts";
import { unknownVariant } from "./unknown-variant.ts";
import { unsorted } from "./unsorted.ts";
import { unusedSetting } from "./unused-setting.ts";
import { vagueDescription } from "./vague-description.ts";
import { waivers } from "./waivers.ts";
import { wrongScope } from "./wrong-scope.ts";

/** Checks a model: yields what is wrong with it. */
type Rule = (model: Model) => Iterable<Diagnostic>;

/** All rules: names first, then references, customers and time. */
export const rules: readonly Rule[] = [
  nameMismatch,
  badName,
  duplicateName,
  retiredName,
  badRetirement,
  unsorted,
  reorderedText,
  vagueDescription,
  unknownOwner,
  noHandle,
  scopeOrder,
  wrongScope,
  unknownGroup,
  unknownAttribute,
  conditionScope,
  setCycle,
  never,
  badStages,
  blockedVersion,
  unknownVariant,
  mixedValues,
  badValue,
  badRollout,
  groupShares,
  badRequirement,
  tooManyCells,
  unknownEnvironment,
  examples,
  twoParents,
  listedAlias,
  badId,
  literalStar,
  idLikeSyntax,
  repeatedNames,
  twoGroups,
  contradiction,
  twoVariantsByGroup,
  overlappingPatterns,
  overlappingConditions,
  letterCase,
  emptyWindow,
  afterTheEnd,
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
