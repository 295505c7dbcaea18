import { codes, isCode } from "../model/codes.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { didYouMean, nameHint } from "../model/did-you-mean.ts";
import { type Document, keySpan, takenNames, valueSpan } from "../model/document.ts";
import { isHandle } from "../model/handle.ts";
import { type Config, type Scope, type TextPattern, usualPolicy } from "../model/model.ts";
import { isWithin } from "../model/model-queries.ts";
import { frozenKeys } from "../model/seal.ts";
import type { ConfigDocument } from "../model/shapes/documents.ts";
import type { Span } from "../model/text/source.ts";
import { linearPattern } from "./linear-pattern.ts";

const defaultNamePattern = "^[a-z][a-z0-9_]*$";
const scopeNamePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Keys that are next to scopes in documents, or in what services pass with them, so no scope may have such a name. */
const reservedScopeNames = new Set([...takenNames, ...frozenKeys]);

/** The config of a sound document of package.json, with what is wrong in its patterns, names and order of scopes. */
export function readConfig(document: Document<ConfigDocument>): { config: Config; diagnostics: readonly Diagnostic[] } {
  const { data } = document;
  const diagnostics: Diagnostic[] = [];

  function pattern(container: object, key: string, text: string | undefined): TextPattern | undefined {
    if (text === undefined) return undefined;
    const read = readPattern(document, container, key, text);
    if (!("code" in read)) return read;
    diagnostics.push(read);
    return undefined;
  }

  const scopes = new Map<string, Scope>();
  for (const [name, scope] of Object.entries(data.scopes))
    scopes.set(name, {
      name,
      pattern: pattern(scope, "pattern", scope.pattern),
      ignoreCase: scope.ignoreCase ?? false,
      within: scope.within,
    });
  const [firstEnvironment = "production", ...otherEnvironments] = data.environments ?? [];
  const config: Config = {
    document,
    scopes,
    owners: data.owners,
    approvers: data.approvers,
    environments: [firstEnvironment, ...otherEnvironments],
    codeowners: data.codeowners && new Map(Object.entries(data.codeowners)),
    namePattern: pattern(data, "namePattern", data.namePattern) ?? linearPattern(defaultNamePattern),
    policy: { ...usualPolicy, ...data.policy },
    outputs: new Set(data.outputs),
    flagd: { maxMembers: 1000, ...data.flagd },
  };
  diagnostics.push(
    ...judgeScopeNames(document),
    ...judgeEnvironments(document),
    ...judgeSeverities(document),
    ...judgeOrder(document, config),
    ...judgeHandles(document),
  );
  return { config, diagnostics };
}

/** The pattern of a text, or the finding that it is not one. */
function readPattern(document: Document, container: object, key: string, text: string): TextPattern | Diagnostic {
  const bare = /^\/(.+)\/[a-z]*$/.exec(text)?.[1];
  if (bare !== undefined)
    return diagnostic("config/bad-pattern", valueSpan(document, container, key), `\`${key}\` has slashes around it`, {
      hint: `write \`${bare}\`; for ids in any letter case, add \`"ignoreCase": true\``,
    });
  try {
    return linearPattern(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^[^:]*: (?:.*\/u?: )?/, "") : "";
    const hint = why === "" ? undefined : `the regular expression engine says: ${why}`;
    const span = valueSpan(document, container, key);
    return diagnostic("config/bad-pattern", span, `\`${key}\` is not a regular expression`, { hint });
  }
}

function* judgeScopeNames(document: Document<ConfigDocument>): Generator<Diagnostic> {
  const { scopes } = document.data;
  for (const name of Object.keys(scopes)) {
    const isReserved = reservedScopeNames.has(name);
    if (scopeNamePattern.test(name) && !isReserved) continue;
    const hint = isReserved
      ? `\`${name}\` means something else next to scopes; choose another word`
      : "use a letter, then letters, digits, `_` or `-`";
    const span = keySpan(document, scopes, name);
    yield diagnostic("schema/bad-name", span, `\`${name}\` cannot be the name of a scope`, { hint });
  }
}

function* judgeEnvironments(document: Document<ConfigDocument>): Generator<Diagnostic> {
  const { environments = [] } = document.data;
  const spanOf = (index: number): Span => valueSpan(document, environments, index);
  for (const [index, name] of environments.entries()) {
    const first = environments.indexOf(name);
    if (first === index) continue;
    yield diagnostic("model/duplicate-entry", spanOf(index), `\`${name}\` appears twice in this list`, {
      related: [{ message: `\`${name}\` first appears here`, span: spanOf(first) }],
      hint: "remove one of them",
    });
  }
}

function* judgeSeverities(document: Document<ConfigDocument>): Generator<Diagnostic> {
  const { severity = {} } = document.data.policy ?? {};
  const settable = Object.keys(codes).filter((code) => code.startsWith("gate/"));
  for (const code of Object.keys(severity)) {
    if (settable.includes(code)) continue;
    const span = keySpan(document, severity, code);
    const message = isCode(code) ? `the severity of \`${code}\` cannot be set` : `\`${code}\` is not a gate policy`;
    yield diagnostic("schema/unknown-key", span, message, nameHint(span, code, settable, "the gate policies are"));
  }
}

/** Scopes must be within scopes that exist, and not in a circle. */
function* judgeOrder(document: Document<ConfigDocument>, config: Config): Generator<Diagnostic> {
  const reported = new Set<string>();
  for (const [name, scope] of Object.entries(document.data.scopes)) {
    const { within } = scope;
    if (within === undefined) continue;
    const span = valueSpan(document, scope, "within");
    if (!config.scopes.has(within)) {
      const hint = didYouMean(within, config.scopes.keys()) ?? "declare it under `scopes`";
      const message = `scope \`${name}\` is within \`${within}\`, which does not exist`;
      yield diagnostic("model/unknown-scope", span, message, { hint });
    } else if (isWithin(config, name, name) && !reported.has(name)) {
      for (const each of circle(config.scopes, name)) reported.add(each);
      const way = circle(config.scopes, name).map((each) => `\`${each}\``);
      const hint = `${way.join(" is within ")}; remove one \`within\``;
      yield diagnostic("model/cycle", span, `scope \`${name}\` is within itself`, { hint });
    }
  }
}

/** Reports what is wrong with the handles of owners. */
function* judgeHandles(document: Document<ConfigDocument>): Generator<Diagnostic> {
  const { owners, codeowners = {} } = document.data;
  for (const [owner, handles] of Object.entries(codeowners)) {
    const span = keySpan(document, codeowners, owner);
    if (owners !== undefined && !owners.includes(owner))
      yield diagnostic("model/unknown-owner", span, `\`${owner}\` is not an owner in the config`, {
        hint: nameHint(span, owner, owners, "owners are").hint,
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
