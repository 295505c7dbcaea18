import { breakingType } from "./breaking-type.ts";
import type { Policy } from "./change.ts";
import { defaultFlipped } from "./default-flipped.ts";
import { frozenAlias } from "./frozen-alias.ts";
import { frozenList } from "./frozen-list.ts";
import { newFreeze } from "./new-freeze.ts";
import { retirement } from "./not-retired.ts";
import { privilegeDropped } from "./privilege-dropped.ts";
import { stages } from "./stages.ts";
import { lifetime } from "./too-long.ts";
import { wideEffect } from "./wide-effect.ts";

/** All policies, from promises to customers over those to services to what only asks for a second look. */
export const policies: readonly Policy[] = [
  frozenList,
  frozenAlias,
  newFreeze,
  privilegeDropped,
  retirement,
  breakingType,
  stages,
  lifetime,
  defaultFlipped,
  wideEffect,
];
