import { render } from "preact";
import { dayLength } from "../../../model/time.ts";
import type { open as openModule } from "../../../runtime/index.ts";
import type { LookUpData } from "../look-up/look-up-data.ts";
import { answersFor, type CustomerQuestion } from "./answer-customer.ts";
import { CustomerAnswers } from "./customer-answers.tsx";
import { gather, scopesOf } from "./gather-customer.ts";

/** Looks customers up, and keeps the customer in the address. */
export function lookUpCustomers(): void {
  const form = document.querySelector<HTMLFormElement>("[data-look-up]");
  const { flagstoneLookUp: data, flagstone } = globalThis as {
    flagstoneLookUp?: LookUpData;
    flagstone?: { readonly open: typeof openModule };
  };
  if (form === null || data === undefined || flagstone === undefined) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") asked.set(name, `${value}`);
    history.replaceState(null, "", `#${asked}`);
    void show(form, data, flagstone.open);
  });
  addEventListener("hashchange", () => void show(form, data, flagstone.open));
  // The reader may have typed before this script was loaded.
  const id = form.elements.namedItem("id");
  if (location.hash === "" && id instanceof HTMLInputElement && id.value !== "") form.requestSubmit();
  else void show(form, data, flagstone.open);
}

async function show(form: HTMLFormElement, data: LookUpData, open: typeof openModule): Promise<void> {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of asked) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  const status = document.querySelector<HTMLElement>("[data-found]");
  const place = document.querySelector<HTMLElement>("[data-answers]");
  const id = asked.get("id") ?? "";
  if (status === null || place === null || id === "") return;
  if ([...asked.keys()].some((name) => name.startsWith("told.")))
    form.querySelector("details")?.setAttribute("open", "");
  const known = await scopesOf(data, id);
  const scope = asked.get("scope") ?? known[0];
  status.classList.toggle("wrong", scope === undefined);
  if (scope === undefined) {
    status.textContent = `No file mentions ${id}. With a scope, it is shown what everyone like it gets.`;
    render(null, place);
    return;
  }
  const gathered = await gather(data, scope, id);
  const question = questionOf(data, asked, scope, id);
  const answers = answersFor(open, data, gathered, question);
  const others = known.filter((each) => each !== scope);
  const isKnown = known.includes(scope);
  status.textContent = isKnown ? "" : `No file mentions ${scope} ${id}: this is what everyone like it gets.`;
  render(
    <CustomerAnswers data={data} question={question} gathered={gathered} answers={answers} others={others} />,
    place,
  );
}

function questionOf(data: LookUpData, asked: URLSearchParams, scope: string, id: string): CustomerQuestion {
  const environments = Object.keys(data.contents);
  const environment = environments.find((each) => each === asked.get("environment")) ?? environments[0] ?? "";
  const content = data.contents[environment];
  const groups: Record<string, string> = {};
  const attributes: Record<string, unknown> = {};
  for (const [key, text] of asked) {
    if (!key.startsWith("told.")) continue;
    const name = key.slice("told.".length);
    const type = content?.attributes?.[name]?.type;
    if (content?.groups[name] !== undefined) groups[name] = text;
    else if (type !== undefined) attributes[name] = readAttribute(type, text);
  }
  // The middle of the day, to show what applies on that day.
  const day = Date.parse(asked.get("at") ?? "");
  return {
    scope,
    id,
    environment,
    at: Number.isNaN(day) ? new Date(Date.now()) : new Date(day + dayLength / 2),
    groups,
    attributes,
  };
}

function readAttribute(type: string, text: string): unknown {
  switch (type) {
    case "number":
      return Number(text);
    case "boolean":
      return text === "true";
    case "list":
      return text.split(",").map((each) => each.trim());
    default:
      return text;
  }
}
