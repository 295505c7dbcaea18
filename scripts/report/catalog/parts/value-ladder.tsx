import type { ComponentChildren } from "preact";
import type { Entries } from "../../../model/entries.ts";
import type { Flag, Model } from "../../../model/model.ts";
import { count } from "../../../model/text/words.ts";
import { formatDay } from "../../../model/time.ts";
import { conditionWords } from "../facts/condition-words.ts";
import { listsOfCustomers } from "../facts/list-of-customers.ts";
import { countGroups, countLists, shareParts } from "../facts/value-steps.ts";
import type { Site } from "../site.ts";
import { ShareBar } from "./share-bar.tsx";
import { NameLink, Text, ValuePill } from "./words.tsx";

/** Who gets which value of a flag, as a list of steps: the first that applies decides. */
export function ValueLadder({
  site,
  model,
  flag,
}: {
  readonly site: Site;
  readonly model: Model;
  readonly flag: Flag;
}) {
  const steps = stepsOf(site, model, flag);
  return (
    <ol class="ladder">
      {steps.map(({ title, hint, picture }) => (
        <li key={title}>
          <div class="step">
            <b>{title}</b>
            {hint === undefined ? null : <small>{hint}</small>}
          </div>
          <div class="picture">{picture}</div>
        </li>
      ))}
    </ol>
  );
}

interface Step {
  readonly title: string;
  readonly hint?: string;
  readonly picture: ComponentChildren;
}

function stepsOf(site: Site, model: Model, flag: Flag): readonly Step[] {
  return [
    ...guardSteps(site, flag),
    ...listStep(site, flag),
    ...groupStep(site, model, flag),
    ...conditionStep(site, flag),
    ...rolloutSteps(flag),
    ...createdStep(flag),
    {
      title: "Default",
      hint: "everyone else",
      picture: <ValuePill value={flag.default} values={flag.values} />,
    },
  ];
}

/** The steps before all settings. */
function guardSteps({ today, showsIds, say }: Site, flag: Flag): readonly Step[] {
  const { paused, requires, requiredConditions, unmet, values, expires, keep } = flag;
  const reason = paused !== undefined && showsIds ? say(paused) : "while it is paused, everyone gets this";
  const guards = requires.length + requiredConditions.length;
  return [
    ...(paused === undefined
      ? []
      : [
          {
            title: "Paused",
            hint: reason,
            picture: <ValuePill value={guards > 0 ? unmet : flag.default} values={values} />,
          },
        ]),
    ...(guards === 0
      ? []
      : [
          {
            title: "Requires",
            hint: "customers without it get this",
            picture: (
              <>
                <ValuePill value={unmet} values={values} />{" "}
                {requires.map(({ name, values: wanted }) => (
                  <span key={name} class="tag">
                    <NameLink root="../" kind="flag" name={name} />
                    {wanted[0] === true ? "" : ` = ${wanted.join(" or ")}`}
                  </span>
                ))}
                {requiredConditions.length === 0 ? null : (
                  <span class="tag">{count(requiredConditions.length, "condition")}</span>
                )}
              </>
            ),
          },
        ]),
    ...(expires !== undefined && expires.at <= today && !keep
      ? [
          {
            title: "Expired",
            hint: "nothing below applies",
            picture: <ValuePill value={flag.default} values={values} />,
          },
        ]
      : []),
  ];
}

function listStep(site: Site, flag: Flag): readonly Step[] {
  const { today } = site;
  const lists = new Map(listPathsOf(site, flag));
  const isListed = (entries: Entries): boolean => lists.has(entries);
  const pathOf = (entries: Entries): string => lists.get(entries) ?? "";
  const counts = countLists(flag, today);
  if (counts.length === 0) return [];
  const scopes = [...new Set(counts.map(({ scope }) => scope))];
  const largest = Math.max(...scopes.map((scope) => sumOf(counts.filter((each) => each.scope === scope))));
  return [
    {
      title: "Listed",
      hint: "by id",
      picture: (
        <>
          {scopes.toReversed().map((scope) => {
            const own = counts.filter((each) => each.scope === scope);
            return (
              <ShareBar
                key={scope}
                values={flag.values}
                of={largest}
                parts={own.map(({ value, now, later, entries }) => ({
                  value,
                  size: now,
                  label: (
                    <>
                      {site.showsIds && isListed(entries) ? (
                        <a href={`../${pathOf(entries)}`}>{count(now, scope)}</a>
                      ) : (
                        count(now, scope)
                      )}
                      {later > 0 ? `, ${later} later` : ""}
                    </>
                  ),
                }))}
              />
            );
          })}
        </>
      ),
    },
  ];
}

/** The first page of each list that has pages, in the first environment. */
function listPathsOf({ models: [model] }: Site, { name }: Flag): readonly (readonly [Entries, string])[] {
  const own = model.flags.get(name);
  return own === undefined ? [] : listsOfCustomers(own).map(({ entries, pathOf }) => [entries, pathOf(1)]);
}

function sumOf(counts: readonly { readonly now: number }[]): number {
  return counts.reduce((sum, { now }) => sum + now, 0);
}

function groupStep({ today }: Site, model: Model, flag: Flag): readonly Step[] {
  const groups = countGroups(model, flag, today);
  if (groups.length === 0) return [];
  return [
    {
      title: "Groups",
      hint: "by group",
      picture: (
        <ul class="rows">
          {groups.map(({ group, value, members }) => (
            <li key={`${group} ${value}`}>
              <ValuePill value={value} values={flag.values} />
              <span class="tag">
                <NameLink root="../" kind="groups" name={group.split("/")[0] ?? group} />
                {group.includes("/") ? `/${group.split("/")[1]}` : ""}
              </span>
              <small>{members === 0 ? "" : count(members, "member")}</small>
            </li>
          ))}
        </ul>
      ),
    },
  ];
}

function conditionStep(site: Site, flag: Flag): readonly Step[] {
  if (flag.conditional.length === 0) return [];
  return [
    {
      title: "Conditions",
      hint: "by what is told",
      picture: (
        <ul class="rows">
          {flag.conditional.map(({ value, condition }) => (
            <li key={condition.span.start}>
              <ValuePill value={value} values={flag.values} />
              <span>
                <Text>{conditionWords(site, condition)}</Text>
              </span>
            </li>
          ))}
        </ul>
      ),
    },
  ];
}

function rolloutSteps(flag: Flag): readonly Step[] {
  const parts = shareParts(flag);
  return parts.map(({ among, by, shares }, index) => {
    const who = among === undefined ? (parts.length > 1 ? "the rest" : "everyone") : amongWords(among);
    return {
      title: parts.length > 1 ? `Rollout ${index + 1}` : "Rollout",
      hint: by === undefined ? who : `${who}, by ${by}`,
      picture: (
        <ShareBar
          values={flag.values}
          of={100}
          parts={shares.map(({ value, percent }) => ({ value, size: percent, label: `${percent} %` }))}
        />
      ),
    };
  });
}

function amongWords({
  groups,
  conditions,
}: {
  readonly groups: readonly string[];
  readonly conditions: number;
}): string {
  return [...groups, ...(conditions === 0 ? [] : [count(conditions, "condition")])].join(", ");
}

function createdStep({ created, values }: Flag): readonly Step[] {
  if (created === undefined) return [];
  return [
    {
      title: "Created",
      hint: `on or after ${formatDay(created.from)}`,
      picture: <ValuePill value={created.value} values={values} />,
    },
  ];
}
