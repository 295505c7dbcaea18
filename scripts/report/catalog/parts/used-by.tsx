import type { NameFacts } from "../facts/name-facts.ts";
import { Kind, NameLink, Text } from "./words.tsx";

/** At most this many are named; more are counted. */
const mostNamed = 200;

/** The things that name a group set or test an attribute. */
export function UsedBy({ users }: { readonly users: readonly NameFacts[] }) {
  return (
    <section aria-labelledby="users">
      <h2 id="users">
        Used by <span class="number">{users.length}</span>
      </h2>
      {users.length === 0 ? (
        <p class="none">Nothing names it.</p>
      ) : (
        <ul class="rows">
          {users.slice(0, mostNamed).map(({ thing, href, subject }) => (
            <li key={href}>
              <NameLink root="../" kind={thing.kind} name={thing.name} /> <Kind kind={thing.kind} />
              <small>
                <Text>{subject.owner}</Text>
              </small>
            </li>
          ))}
        </ul>
      )}
      {users.length > mostNamed ? <p class="none">and {users.length - mostNamed} more</p> : null}
    </section>
  );
}
