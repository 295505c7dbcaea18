import type { VNode } from "preact";
import { renderToStaticMarkup } from "preact-render-to-string";

/** The text of a page. */
export function renderPage(page: VNode): string {
  return `<!doctype html>\n${renderToStaticMarkup(page)}\n`;
}
