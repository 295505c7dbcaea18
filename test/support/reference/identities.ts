import type { Bundle, BundleMember } from "../../../scripts/runtime/shapes/bundle.ts";
import { isPast, own, type Question } from "./question.ts";

/** The current id in a scope: from the context, or that of a parent of a customer in it. */
export function idOf(bundle: Bundle, scope: string, question: Question): string | undefined {
  if (Object.hasOwn(question.context, scope)) return today(bundle, scope, own(question.context, scope), question);
  for (const { scope: narrow, within, of } of bundle.identities.children) {
    const child = within === scope ? idOf(bundle, narrow, question) : undefined;
    if (child === undefined) continue;
    const parents = Object.keys(of).sort();
    const parent = parents.find((each) => own(of, each).some((id) => normalized(bundle, narrow, id) === child));
    if (parent !== undefined) return today(bundle, scope, parent, question);
  }
  return undefined;
}

/** Whether a list has the customer at that instant. */
export function isListed(bundle: Bundle, scope: string, members: readonly BundleMember[], question: Question): boolean {
  const asked = idOf(bundle, scope, question);
  if (asked === undefined) return false;
  return members.some((member) => {
    if (typeof member === "string") return normalized(bundle, scope, member) === asked;
    if (
      "prefix" in member
        ? !asked.startsWith(normalized(bundle, scope, member.prefix))
        : normalized(bundle, scope, member.id) !== asked
    ) {
      return false;
    }
    return (member.from === undefined || isPast(member.from, question.at)) && !isPast(member.until, question.at);
  });
}

function today(bundle: Bundle, scope: string, given: string, question: Question): string {
  const id = normalized(bundle, scope, given);
  const alias = bundle.identities.aliases.find(
    (each) => each.scope === scope && normalized(bundle, scope, each.was) === id && !isPast(each.until, question.at),
  );
  return alias === undefined ? id : normalized(bundle, scope, alias.id);
}

/** A text in the form in which texts are compared: composed, and folded if letter case does not matter. */
export function compared(text: string, ignoreCase: boolean): string {
  const composed = text.normalize("NFC");
  return ignoreCase ? [...composed].map(folded).join("").normalize("NFC") : composed;
}

const forms = new Map<string, string>();

/** The lower case of a character, if a case-insensitive pattern treats both as one, as Unicode's folding does. */
function folded(character: string): string {
  const before = forms.get(character);
  if (before !== undefined) return before;
  const isSame = new RegExp(`^\\u{${character.codePointAt(0)?.toString(16)}}$`, "iu");
  const small = [character.toUpperCase().toLowerCase(), character.toLowerCase()].find((each) => isSame.test(each));
  forms.set(character, small ?? character);
  return small ?? character;
}

function normalized(bundle: Bundle, scope: string, id: string): string {
  return compared(id, own(bundle.scopes, scope).ignoreCase);
}
