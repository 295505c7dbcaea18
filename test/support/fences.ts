/** A fenced block of a page: its info string, and its text without the indentation of the fence. */
export interface Fence {
  readonly fence: string;
  readonly text: string;
}

/** The fenced blocks of a page. */
export function fencesOf(page: string): readonly Fence[] {
  return [...page.matchAll(/^( *)```(.+)\n([\s\S]*?)^\1```$/gm)].map(([, indent = "", fence = "", content = ""]) => ({
    fence,
    text: content.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
}

/** The texts of the blocks with exactly this info string. */
export function blocksOf(page: string, fence: string): readonly string[] {
  return fencesOf(page).flatMap((each) => (each.fence === fence ? [each.text] : []));
}

/** A page without its fenced blocks. */
export function proseOf(page: string): string {
  return page.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, "");
}

/** The blocks that are files, by path: the info string has a language, `marker` and the path. */
export function filesOf(page: string, marker: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fencesOf(page).flatMap(({ fence, text }) => {
      const [language = ""] = fence.split(" ");
      const path = fence.slice(language.length + 1);
      return path.startsWith(marker) && /\.\w+$/.test(path) ? [[path.slice(marker.length), text]] : [];
    }),
  );
}
