import { parseInstant } from "./instant.ts";
import { type Check, listOf, recordOf, shapeOf, textOr, that } from "./shape.ts";

const text = that("must be a string", (value) => typeof value === "string");
const yesOrNo = that("must be true or false", (value) => typeof value === "boolean");
const value = that("must be true, false or a string", (it) => typeof it === "boolean" || typeof it === "string");
const single = that(
  "must be a string, a number, true or false",
  (it) => typeof it === "boolean" || typeof it === "string" || typeof it === "number",
);
const instant = that("must be an instant in UTC", (it) => typeof it === "string" && !Number.isNaN(parseInstant(it)));
const kind = that("must be a kind", (it) => ["flag", "release", "privilege", "groups"].includes(it as string));

const entries = listOf(textOr(shapeOf({ id: text }, { from: instant, until: instant })));
const described = { description: text, owner: text };
const named = { deprecated: text };

/** The shape of a bundle, as its schema has it. */
export const bundleShape: Check = shapeOf({
  format: that("is a format that this module does not know", (it) => it === 1),
  digest: text,
  scopes: recordOf(shapeOf({ ignoreCase: yesOrNo }, { within: text })),
  groups: recordOf(
    shapeOf({ ...described, scope: text, exclusive: yesOrNo, members: recordOf(entries) }, { ...named, default: text }),
  ),
  flags: recordOf(
    shapeOf(
      {
        ...described,
        scopes: listOf(text),
        default: value,
        listed: listOf(shapeOf({ value, scope: text, entries })),
        grouped: listOf(shapeOf({ value, group: text })),
      },
      { ...named, expires: instant, keep: yesOrNo, permanent: text, paused: yesOrNo },
    ),
  ),
  releases: recordOf(
    shapeOf(
      { ...described, by: text, stages: listOf(shapeOf({ group: text, version: text })), properties: recordOf(single) },
      named,
    ),
  ),
  privileges: recordOf(shapeOf({ ...described, scope: text, frozen: entries }, { ...named, sunset: instant })),
  retired: listOf(shapeOf({ kind, name: text }, { answer: value })),
});
