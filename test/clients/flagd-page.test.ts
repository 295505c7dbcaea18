// Debian packages: default-jdk-headless maven python3 python3-venv
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMissing } from "../support/counterpart.ts";
import { openFlagd } from "../support/flagd.ts";
import { type Daemon, startDaemon } from "../support/flagd-daemon.ts";
import { buildFlagd, goEnvironment, isGoMissing } from "../support/go.ts";
import { classPath } from "../support/java.ts";
import { pythonWithFlagd } from "../support/python.ts";
import { repository } from "../support/shipped-instance.ts";
import { modelsOf, packageJson, treeOf } from "../support/trees.ts";

const flag = {
  flag: "public_teams",
  description: "It is on where the page says so.",
  owner: "growth",
  permanent: "It is for tests.",
  scope: "account",
  default: false,
  enabled: { account: ["acme"] },
};

/** The page's code in a language, with the addresses and paths of this test. */
function shown(language: string, places: Readonly<Record<string, string | number>>): string {
  const page = readFileSync(join(repository, "docs/flagd.md"), "utf8");
  let [, code] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page) ?? [];
  if (code === undefined) throw new Error(`the page shows no ${language}`);
  for (const [place, ours] of Object.entries(places)) {
    expect(code).toContain(place);
    code = code.replace(place, `${ours}`);
  }
  return code;
}

const goProgram = (code: string): string => `package main

import (
	"context"
	"fmt"

	flagd "github.com/open-feature/go-sdk-contrib/providers/flagd/pkg"
	"github.com/open-feature/go-sdk/openfeature"
)

func main() {
	if err := run(context.Background()); err != nil {
		panic(err)
	}
}

func run(ctx context.Context) error {
${code}
	fmt.Println(on)
	return err
}
`;

const pythonProgram = (code: string): string => `from openfeature import api
from openfeature.contrib.provider.flagd import FlagdProvider
from openfeature.contrib.provider.flagd.config import ResolverType
from openfeature.evaluation_context import EvaluationContext

${code}
print(on)
api.shutdown()
`;

const javaProgram = (code: string): string => `import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;

public class Shown {
    public static void main(String[] words) throws Exception {
${code}
        System.out.println(on);
        OpenFeatureAPI.getInstance().shutdown();
    }
}
`;

describe.skipIf(isGoMissing() || ["python3", "mvn", "java"].some(isMissing))("the code on the page about flagd", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-page-"));
  const path = join(folder, "flags.flagd.json");
  let daemon: Daemon;

  beforeAll(async () => {
    const files = {
      "package.json": packageJson({ scopes: { account: {} } }),
      "flags/public_teams.yaml": `${JSON.stringify(flag)}\n`,
    };
    const [model] = modelsOf(treeOf(files));
    writeFileSync(path, openFlagd(model).text);
    daemon = await startDaemon(buildFlagd(), `file:${path}`);
  }, 1_800_000);

  afterAll(async () => {
    await daemon?.stop();
    rmSync(folder, { recursive: true });
  });

  function run(command: string, words: readonly string[], cwd = folder): string {
    // on a busy machine, flagd takes longer to start than the providers wait
    const env = { ...goEnvironment, FLAGD_DEADLINE_MS: "60000" };
    return execFileSync(command, words, { cwd, env, encoding: "utf8" }).trim();
  }

  test("runs in Go", () => {
    const work = join(folder, "go");
    cpSync(join(repository, "test/clients/flagd"), work, { recursive: true });
    writeFileSync(join(work, "main.go"), goProgram(shown("go", { "8013": daemon.port })));
    expect(run("go", ["run", "."], work)).toBe("true");
  }, 1_800_000);

  test("runs in Python", () => {
    const code = shown("python", { "/etc/flags/flags.flagd.json": path });
    writeFileSync(join(folder, "shown.py"), pythonProgram(code));
    expect(run(pythonWithFlagd(), ["shown.py"])).toBe("True");
  }, 1_800_000);

  test("runs in Java", () => {
    writeFileSync(join(folder, "Shown.java"), javaProgram(shown("java", { "8013": daemon.port })));
    expect(run("java", [...classPath(), "Shown.java"])).toBe("true");
  }, 1_800_000);
});
