import { parseInstant } from "../declare/instant.ts";
import { type Check, either, listOf, recordOf, shapeOf, textOr, that } from "./shape-checks.ts";

const text = that("must be a string", (value) => typeof value === "string");
const yesOrNo = that("must be true or false", (value) => typeof value === "boolean");
const value = that("must be true, false or a string", (it) => typeof it === "boolean" || typeof it === "string");
const single = that(
  "must be a string, a number, true or false",
  (it) => typeof it === "boolean" || typeof it === "string" || typeof it === "number",
);
const share = that("must be a whole number", (it) => Number.isInteger(it) && (it as number) >= 0);
const instant = that("must be an instant in UTC", (it) => typeof it === "string" && !Number.isNaN(parseInstant(it)));
const kind = that("must be a kind", (it) =>
  ["flag", "release", "privilege", "groups", "attribute"].includes(it as string),
);

const described = { description: text, owner: text };
const named = { deprecated: text };
const window = { from: instant, until: instant };

const constant = (it: unknown): boolean => ["string", "boolean"].includes(typeof it) || Number.isFinite(it);
const bound = that("must be a string or a number", (it) => typeof it === "string" || Number.isFinite(it));
const test: Check = (it) =>
  constant(it) ? undefined : either("not", shapeOf({ not: (tests) => listOf(test)(tests) }), otherTest)(it);
const otherTest = either(
  "match",
  shapeOf({ match: that("must be a string with one `*`, at its beginning or its end", isPattern) }),
  either(
    "has",
    shapeOf({ has: text }),
    either(
      "untold",
      shapeOf({ untold: that("must be true", (it) => it === true) }),
      shapeOf({}, { from: bound, above: bound, below: bound, up_to: bound }),
    ),
  ),
);
const where = recordOf(listOf(test));
const onlyWhere = shapeOf({ where });

const entries = listOf(textOr(shapeOf({ id: text }, window)));
const members = recordOf(
  listOf(textOr(either("prefix", shapeOf({ prefix: text }, window), shapeOf({ id: text }, window)))),
);
const listed = listOf(shapeOf({ value, scope: text, entries }));
const grouped = listOf(shapeOf({ value, group: text }));
const rolloutPart = shapeOf(
  { by: text, salt: text, shares: listOf(shapeOf({ value, share })) },
  { among: listOf(textOr(onlyWhere)), total: share },
);
const rollout: Check = (it) => (Array.isArray(it) ? listOf(rolloutPart)(it) : rolloutPart(it));
const groupShares = listOf(shapeOf({ group: text, salt: text, start: share, end: share }, { where }));
const groupConditions = listOf(shapeOf({ group: text, where }, window));
const conditional = listOf(shapeOf({ value, where }, window));
const created = shapeOf({ by: text, from: instant, value });
const valueType = that("must be a JSON type", (it) =>
  ["boolean", "number", "string", "array", "object", "null"].includes(it as string),
);
const anything: Check = () => undefined;
const valueShape: Check = shapeOf(
  {},
  {
    type: valueType,
    nullable: yesOrNo,
    properties: (it) => recordOf(valueShape)(it),
    required: listOf(text),
    items: (it) => valueShape(it),
  },
);
const requires = listOf(textOr(either("where", onlyWhere, shapeOf({ flag: text, values: listOf(text) }))));
const stages = listOf(shapeOf({ group: text, version: text }));

function isPattern(it: unknown): boolean {
  return typeof it === "string" && /^(?:\*[^*]+|[^*]+\*)$/.test(it);
}

/** What may differ in an environment. */
function elsewhere(keys: Readonly<Record<string, Check>>): { readonly environments: Check } {
  return { environments: recordOf(shapeOf({}, keys)) };
}

function orNull(check: Check): Check {
  return (it) => (it === null ? undefined : check(it));
}

const attributeTypes = ["text", "number", "version", "date", "boolean", "list"];

/** The shape of a bundle, as its schema has it. */
export const bundleShape: Check = shapeOf(
  {
    format: that("is a format that this module does not know", (it) => it === 1),
    digest: text,
    environments: listOf(text),
    scopes: recordOf(shapeOf({ ignoreCase: yesOrNo }, { within: text })),
    groups: recordOf(
      shapeOf(
        { ...described, exclusive: yesOrNo, members },
        {
          ...named,
          scope: text,
          default: text,
          told: yesOrNo,
          conditions: groupConditions,
          shares: groupShares,
          ...elsewhere({ members, conditions: groupConditions, shares: groupShares }),
        },
      ),
    ),
    flags: recordOf(
      shapeOf(
        { ...described, scopes: listOf(text), default: value, listed, grouped },
        {
          ...named,
          variants: listOf(text),
          values: listOf(anything),
          shape: valueShape,
          expires: instant,
          keep: yesOrNo,
          permanent: text,
          paused: yesOrNo,
          conditional,
          rollout,
          created,
          requires,
          unmet: value,
          client: yesOrNo,
          ...elsewhere({
            default: value,
            listed,
            grouped,
            conditional,
            rollout: orNull(rollout),
            created: orNull(created),
            requires,
            unmet: orNull(value),
            paused: yesOrNo,
          }),
        },
      ),
    ),
    releases: recordOf(
      shapeOf(
        { ...described, by: text, stages, pinned: listed, properties: recordOf(single) },
        { ...named, ...elsewhere({ stages, pinned: listed }) },
      ),
    ),
    privileges: recordOf(shapeOf({ ...described, scope: text, frozen: entries }, { ...named, sunset: instant })),
    identities: shapeOf({
      children: listOf(shapeOf({ scope: text, within: text, of: recordOf(listOf(text)) })),
      aliases: listOf(shapeOf({ scope: text, id: text, was: text }, { until: instant })),
    }),
    retired: listOf(shapeOf({ kind, name: text }, { answer: value, value: anything, client: yesOrNo })),
  },
  {
    closures: recordOf(text),
    attributes: recordOf(
      shapeOf(
        { ...described, type: that("must be a type of attribute", (it) => attributeTypes.includes(it as string)) },
        { ...named, scope: text, ignoreCase: yesOrNo, values: listOf(text) },
      ),
    ),
  },
);

/** The shape of the JSON in a flags.bin. */
export const headShape: Check = shapeOf({ bundle: bundleShape, values: listOf(value) });
