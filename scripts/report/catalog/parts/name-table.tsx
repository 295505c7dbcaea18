import { formatDay } from "../../../model/time.ts";
import type { NameRow } from "../name-row.ts";
import { Kind, States, Text } from "./words.tsx";

/** Names as a table; the script of the page draws the rows of a search in the same way. */
export function NameTable({
  rows,
  root,
  isSorted = false,
}: {
  readonly rows: readonly NameRow[];
  readonly root: string;
  readonly isSorted?: boolean;
}) {
  return (
    <table class="names">
      <thead>
        <tr>
          <Heading sort="name" isSorted={isSorted}>
            Name
          </Heading>
          <th scope="col" class="wide-only">
            Owner
          </th>
          <th scope="col">State</th>
          <Heading sort="expiry" isSorted={isSorted}>
            Last day
          </Heading>
          <Heading sort="change" isSorted={isSorted}>
            Changed
          </Heading>
        </tr>
      </thead>
      <tbody data-rows={isSorted ? "" : undefined}>
        {rows.map((row) => (
          <NameTableRow key={row.href} row={row} root={root} />
        ))}
      </tbody>
    </table>
  );
}

function Heading({
  sort,
  isSorted,
  children,
}: {
  readonly sort: string;
  readonly isSorted: boolean;
  readonly children: string;
}) {
  return (
    <th scope="col" class={sort === "change" ? "wide-only" : ""} data-sort={isSorted ? sort : undefined}>
      {isSorted ? (
        <>
          <button type="button" class="script">
            {children}
          </button>
          <span class="no-script">{children}</span>
        </>
      ) : (
        children
      )}
    </th>
  );
}

/** A name in a row. */
export function NameTableRow({ row, root }: { readonly row: NameRow; readonly root: string }) {
  const { subject, href, changed, isStale } = row;
  const { kind, name, owner, description, states, expires = "" } = subject;
  return (
    <tr>
      <td>
        <a class="name" href={`${root}${href}`}>
          <Text>{name}</Text>
        </a>{" "}
        {kind === "waiver" || kind === "identities" ? null : <Kind kind={kind} />}
        <small class="about">
          <Text>{description}</Text>
        </small>
      </td>
      <td class="wide-only">
        <Text>{owner}</Text>
      </td>
      <td>
        <States states={states} isStale={isStale} />
      </td>
      <td class="date">{expires}</td>
      <td class="date wide-only">{changed === undefined ? "" : formatDay(changed)}</td>
    </tr>
  );
}
