import type { Source } from "../../scripts/model/text/source.ts";

/** The page of a code, in its parts. */
export interface Page {
  readonly title: string;
  readonly summary: string;
  /** The headings, in order. */
  readonly headings: readonly string[];
  readonly text: string;
  /** The files before, if the code is about a change. */
  readonly before: Example | undefined;
  readonly wrong: Example;
  readonly right: Example;
}

/** The contents of a section: files, commands that set up a situation, and where findings must start. */
export interface Example {
  readonly files: readonly Source[];
  readonly commands: readonly string[];
  /** Where findings must start, each as `path:line`, or as `path` alone if any line will do. */
  readonly marks: readonly string[];
}

const fencePattern = /^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/** Reads the page of a code. A fence with a path is a file, and a `sh` fence is commands. */
export function readPage(text: string): Page {
  const sections = new Map<string, string>();
  for (const section of text.split(/^## /m).slice(1)) {
    const end = section.indexOf("\n");
    sections.set(section.slice(0, end), section.slice(end + 1));
  }
  const [title = "", summary = ""] = text.split("\n\n");
  return {
    title,
    summary,
    headings: [...sections.keys()],
    text,
    before: sections.has("Before") ? readExample(sections.get("Before") ?? "", title) : undefined,
    wrong: readExample(sections.get("Wrong") ?? "", title),
    right: readExample(sections.get("Right") ?? "", title),
  };
}

function readExample(section: string, title: string): Example {
  const files: Source[] = [];
  const commands: string[] = [];
  const marks: string[] = [];
  for (const [, language, path, content = ""] of section.matchAll(fencePattern)) {
    if (path !== undefined) files.push({ path, text: content });
    else if (language === "sh") commands.push(...content.trimEnd().split("\n"));
    else throw new Error(`a block of ${language} without a path`);
  }
  for (const { path, text } of files)
    text.split("\n").forEach((line, index) => {
      const code = / # <-- (\S+)$/.exec(line)?.[1];
      if (code !== undefined && title !== `# ${code}`) throw new Error(`a mark of another code: ${code}`);
      if (code !== undefined) marks.push(`${path}:${index + 1}`);
    });
  for (const [, paths = ""] of section.matchAll(/^The findings are in (.+)\.$/gm))
    marks.push(...[...paths.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path));
  for (const [, line, path] of section.matchAll(/^The finding is on line (\d+) of `([^`]+)`\.$/gm))
    marks.push(`${path}:${line}`);
  return { files, commands, marks };
}
