import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Document, keySpan, nameSpan, takenNames, valueSpan } from "../../model/document.ts";
import { fittingName } from "../../model/fitting-name.ts";
import { formats } from "../../model/formats.ts";
import type { Attribute, Config, Flag, Model, Named } from "../../model/model.ts";
import type { AttributeDocument, FlagDocument, GroupsDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Names, including those of groups, must match the pattern; whatever it allows, none may have a `/` or begin with
 * `no_`, a group must be referable, and no group may have the name of its set.
 */
export function* badName(document: Document, { config }: Surroundings): Generator<Diagnostic> {
  if (document.kind === "retired") return;
  const { name } = document;
  const span = (): Span => nameSpan(document);
  if (name.includes("/"))
    yield diagnostic("schema/bad-name", span(), `the name \`${name}\` has a \`/\``, {
      hint: `the folder of a file is not a part of the name; write \`${name.slice(name.lastIndexOf("/") + 1)}\``,
    });
  else if (document.kind === "groups") yield* judgeReferable(config, name, span);
  else yield* judge(config, name, span);
  if (name.startsWith("no_"))
    yield diagnostic("schema/bad-name", span(), `the name \`${name}\` starts with \`no_\``, {
      hint: `an override \`${name}\` would mean that \`${name.slice(3)}\` is off; name what it turns on`,
    });
  if (name === "retired")
    yield diagnostic("schema/bad-name", span(), "`retired` is reserved for the file of retired names", {
      hint: "choose another name",
    });
}

/** A variant may be any text without invisible parts. */
export function* badVariant({ document, variants = [] }: Flag): Generator<Diagnostic> {
  const written = (document.data as FlagDocument).variants as object;
  for (const [index, variant] of variants.entries())
    if (!formats.id(variant))
      yield diagnostic(
        "schema/bad-name",
        Array.isArray(written) ? valueSpan(document, written, index) : keySpan(document, written, variant),
        variant === "" ? "the name of a variant is empty" : "a variant has a hidden character or outer white space",
        { hint: "a variant is any text without control characters and without white space around it" },
      );
}

/** What services tell must have a name of its own, and a group one that can be referred to. */
export function* badGroupName(model: Model): Generator<Diagnostic> {
  for (const attribute of model.attributes.values()) {
    yield* judgeTold(attribute, "an attribute");
    yield* judgeValues(attribute);
  }

  for (const set of model.sets.values()) {
    if (set.told) yield* judgeTold(set, "a told set");
    const isList = Array.isArray((set.document.data as GroupsDocument).members);
    for (const group of set.groups.values()) {
      if (group.name === set.name) {
        if (!isList)
          yield diagnostic("schema/bad-name", group.span, `a group cannot have the name of its set, \`${set.name}\``, {
            hint: `rename the group${set.told ? "" : ", or write `members` as a plain list"}`,
          });
      } else yield* judgeReferable(model.config, group.name, () => group.span);
    }
  }
}

/** Services pass what they tell by name next to other keys. */
function* judgeTold({ name, document }: Named, what: string): Generator<Diagnostic> {
  const span = nameSpan(document);
  if (takenNames.has(name))
    yield diagnostic("schema/bad-name", span, `\`${name}\` cannot be the name of ${what}`, {
      hint: "what services pass next to it has this name; choose another one",
    });
}

/** The texts of a closed list must be distinguishable for readers. */
function* judgeValues({ name, document }: Attribute): Generator<Diagnostic> {
  const { type } = document.data as AttributeDocument;
  if (typeof type === "string") return;
  for (const [index, value] of type.entries())
    if (!formats.id(value))
      yield diagnostic(
        "schema/bad-name",
        valueSpan(document, type, index),
        `a value of \`${name}\` is empty, or has a hidden character or outer white space`,
        { hint: "a value is any text without control characters and without white space around it" },
      );
}

/** Whatever the pattern allows, a group is referred to as `set/group`, so neither may have a `/` or white space. */
function* judgeReferable(config: Config, name: string, span: () => Span): Generator<Diagnostic> {
  if (name === "" || !config.namePattern.test(name) || !/[/\s]/.test(name)) yield* judge(config, name, span);
  else
    yield diagnostic("schema/bad-name", span(), `\`${name}\` cannot be written in a reference to a group`, {
      hint: "a group is written `set/group`: neither name has white space or a `/`",
    });
}

function* judge(config: Config, name: string, span: () => Span): Generator<Diagnostic> {
  if (name !== "" && config.namePattern.test(name)) return;
  const better = fittingName(name, config.namePattern);
  const message = name === "" ? "a name is empty" : `\`${name}\` does not match the name pattern`;
  yield diagnostic("schema/bad-name", span(), message, {
    hint: `names must match \`${config.namePattern.source}\`${better === undefined ? "" : `, as \`${better}\` does`}`,
  });
}
