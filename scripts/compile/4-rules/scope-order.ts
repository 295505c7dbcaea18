import { type Diagnostic, diagnostic, type Extra } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { valueSpan } from "../../model/document.ts";
import type { Config, Flag, Model } from "../../model/model.ts";
import { isWithin, spanAt } from "../../model/model-queries.ts";
import type { IdentitiesDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Scopes must be those of the config, and a flag must list its own from broad to narrow. Codes: `model/scope-order`,
 * `model/unknown-scope`.
 */
export function* scopeOrder(flag: Flag, { config }: Surroundings): Generator<Diagnostic> {
  const { scope } = flag.document.data as { scope?: string | string[] };
  const spanOf = (index: number): Span =>
    Array.isArray(scope) ? valueSpan(flag.document, scope, index) : spanAt(flag, "scope");
  for (const [index, narrow] of flag.scopes.entries()) {
    yield* judgeScope(config, narrow, () => spanOf(index));
    const earlier = flag.scopes.slice(0, index);
    if (earlier.includes(narrow))
      yield diagnostic("model/scope-order", spanOf(index), `scope \`${narrow}\` appears twice`, {
        hint: "remove one of them",
      });
    const wrong = earlier.findIndex((broad) => isWithin(config, broad, narrow) && !isWithin(config, narrow, broad));
    if (wrong >= 0) {
      const [first, span] = [spanOf(wrong), spanOf(index)];
      yield diagnostic(
        "model/scope-order",
        span,
        `\`${narrow}\` is broader than \`${earlier[wrong]}\`, which comes before it`,
        {
          related: [{ message: `\`${earlier[wrong]}\` is within \`${narrow}\``, span: first }],
          hint: "list scopes from broad to narrow",
          fix: {
            title: `put \`${narrow}\` before \`${earlier[wrong]}\``,
            edits: [
              { span: first, text: narrow },
              { span, text: earlier[wrong] as string },
            ],
          },
        },
      );
    }
  }
}

/** The scope of anything but a flag must be one of the config. */
export function* unknownScope(model: Model): Generator<Diagnostic> {
  const { config } = model;
  for (const named of [...model.sets.values(), ...model.attributes.values()])
    if (named.scope !== undefined) yield* judgeScope(config, named.scope, () => spanAt(named, "scope"));
  for (const named of model.identities.values())
    yield* judgeScope(config, (named.document.data as IdentitiesDocument).scope, () => spanAt(named, "scope"));
  for (const privilege of model.privileges.values())
    yield* judgeScope(config, privilege.scopes[0] ?? "", () => spanAt(privilege, "scope"));
}

function* judgeScope(config: Config, scope: string, spanOf: () => Span): Generator<Diagnostic> {
  if (config.scopes.has(scope)) return;
  const span = spanOf();
  yield diagnostic(
    "model/unknown-scope",
    span,
    `scope \`${scope}\` does not exist`,
    asSeveral(config, scope, span) ?? nameHint(span, scope, config.scopes.keys(), "the scopes are"),
  );
}

/** Scopes with commas between them, but without brackets around them. */
function asSeveral(config: Config, text: string, span: Span): Extra | undefined {
  const scopes = text.split(/\s*,\s*/);
  if (scopes.length < 2 || !scopes.every((scope) => config.scopes.has(scope))) return undefined;
  const list = `[${scopes.join(", ")}]`;
  return { hint: "write several in brackets", fix: { title: `write \`${list}\``, edits: [{ span, text: list }] } };
}
