/** How often bars move, in milliseconds. */
const pace = 30_000;

/** Advances the bars of soak times to now; the page has them as of the commit that it was made from. */
export function followSoak(): void {
  if (document.querySelector("[data-until], [data-ready]") === null) return;
  const move = (): void => {
    const now = Date.now();
    for (const soak of document.querySelectorAll<HTMLElement>("[data-until]")) {
      const [from, until] = [Number(soak.dataset.from), Number(soak.dataset.until)];
      const done = Math.min(1, Math.max(0, (now - from) / (until - from)));
      const bar = soak.querySelector<HTMLElement>(".soak-bar i");
      if (bar !== null) bar.style.width = `${done * 100}%`;
      soak.querySelector(".soak-bar")?.classList.toggle("full", done >= 1);
    }
    for (const next of document.querySelectorAll<HTMLElement>("[data-ready]")) {
      if (now < Number(next.dataset.ready)) continue;
      next.textContent = `may come from ${next.dataset.from}`;
      next.parentElement?.classList.replace("wait", "yes");
    }
  };
  move();
  setInterval(move, pace);
}
