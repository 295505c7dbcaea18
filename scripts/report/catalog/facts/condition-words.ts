import type { Condition, Test } from "../../../model/condition.ts";
import { count } from "../../../model/text/words.ts";
import type { Site } from "../site.ts";

/** A condition in words. Texts that are not names of the instance are counted, unless ids are shown. */
export function conditionWords({ showsIds }: Site, { tests, tested }: Condition): string {
  return [...tests]
    .map(([name, alternatives]) => {
      const isNamed = tested.get(name)?.values !== undefined || tested.get(name)?.type === "version";
      const say = (constant: unknown): string =>
        typeof constant !== "string" || showsIds || isNamed || tested.get(name)?.type === "date"
          ? `${constant}`
          : "a text";
      return `${name} ${eitherOf(alternatives, say)}`;
    })
    .join(", ");
}

function eitherOf(tests: readonly Test[], say: (constant: unknown) => string): string {
  const words = tests.map((test) => testWords(test, say));
  const hidden = words.filter((word) => word === "a text").length;
  const shown = [
    ...words.filter((word) => word !== "a text"),
    ...(hidden > 0 ? [`one of ${count(hidden, "text")}`] : []),
  ];
  return shown.join(" or ");
}

function testWords(test: Test, say: (constant: unknown) => string): string {
  if (typeof test !== "object") return say(test);
  if ("untold" in test) return "untold";
  if ("not" in test) return `not ${eitherOf(test.not, say)}`;
  if ("all" in test) return test.all.map((each) => testWords(each, say)).join(" and ");
  if ("match" in test) return `like ${say(test.match)}`;
  if ("has" in test) return `has ${say(test.has)}`;
  return Object.entries(test)
    .map(([key, value]) => `${key.replace("_", " ")} ${say(value)}`)
    .join(" ");
}
