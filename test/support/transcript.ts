import { execFile } from "node:child_process";
import { join } from "node:path";
import { callFlagstone } from "./call-flagstone.ts";
import { environment } from "./environment.ts";
import { repository } from "./shipped-instance.ts";

/** A call of flagstone that needs no shell and no standard input. */
const plainCall = /^npx flagstone((?: (?!-(?: |$))(?:[\w./=:,@+-]+|"[^"$`\\]*"|'[^']*'))*)$/;

/** A block of commands, each after `$ `, with its current output. */
export async function transcriptOf(block: string, directory: string): Promise<string> {
  const flagstone = `"${process.execPath}" "${join(repository, "dist/cli.js")}"`;
  let transcript = "";
  for (const [line, command = ""] of block.matchAll(/^\$ (.*)$/gm)) {
    transcript += `${line}\n`;
    const [, words] = plainCall.exec(command) ?? [];
    if (words !== undefined) {
      await callFlagstone(wordsOf(words), directory, (text) => {
        transcript += text;
      });
      continue;
    }
    const script = `{ ${command.replaceAll(/\bnpx flagstone\b/g, () => flagstone)}; } 2>&1`;
    transcript += await outputOf("sh", ["-c", script], directory);
  }
  return transcript;
}

function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, word]) => double ?? single ?? word ?? "",
  );
}

/** The standard output of a program, whatever its exit code. */
export function outputOf(program: string, words: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { cwd, env: environment, encoding: "utf8" }, (error, stdout) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve(stdout);
    });
    child.stdin?.end();
  });
}
