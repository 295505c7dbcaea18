import type { Document } from "./document.ts";

/** Whether CODEOWNERS takes a text for a person or a team: `@name`, `@organization/team`, or an e-mail address. */
export function isHandle(text: string): boolean {
  return handlePattern.test(text);
}

/** The owner that a document names; undefined if it names none. */
export function ownerOf({ data }: Document): string | undefined {
  const { owner } = data as { readonly owner?: unknown };
  return typeof owner === "string" ? owner : undefined;
}

const name = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?";

const handlePattern = new RegExp(
  `^(?:@${name}(?:/${name})*|[A-Za-z0-9.!$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)$`,
);
