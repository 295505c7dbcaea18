import { createInstance } from "@featurevisor/sdk";
import { FlagdCore } from "@openfeature/flagd-core";
import { asked } from "../instances.mjs";

/** The other evaluators, each opened with the same rules by flag name. */
export const rulePeers = { "@openfeature/flagd-core": openFlagd, "@featurevisor/sdk": openFeaturevisor };

/** flagd's in-process evaluation, with the operator `sem_ver` for versions. */
function openFlagd(rules) {
  const tests = {
    country: (countries) => [{ in: [{ var: "country" }, countries] }],
    platform: (platform) => [{ "==": [{ var: "platform" }, platform] }],
    total: ({ from }) => [{ ">=": [{ var: "total" }, from] }],
    app_version: ({ from, below }) => [
      { sem_ver: [{ var: "app_version" }, ">=", from] },
      { sem_ver: [{ var: "app_version" }, "<", below] },
    ],
  };
  const flag = (rule) => ({
    state: "ENABLED",
    variants: { on: true, off: false },
    defaultVariant: "off",
    targeting: { if: [{ and: testsOf(rule, tests) }, "on", "off"] },
  });
  const core = new FlagdCore();
  core.setConfigurations(JSON.stringify({ flags: mapped(rules, flag) }));
  return (attributes) => core.resolveBooleanEvaluation(asked, false, attributes).value;
}

/** Featurevisor's SDK with a datafile such as its build writes: a segment for each rule. */
function openFeaturevisor(rules) {
  const one = (attribute, operator, value) => ({ attribute, operator, value });
  const tests = {
    country: (countries) => [one("country", "in", countries)],
    platform: (platform) => [one("platform", "equals", platform)],
    total: ({ from }) => [one("total", "greaterThanOrEquals", from)],
    app_version: ({ from, below }) => [
      one("app_version", "semverGreaterThanOrEquals", from),
      one("app_version", "semverLessThan", below),
    ],
  };
  const feature = (_, name) => ({
    key: name,
    bucketBy: "country",
    traffic: [
      { key: "some", segments: name, percentage: 100_000, allocation: [] },
      { key: "everyone", segments: "*", percentage: 0, allocation: [] },
    ],
  });
  const sdk = createInstance({
    logLevel: "error",
    datafile: {
      schemaVersion: "2",
      revision: "1",
      segments: mapped(rules, (rule) => ({ conditions: testsOf(rule, tests) })),
      features: mapped(rules, feature),
    },
  });
  return (attributes) => sdk.isEnabled(asked, attributes);
}

function testsOf(rule, tests) {
  return Object.entries(rule).flatMap(([name, test]) => tests[name](test));
}

function mapped(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
