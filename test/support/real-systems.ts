import type { Lookup } from "../../scripts/runtime/api/lookup.ts";

/** How the flags of a system are said and asked here; their trees are in test/cases/real. */
export interface System {
  readonly folder: string;
  /** The scope, by the key of the original's context. */
  readonly ids: Readonly<Record<string, string>>;
  /** Keys of the original's context that the caller supplies as the group of a set. */
  readonly told?: readonly string[];
  readonly said: readonly string[];
  /** How many questions these flags are asked, at least; a share is one question. */
  readonly asked: number;
  /** Flags that go by what a customer is like, not by who it is: they are said by conditions on attributes. */
  readonly byAttributes: readonly string[];
  /** What the original would answer; left out, it is the value. */
  readonly answer?: (lookup: Lookup, name: string) => unknown;
}

/** Every system of the real flags, by its name in the facts. */
export const systems: Readonly<Record<string, System>> = {
  "GO Feature Flag": {
    folder: "go-feature-flag",
    ids: { targetingKey: "customer" },
    said: ["ff-json"],
    asked: 20,
    byAttributes: [
      "r4c-vtt-flood-simulation",
      "badge-class",
      "discount-amount",
      "flag-only-for-admin",
      "calculate-fee-new",
    ],
  },
  flagd: {
    folder: "flagd",
    ids: { contract: "contract" },
    said: ["special-feature", "loadGeneratorVUs", "sticky-header"],
    asked: 72,
    byAttributes: ["my-feature", "homepage_theme", "hex-color"],
  },
  Flipt: {
    folder: "flipt",
    ids: { entityId: "entity", login: "login" },
    said: ["ui-theme", "table_more_data", "oldFeatureA"],
    asked: 68,
    byAttributes: ["theme", "price-display-strategy"],
    answer: (lookup, name) =>
      name === "ui-theme" ? { match: true, variant: lookup.variant(name) } : lookup.isEnabled(name),
  },
  Featurevisor: {
    folder: "featurevisor",
    ids: { userId: "user" },
    said: ["showPopup"],
    asked: 40,
    byAttributes: [
      "allowSignup",
      "checkout.page",
      "showBanner",
      "adminDashboard",
      "newRedesign",
      "footer",
      "premiumFeatures",
    ],
    answer: (lookup, name) => ({ enabled: lookup.isEnabled(name) }),
  },
  Unleash: {
    folder: "unleash",
    ids: { userId: "user" },
    said: ["fsDemoApp.chatbot", "swatch.swatch-notifications.send-notifications"],
    asked: 61,
    byAttributes: [],
    answer: (lookup, name) => {
      if (name !== "fsDemoApp.chatbot") return lookup.isEnabled(name);
      const variant = lookup.variant(name);
      return { enabled: variant !== "none", variant: variant === "none" ? null : variant };
    },
  },
  LaunchDarkly: {
    folder: "launchdarkly",
    ids: { key: "user" },
    said: ["model_name", "is-notice-served"],
    asked: 40,
    byAttributes: ["provide-discount-to-us-users"],
  },
  GrowthBook: { folder: "growthbook", ids: { userId: "user" }, said: ["new-badge"], asked: 36, byAttributes: [] },
  "Firebase Remote Config": {
    folder: "firebase",
    ids: { "app.id": "app" },
    said: [
      "ads_interstitial_frequency_cap_ms",
      "prediction_schedule",
      "countdowns",
      "pilot_redesign_min_contract_version",
    ],
    asked: 128,
    byAttributes: [],
  },
  Brave: {
    folder: "brave",
    ids: {},
    said: [],
    asked: 0,
    byAttributes: [
      "BraveRewardsNewRewardsUIStudy",
      "BraveWebViewRoundedCornersStudy",
      "BraveSearchPromotionBannerStudyOnStable",
      "ClipElementVisibleBoundsInLocalRootKillSwitch",
    ],
  },
  DuckDuckGo: {
    folder: "duckduckgo",
    ids: {},
    said: [],
    asked: 0,
    byAttributes: [
      "dbp.freemium",
      "extendedOnboarding.onboardingDuckAiExperimentMay26",
      "privacyPro.allowPurchase",
      "privacyPro.subscriptionPromoFireWindow",
      "networkProtection.waitlist",
      "adBlockV2Extension.migration",
      "aiChat.updatedModelPicker",
    ],
  },
  Wikimedia: {
    folder: "wikimedia",
    ids: { wiki: "wiki" },
    said: [
      "wgDefaultSkin",
      "wmgUseGlobalCssJs",
      "wgPersonalDashboardMaximumEdits",
      "wgEnableMagicLinks",
      "wgCiteSubReferencing",
    ],
    asked: 154,
    byAttributes: [],
  },
  "Mozilla FML": {
    folder: "mozilla",
    ids: {},
    said: ["tab-groups.enabled", "cookie-banners.sections-enabled", "ip-protection.allowed-regions"],
    asked: 72,
    byAttributes: [],
  },
  Airbyte: {
    folder: "airbyte",
    ids: { workspace: "workspace", connection: "connection" },
    said: ["test-context-string", "destination-timeout.seconds"],
    asked: 76,
    byAttributes: [],
  },
  "Windows Terminal": {
    folder: "windows-terminal",
    ids: {},
    told: ["branding"],
    said: ["Feature_EditableUnfocusedAppearance", "Feature_VtChecksumReport"],
    asked: 40,
    byAttributes: [],
  },
};
