import { createInterface } from "node:readline/promises";
import type { Proposal, Question } from "../report/outcome.ts";

/** Where questions are asked and answered. */
interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly prompt: NodeJS.WritableStream;
  show(output: string): unknown;
}

/** The answer to a question. */
export interface Answer {
  readonly accepted: readonly Proposal[];
  /** Whether Ctrl-C was pressed instead of an answer. */
  readonly isInterrupted: boolean;
}

/**
 * Shows changes one by one and asks whether to make them; the rest of several can be accepted or declined at once. An
 * input that ends without an answer declines all of them.
 */
export async function ask(proposals: readonly Proposal[], { input, prompt, show }: Terminal): Promise<Answer> {
  const question = proposals.length === 1 ? "write this? [y]es, [n]o: " : "write this? [y]es, [n]o, [a]ll, [q]uit: ";
  const lines = createInterface({ input, output: prompt });
  const answers = lines[Symbol.asyncIterator]();
  const accepted: Proposal[] = [];
  let isInterrupted = false;
  lines.on("SIGINT", () => {
    isInterrupted = true;
    lines.close();
  });
  try {
    for (let index = 0; index < proposals.length; index++) {
      const proposal = proposals[index] as Proposal;
      show(proposal.output);
      let answer: string | undefined;
      do {
        prompt.write(question);
        const line = await answers.next();
        answer = line.done ? undefined : line.value.trim().toLowerCase();
      } while (answer !== undefined && !/^(?:y|yes|n|no|a|all|q|quit)?$/.test(answer));
      if (answer === undefined) {
        // Output must not continue on the line of the question.
        prompt.write("\n");
        return { accepted: [], isInterrupted };
      }
      if (/^q/.test(answer)) break;
      if (/^[ya]/.test(answer)) accepted.push(proposal);
      if (!/^a/.test(answer)) continue;
      for (const rest of proposals.slice(index + 1)) {
        show(rest.output);
        accepted.push(rest);
      }
      break;
    }
  } finally {
    lines.close();
  }
  return { accepted, isInterrupted };
}

/** Asks a question; the answer is undefined if the input ends without one, or Ctrl-C was pressed. */
export async function askFor(
  { text, usual }: Question,
  { input, prompt }: Pick<Terminal, "input" | "prompt">,
): Promise<{ readonly answer: string | undefined; readonly isInterrupted: boolean }> {
  const lines = createInterface({ input, output: prompt });
  let isInterrupted = false;
  lines.on("SIGINT", () => {
    isInterrupted = true;
    lines.close();
  });
  try {
    prompt.write(`${text} [${usual}]: `);
    const line = await lines[Symbol.asyncIterator]().next();
    if (line.done) prompt.write("\n");
    return { answer: line.done ? undefined : line.value.trim() || usual, isInterrupted };
  } finally {
    lines.close();
  }
}
