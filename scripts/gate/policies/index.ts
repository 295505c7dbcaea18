import { breakingType } from "./breaking-type.ts";
import type { Policy } from "./change.ts";
import { defaultFlipped } from "./default-flipped.ts";
import { frozenIdentities } from "./frozen-identities.ts";
import { frozenList } from "./frozen-list.ts";
import { newFreeze } from "./new-freeze.ts";
import { notRetired } from "./not-retired.ts";
import { notSoaked } from "./not-soaked.ts";
import { pinnedWidely } from "./pinned-widely.ts";
import { privilegeDropped } from "./privilege-dropped.ts";
import { sealChanged } from "./seal-changed.ts";
import { tooLong } from "./too-long.ts";
import { unblocked } from "./unblocked.ts";
import { wideEffect } from "./wide-effect.ts";

/**
 * All policies: first those about promises to customers, then to services, then those that only ask for a second look.
 */
export const policies: readonly Policy[] = [
  frozenList,
  frozenIdentities,
  newFreeze,
  sealChanged,
  privilegeDropped,
  notRetired,
  breakingType,
  notSoaked,
  unblocked,
  tooLong,
  defaultFlipped,
  pinnedWidely,
  wideEffect,
];
