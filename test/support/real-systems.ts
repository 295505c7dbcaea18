import type { Lookup } from "../../scripts/runtime/api/lookup.ts";

/** How the flags of a system are written and evaluated here; their trees are in test/cases/real. */
export interface System {
  readonly folder: string;
  /** The scope, by the key of the original's context; nested keys are joined by dots. */
  readonly ids: Readonly<Record<string, string>>;
  /** Keys of the original's context that the caller passes as the group of a set. */
  readonly told?: readonly string[];
  /** The attribute and value for a key of the original's context; by default they are passed unchanged. */
  readonly tell?: (key: string, value: unknown) => readonly [name: string, value: unknown];
  readonly said: readonly string[];
  /** Parents in the original, which these flags require, without questions of their own. */
  readonly parents?: readonly string[];
  /** The number of questions for these flags; a share is one question. */
  readonly asked: number;
  /** What the original would answer; by default the value. */
  readonly answer?: (lookup: Lookup, name: string) => unknown;
}

/** Every system of the real flags, by its name in the data. */
export const systems: Readonly<Record<string, System>> = {
  "GO Feature Flag": {
    folder: "go-feature-flag",
    ids: { targetingKey: "customer", uuid: "uuid" },
    tell: (key, value) => [key === "targetingKey" ? "key" : key.replace("context.", ""), value],
    said: [
      "ff-json",
      "r4c-vtt-flood-simulation",
      "badge-class",
      "discount-amount",
      "flag-only-for-admin",
      "calculate-fee-new",
    ],
    asked: 184,
  },
  flagd: {
    folder: "flagd",
    ids: { contract: "contract", "user.id": "user" },
    tell: (key, value) => [key.replace("user.", ""), value],
    said: ["special-feature", "loadGeneratorVUs", "sticky-header", "my-feature", "homepage_theme", "hex-color"],
    asked: 181,
  },
  Flipt: {
    folder: "flipt",
    ids: { entityId: "entity", login: "login" },
    tell: (key, value) => [key, key === "month" ? Number(value) : value],
    said: ["ui-theme", "table_more_data", "oldFeatureA", "theme", "price-display-strategy"],
    asked: 130,
    answer: (lookup, name) => {
      if (name === "oldFeatureA" || name === "table_more_data") return lookup.isEnabled(name);
      const variant = lookup.variant(name);
      const matched = { match: variant !== "none", variant: variant === "none" ? null : variant };
      return name === "theme" ? { ...matched, attachment: lookup.value(name) } : matched;
    },
  },
  Featurevisor: {
    folder: "featurevisor",
    ids: { userId: "user", deviceId: "device" },
    tell: (key, value) => [key, key === "version" ? String(value) : value],
    said: [
      "showPopup",
      "allowSignup",
      "checkout.page",
      "showBanner",
      "adminDashboard",
      "newRedesign",
      "footer",
      "premiumFeatures",
    ],
    asked: 266,
    answer: (lookup, name) => {
      if (name === "allowSignup")
        return { enabled: true, variation: lookup.variant(name), variables: lookup.value(name) };
      if (name !== "checkout.page") return { enabled: lookup.isEnabled(name) };
      const variables = lookup.value(name);
      const untold = { showPayments: null, showShipping: null, paymentMethods: null };
      return { enabled: variables !== null, variables: variables ?? untold };
    },
  },
  Unleash: {
    folder: "unleash",
    ids: { userId: "user" },
    said: ["fsDemoApp.chatbot", "swatch.swatch-notifications.send-notifications"],
    asked: 61,
    answer: (lookup, name) => {
      if (name !== "fsDemoApp.chatbot") return lookup.isEnabled(name);
      const variant = lookup.variant(name);
      return { enabled: variant !== "none", variant: variant === "none" ? null : variant };
    },
  },
  LaunchDarkly: {
    folder: "launchdarkly",
    ids: { key: "user" },
    said: ["model_name", "is-notice-served", "provide-discount-to-us-users"],
    asked: 70,
  },
  GrowthBook: { folder: "growthbook", ids: { userId: "user" }, said: ["new-badge"], asked: 36 },
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
  },
  Brave: {
    folder: "brave",
    ids: { client: "client" },
    said: [
      "BraveRewardsNewRewardsUIStudy",
      "BraveWebViewRoundedCornersStudy",
      "BraveSearchPromotionBannerStudyOnStable",
      "ClipElementVisibleBoundsInLocalRootKillSwitch",
    ],
    asked: 172,
    answer: (lookup, name) => {
      const arm = lookup.variant(name);
      const params = lookup.value(name);
      return { arm: arm === "none" ? null : arm, params: typeof params === "string" ? null : params };
    },
  },
  DuckDuckGo: {
    folder: "duckduckgo",
    ids: { client: "client" },
    tell: (key, value) => [key === "appVersion" && typeof value === "number" ? "appVersionCode" : key, value],
    said: [
      "dbp.freemium",
      "extendedOnboarding.onboardingDuckAiExperimentMay26",
      "privacyPro.allowPurchase",
      "privacyPro.subscriptionPromoFireWindow",
      "networkProtection.waitlist",
      "adBlockV2Extension.migration",
      "aiChat.updatedModelPicker",
    ],
    parents: ["adBlockV2Extension", "aiChat", "dbp", "extendedOnboarding", "networkProtection", "privacyPro"],
    asked: 218,
    answer: (lookup, name) => {
      if (name !== "extendedOnboarding.onboardingDuckAiExperimentMay26") return { state: lookup.isEnabled(name) };
      const cohort = lookup.variant(name);
      return cohort === "none" ? { state: false } : { cohort };
    },
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
  },
  "Mozilla FML": {
    folder: "mozilla",
    ids: {},
    said: ["tab-groups.enabled", "cookie-banners.sections-enabled", "ip-protection.allowed-regions"],
    asked: 72,
  },
  Airbyte: {
    folder: "airbyte",
    ids: { workspace: "workspace", connection: "connection" },
    said: ["test-context-string", "destination-timeout.seconds"],
    asked: 76,
  },
  "Windows Terminal": {
    folder: "windows-terminal",
    ids: {},
    told: ["branding"],
    said: ["Feature_EditableUnfocusedAppearance", "Feature_VtChecksumReport"],
    asked: 40,
  },
};
