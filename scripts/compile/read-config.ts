import { codes, isCode } from "../model/codes.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { nearest } from "../model/did-you-mean.ts";
import { type Document, keySpan, takenNames, valueSpan } from "../model/document.ts";
import { isHandle } from "../model/handle.ts";
import { type Config, type Scope, type TextPattern, usualPolicy } from "../model/model.ts";
import { isWithin } from "../model/model-queries.ts";
import { frozenKeys } from "../model/seal.ts";
import type { ConfigDocument } from "../model/shapes/documents.ts";
import { suggest } from "../runtime/declare/suggest.ts";
import { linearPattern } from "./linear-pattern.ts";

const defaultNamePattern = "^[a-z][a-z0-9_]*$";
const scopeNamePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Keys that are next to scopes in documents, or in what services pass with them, so that no scope can bear their name. */
const reservedScopeNames = new Set([...takenNames, ...frozenKeys]);

/** The config that a sound document of package.json holds, with what is wrong in its patterns, names and order of scopes. */
export function readConfig(document: Document<ConfigDocument>): { config: Config; diagnostics: readonly Diagnostic[] } {
  const { data } = document;
  const diagnostics: Diagnostic[] = [];

  function pattern(container: object, key: string, text: string): TextPattern | undefined {
    try {
      return linearPattern(text);
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/^[^:]*: (?:.*\/u?: )?/, "") : "";
      diagnostics.push(
        diagnostic(
          "config/bad-pattern",
          valueSpan(document, container, key),
          `\`${key}\` is not a regular expression`,
          {
            hint: why === "" ? undefined : `the regular expression engine says: ${why}`,
          },
        ),
      );
      return undefined;
    }
  }

  const scopes = new Map<string, Scope>();
  for (const [name, scope] of Object.entries(data.scopes)) {
    if (!scopeNamePattern.test(name) || reservedScopeNames.has(name))
      diagnostics.push(
        diagnostic(
          "schema/bad-name",
          keySpan(document, data.scopes, name),
          `\`${name}\` cannot be the name of a scope`,
          {
            hint: reservedScopeNames.has(name)
              ? `\`${name}\` means something else next to scopes; choose another word`
              : "use a letter, then letters, digits, `_` or `-`",
          },
        ),
      );
    scopes.set(name, {
      name,
      pattern: scope.pattern === undefined ? undefined : pattern(scope, "pattern", scope.pattern),
      ignoreCase: scope.ignoreCase ?? false,
      within: scope.within,
    });
  }

  const [firstEnvironment = "production", ...otherEnvironments] = data.environments ?? [];
  const config: Config = {
    document,
    scopes,
    owners: data.owners,
    approvers: data.approvers,
    environments: [firstEnvironment, ...otherEnvironments],
    codeowners: data.codeowners && new Map(Object.entries(data.codeowners)),
    namePattern:
      (data.namePattern === undefined ? undefined : pattern(data, "namePattern", data.namePattern)) ??
      linearPattern(defaultNamePattern),
    policy: { ...usualPolicy, ...data.policy },
  };
  for (const [index, name] of (data.environments ?? []).entries()) {
    const first = config.environments.indexOf(name);
    if (first === index) continue;
    const places = data.environments as object;
    diagnostics.push(
      diagnostic(
        "model/duplicate-entry",
        valueSpan(document, places, index),
        `\`${name}\` appears twice in this list`,
        {
          related: [{ message: `\`${name}\` first appears here`, span: valueSpan(document, places, first) }],
          hint: "remove one of them",
        },
      ),
    );
  }

  const { severity = {} } = data.policy ?? {};
  const settable = Object.keys(codes).filter((code) => code.startsWith("gate/"));
  for (const code of Object.keys(severity)) {
    if (settable.includes(code)) continue;
    const span = keySpan(document, severity, code);
    const message = isCode(code) ? `the severity of \`${code}\` cannot be set` : `\`${code}\` is not a gate policy`;
    diagnostics.push(
      diagnostic("schema/unknown-key", span, message, nearest(span, code, settable, "the gate policies are")),
    );
  }
  for (const [name, scope] of Object.entries(data.scopes)) {
    if (scope.within === undefined) continue;
    const span = valueSpan(document, scope, "within");
    if (!scopes.has(scope.within)) {
      const near = suggest(scope.within, scopes.keys());
      diagnostics.push(
        diagnostic(
          "model/unknown-scope",
          span,
          `scope \`${name}\` is within \`${scope.within}\`, which does not exist`,
          {
            hint: near === undefined ? "declare it under `scopes`" : `did you mean \`${near}\`?`,
          },
        ),
      );
    } else if (isWithin(config, name, name)) {
      diagnostics.push(
        diagnostic("model/cycle", span, `scope \`${name}\` is within itself`, {
          hint: `${circle(scopes, name)
            .map((each) => `\`${each}\``)
            .join(" is within ")}; remove one \`within\``,
        }),
      );
    }
  }
  diagnostics.push(...judgeHandles(document));
  return { config, diagnostics };
}

/** What is wrong with the handles of owners. */
function* judgeHandles(document: Document<ConfigDocument>): Generator<Diagnostic> {
  const { owners, codeowners = {} } = document.data;
  for (const [owner, handles] of Object.entries(codeowners)) {
    const span = keySpan(document, codeowners, owner);
    if (owners !== undefined && !owners.includes(owner))
      yield diagnostic("model/unknown-owner", span, `\`${owner}\` is not an owner in the config`, {
        hint: nearest(span, owner, owners, "owners are").hint,
      });
    for (const [index, handle] of handles.entries())
      if (!isHandle(handle))
        yield diagnostic("config/bad-handle", valueSpan(document, handles, index), `\`${handle}\` is not a handle`, {
          hint: "write `@name`, `@organization/team` or an e-mail address",
        });
  }
}

/** The scopes from one back to itself. */
function circle(scopes: ReadonlyMap<string, Scope>, name: string): readonly string[] {
  const names = [name];
  let at = scopes.get(name)?.within;
  while (at !== undefined && at !== name && !names.includes(at)) {
    names.push(at);
    at = scopes.get(at)?.within;
  }
  return [...names, name];
}
