import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from "@cucumber/gherkin";

/** A scenario of a feature file, with its examples filled in. */
export interface Scenario {
  readonly title: string;
  readonly tags: readonly string[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly text: string;
  readonly table: readonly (readonly string[])[];
}

/** The scenarios of all feature files in a folder. */
export function scenariosIn(folder: string): readonly Scenario[] {
  let ids = 0;
  const newId = (): string => `${ids++}`;
  return readdirSync(folder)
    .filter((name) => name.endsWith(".feature"))
    .sort()
    .flatMap((name) => {
      const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher());
      const pickles = compile(parser.parse(readFileSync(join(folder, name), "utf8")), name, newId);
      return pickles.map((pickle, index) => ({
        title: `${name} ${index + 1}: ${pickle.name}`,
        tags: pickle.tags.map((tag) => tag.name),
        steps: pickle.steps.map(({ text, argument }) => ({
          text,
          table: (argument?.dataTable?.rows ?? []).map((row) => row.cells.map(({ value }) => value)),
        })),
      }));
    });
}
