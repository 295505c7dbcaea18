import { digestOf } from "../../scripts/runtime/bin/digest.ts";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import type {
  Bundle,
  BundleFlag,
  BundleGroupSet,
  BundlePrivilege,
  BundleRelease,
} from "../../scripts/runtime/shapes/bundle.ts";

const about = { description: "For a test.", owner: "team" };

/** A flag that is off for everyone; `settings` override its fields. */
export function flag(settings: Partial<BundleFlag> = {}): BundleFlag {
  return { ...about, scopes: ["account"], default: false, listed: [], grouped: [], ...settings };
}

/** A set without a default; `settings` override its fields. */
export function groupSet(settings: Partial<BundleGroupSet> = {}): BundleGroupSet {
  return { ...about, scope: "account", exclusive: true, members: {}, ...settings };
}

/** A release by `ring` that is at `1` everywhere; `settings` override its fields. */
export function release(settings: Partial<BundleRelease> = {}): BundleRelease {
  return {
    ...about,
    by: "ring",
    stages: [{ group: "regular", version: "1" }],
    pinned: [],
    properties: {},
    ...settings,
  };
}

/** A privilege with an empty frozen list; `settings` override its fields. */
export function privilege(settings: Partial<BundlePrivilege> = {}): BundlePrivilege {
  return { ...about, scope: "account", frozen: [], ...settings };
}

/** A bundle with its digest. */
export function sealed(parts: Partial<Bundle>): Bundle {
  const bundle: Bundle = {
    format: 1,
    digest: "",
    environments: ["production"],
    scopes: { account: { ignoreCase: false }, user: { ignoreCase: false, within: "account" } },
    groups: {},
    flags: {},
    releases: {},
    privileges: {},
    identities: { children: [], aliases: [] },
    retired: [],
    ...parts,
  };
  return { ...bundle, digest: digestOf(serialize(bundle)) };
}
