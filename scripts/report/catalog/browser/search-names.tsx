import { render } from "preact";
import { readQuery } from "../../../model/query/read-query.ts";
import { count } from "../../../model/text/words.ts";
import { columns, inOrder, isAscending, type NameData, type NameRow, type Order } from "../name-row.ts";
import { NameTableRow } from "../parts/name-table.tsx";

/** The state of the list of names, from the address. */
interface ListState {
  readonly q: string;
  readonly order: Order;
  /** From 1. */
  readonly page: number;
}

/** The number of names that are drawn at once. */
const onPage = 200;

/** Searches and sorts the list of names, and keeps the search in the address. */
export function searchNames(): void {
  // The file of names is a script, since a page opened from disk may not fetch.
  const { flagstoneNames: data } = globalThis as { flagstoneNames?: NameData };
  const form = document.querySelector<HTMLFormElement>("[data-query]");
  const input = form?.querySelector("input");
  const show = data && listShower(data);
  if (data === undefined || !form || !input || show === undefined) return;
  const go = (change: Partial<ListState>): void => {
    const state = { ...readState(), page: 1, ...change };
    history.replaceState(null, "", addressOf(state) || "#");
    show(state);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.value = readState().q;
  show(readState());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ q: input.value });
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ q: input.value }), 80);
  });
  for (const heading of document.querySelectorAll<HTMLElement>("[data-sort]"))
    heading.querySelector("button")?.addEventListener("click", () => {
      const { by, isReversed } = readState().order;
      // A second choice of the same column reverses it.
      const chosen = orderOf(heading.dataset.sort);
      go({ order: chosen.by === by ? { by, isReversed: !isReversed } : chosen });
    });
  addEventListener("hashchange", () => {
    input.value = readState().q;
    show(readState());
  });
}

/** A function that draws the requested part of the list; undefined on other pages. */
function listShower({ rows, today, hasCustomers }: NameData): ((state: ListState) => void) | undefined {
  const body = document.querySelector<HTMLElement>("[data-rows]");
  const status = document.querySelector<HTMLElement>("[data-count]");
  const pager = document.querySelector<HTMLElement>("[data-pager]");
  if (!body || !status || !pager) return undefined;
  const known = {
    owner: new Set(rows.map(({ subject }) => subject.owner)),
    in: new Set(rows.flatMap(({ subject }) => subject.groups)),
  };
  const first = { rows: [...body.childNodes], status: status.textContent, pager: [...pager.childNodes] };
  return (state) => {
    for (const heading of document.querySelectorAll<HTMLElement>("[data-sort]"))
      heading.setAttribute("aria-sort", sortOf(heading.dataset.sort, state.order));
    const query = readQuery(state.q, { today, known });
    const found = typeof query === "string" ? query : find(rows, query, state.order);
    status.classList.toggle("wrong", typeof found === "string");
    if (typeof found === "string") {
      status.textContent = found;
      return;
    }
    render(null, body);
    render(null, pager);
    if (addressOf(state) === "") {
      body.replaceChildren(...first.rows);
      pager.replaceChildren(...first.pager);
      status.textContent = first.status;
      return;
    }
    body.replaceChildren();
    pager.replaceChildren();
    const start = (state.page - 1) * onPage;
    const shown = found.slice(start, start + onPage);
    render(
      shown.map((row) => <NameTableRow key={row.href} row={row} root="" />),
      body,
    );
    render(<Pages state={state} of={Math.ceil(found.length / onPage)} />, pager);
    status.textContent = `${found.length} of ${count(rows.length, "name")}`;
    const word = state.q.trim();
    if (hasCustomers && found.length === 0 && !/[\s:]/.test(word)) status.append(". ", customerLink(word));
  };
}

/** A link to look up a customer, since a text that is not a name may be an id. */
function customerLink(id: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = `customers.html#${new URLSearchParams({ id })}`;
  link.textContent = `Look up the customer ${id}`;
  return link;
}

/** The names that a query finds, sorted. */
function find(rows: readonly NameRow[], query: (subject: NameRow["subject"]) => boolean, order: Order) {
  const found = rows.filter(({ subject }) => query(subject));
  return inOrder(found, order);
}

function sortOf(heading: string | undefined, order: Order): string {
  if (heading !== order.by) return "none";
  return isAscending(order) ? "ascending" : "descending";
}

function readState(): ListState {
  const asked = new URLSearchParams(location.hash.slice(1));
  return {
    q: asked.get("q") ?? "",
    order: orderOf(asked.get("sort") ?? ""),
    page: Math.max(1, Math.floor(Number(asked.get("page"))) || 1),
  };
}

/** The order that a word names; a dash before it reverses it. */
function orderOf(word = ""): Order {
  const by = columns.find((column) => column === word.replace(/^-/, ""));
  return { by: by ?? "name", isReversed: by !== undefined && word.startsWith("-") };
}

function addressOf({ q, order: { by, isReversed }, page }: ListState): string {
  const asked = new URLSearchParams();
  if (q.trim() !== "") asked.set("q", q);
  if (by !== "name" || isReversed) asked.set("sort", `${isReversed ? "-" : ""}${by}`);
  if (page > 1) asked.set("page", `${page}`);
  return asked.size === 0 ? "" : `#${asked}`;
}

function Pages({ state, of }: { readonly state: ListState; readonly of: number }) {
  if (of <= 1) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {Array.from({ length: of }, (_, index) => index + 1).map((page) => (
        <a
          key={page}
          href={addressOf({ ...state, page }) || "#page=1"}
          aria-current={page === state.page ? "page" : undefined}
        >
          {page}
        </a>
      ))}
    </nav>
  );
}
