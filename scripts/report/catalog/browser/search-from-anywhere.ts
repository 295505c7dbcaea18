/** Lets the search box of any page open the page of names; `/` focuses it. */
export function searchFromAnywhere(): void {
  const form = document.querySelector<HTMLFormElement>("[data-find]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = new URLSearchParams({ q: form.querySelector("input")?.value ?? "" });
    location.href = `${document.body.dataset.root}names.html#${query}`;
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const input = document.querySelector<HTMLInputElement>("[data-query] input, [data-find] input");
    if (input === null) return;
    event.preventDefault();
    input.select();
    input.focus();
  });
}
