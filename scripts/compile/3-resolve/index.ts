import type { Document } from "../../model/document.ts";
import { inEnvironment } from "../../model/environment-overlay.ts";
import type {
  Alias,
  Attribute,
  Child,
  Config,
  Flag,
  GroupSet,
  Model,
  Named,
  Privilege,
  Release,
  Retired,
  Waiver,
} from "../../model/model.ts";
import { compareText } from "../../model/text/words.ts";
import type { Instant } from "../../model/time.ts";
import { resolveAttribute } from "./attribute.ts";
import { resolveNamed } from "./common-keys.ts";
import { resolveFlag } from "./flag.ts";
import { resolveGroupSet } from "./group-set.ts";
import { resolveAliases, resolveChildren } from "./identities.ts";
import { resolvePrivilege } from "./privilege.ts";
import { resolveRelease } from "./release.ts";
import { resolveRetired } from "./retired.ts";
import { type TestedByName, testedIn } from "./tested.ts";
import { resolveWaiver } from "./waiver.ts";

/** What resolving needs besides the sound documents. */
interface Circumstances {
  readonly environment: string;
  readonly asOf: Instant;
  readonly allowExpired: boolean;
  /** All documents that could be read and have a name. */
  readonly documents: readonly Document[];
  readonly partial: ReadonlySet<Document>;
  readonly unreadable: ReadonlyMap<string, string>;
}

/**
 * The model of sound documents in one environment. Of two with the same name and kind the first counts; references stay
 * names, which the rules check.
 */
export function resolve(config: Config, sound: readonly Document[], circumstances: Circumstances): Model {
  const flags = new Map<string, Flag>();
  const releases = new Map<string, Release>();
  const privileges = new Map<string, Privilege>();
  const sets = new Map<string, GroupSet>();
  const attributes = new Map<string, Attribute>();
  const identities = new Map<string, Named>();
  const children: Child[] = [];
  const aliases: Alias[] = [];
  const retired: Retired[] = [];
  const waivers = new Map<string, Waiver>();

  const documents = sound.map((document) => inEnvironment(document, circumstances.environment));
  const tested = testedIn(documents, sound);
  const surroundings = `${config.document.source.text}\n${JSON.stringify([...tested])}`;
  for (const [index, document] of documents.entries())
    if (document.kind === "groups") add(sets, resolveGroupSet(config, document, tested, sound[index]));
  for (const document of documents) {
    if (document.kind === "flag") add(flags, flagOf(config, document, tested, surroundings));
    else if (document.kind === "attribute") add(attributes, resolveAttribute(document));
    else if (document.kind === "release") add(releases, resolveRelease(config, document, sets, tested));
    else if (document.kind === "privilege") add(privileges, resolvePrivilege(config, document, tested));
    else if (document.kind === "retired") retired.push(...resolveRetired(document));
    else if (document.kind === "waiver") add(waivers, resolveWaiver(document));
    else if (document.kind === "identities") {
      add(identities, resolveNamed(document));
      for (const child of resolveChildren(config, document)) children.push(child);
      for (const alias of resolveAliases(config, document)) aliases.push(alias);
    }
  }
  return {
    config,
    ...circumstances,
    flags: sorted(flags),
    releases: sorted(releases),
    privileges: sorted(privileges),
    sets: sorted(sets),
    attributes: sorted(attributes),
    identities: sorted(identities),
    children,
    aliases,
    retired,
    waivers: sorted(waivers),
  };
}

const known = new WeakMap<Document, { readonly flag: Flag; readonly surroundings: string }>();

/**
 * The flag of a document, resolved once for all environments and compilations that have the same document in the same
 * surroundings: whatever is not in the document and may matter to a flag.
 */
function flagOf(config: Config, document: Document, tested: TestedByName, surroundings: string): Flag {
  const before = known.get(document);
  if (before?.surroundings === surroundings) return before.flag;
  const flag = resolveFlag(config, document, tested);
  known.set(document, { flag, surroundings });
  return flag;
}

function add<Thing extends Named>(things: Map<string, Thing>, thing: Thing): void {
  if (!things.has(thing.name)) things.set(thing.name, thing);
}

function sorted<Thing>(things: ReadonlyMap<string, Thing>): ReadonlyMap<string, Thing> {
  return new Map([...things].sort(([a], [b]) => compareText(a, b)));
}
