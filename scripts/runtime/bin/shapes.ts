// What differs comes first, so that the rest of most decisions is the same text, which compresses well.
const decision =
  "name key default unmet expires said steps rollout isOverridable fixed requires requiredConditions request asksCaller noted created";
const map = "ignoreCase states prefixes";

/**
 * The keys of each kind of object in the data of lite.js, so that the file does not repeat them. They are those of
 * `declare/declarations`, of tables and of identities, without what only declares, or serves a later `load`.
 */
export const shapes = [
  decision,
  `${decision} variants payloads client`,
  `${decision} set stages properties`,
  "scope groupings",
  "group condition index value",
  "flag values",
  "among amongConditions scope salt shares",
  "value end",
  "scope from value",
  "name scope exclusive told retired key groups conditions shares default",
  "name reference set key index",
  "group condition",
  "group condition salt start end",
  "tests from until",
  "attribute ranges not",
  "type scope ignoreCase values isTold name isBackwards set known lastText lastPosition askedBy found number cuts",
  `${map} timelines moments momentRows rows cells`,
  `${map} parents`,
  "texts ends outer",
  "today children",
  "scope links",
  "flags releases privileges sets",
  "digest environments scopes scopeNames ignoreCase values flags releases privileges sets attributes groups retiredFlags retired tables identities decisions",
].map((keys) => keys.split(" "));
