// Debian packages: python3 python3-venv
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitManifest } from "../../scripts/emit/manifest.ts";
import { isMissing } from "../support/counterpart.ts";
import { openFlagd, openModule } from "../support/flagd.ts";
import { buildGo, goEnvironment, isGoMissing } from "../support/go.ts";
import { pythonWithFlagd } from "../support/python.ts";
import { repository } from "../support/shipped-instance.ts";
import { modelsOf, packageJson, treeOf } from "../support/trees.ts";

const about = { description: "It is made for a test\nof generated clients.", owner: "growth" };

function flag(name: string, data: object) {
  return { flag: name, permanent: "It is for tests.", scope: "account", ...data, ...about };
}

const documents: Readonly<Record<string, object>> = {
  "flags/public_teams.yaml": flag("public_teams", { default: false, enabled: { account: ["acme"] } }),
  "flags/layout.yaml": flag("layout", {
    variants: ["one_page", "two_page"],
    default: "one_page",
    assign: { two_page: { account: ["acme"] } },
  }),
  "flags/retries.yaml": flag("retries", {
    variants: { few: 2, many: 9 },
    default: "few",
    assign: { many: { account: ["acme"] } },
  }),
  "flags/ratio.yaml": flag("ratio", {
    variants: { half: 0.5, all: 1 },
    default: "half",
    assign: { all: { account: ["acme"] } },
  }),
  "flags/limits.yaml": flag("limits", {
    variants: { small: { seats: 3 }, large: { seats: 50 } },
    default: "small",
    assign: { large: { account: ["acme"] } },
  }),
  "flags/shared.yaml": flag("shared", { default: false, rollout: 50 }),
  "flags/export.yaml": { privilege: "export", scope: "account", ...about },
  "flags/widget.yaml": {
    release: "widget",
    by: "ring",
    stages: [
      { group: "canary", version: "v2" },
      { group: "regular", version: "v1" },
    ],
    ...about,
  },
  "groups/ring.yaml": { groups: "ring", scope: "account", default: "regular", members: { canary: ["acme"] }, ...about },
};

/** The names, in the order in which both clients print their answers. */
const names = ["export", "layout", "limits", "public_teams", "ratio", "retries", "shared", "widget"];

const goProgram = `package main

import (
	"context"
	"encoding/json"
	"os"

	flags "flagstone.test/flagd/generated"
	flagd "github.com/open-feature/go-sdk-contrib/providers/flagd/pkg"
	"github.com/open-feature/go-sdk/openfeature"
)

func main() {
	provider, err := flagd.NewProvider(flagd.WithFileResolver(), flagd.WithOfflineFilePath(os.Args[1]))
	if err != nil {
		panic(err)
	}
	if err := openfeature.SetProviderAndWait(provider); err != nil {
		panic(err)
	}
	ctx := context.Background()
	for _, account := range os.Args[2:] {
		about := openfeature.NewTargetlessEvaluationContext(map[string]any{"account": account, "privileges": []any{"export"}})
		export, _ := flags.Export.Value(ctx, about)
		layout, _ := flags.Layout.Value(ctx, about)
		limits, _ := flags.Limits.Value(ctx, about)
		publicTeams, _ := flags.PublicTeams.Value(ctx, about)
		ratio, _ := flags.Ratio.Value(ctx, about)
		retries, _ := flags.Retries.Value(ctx, about)
		shared, _ := flags.Shared.Value(ctx, about)
		widget, _ := flags.Widget.Value(ctx, about)
		line := []any{export, layout, limits, publicTeams, ratio, retries, shared, widget}
		if err := json.NewEncoder(os.Stdout).Encode(line); err != nil {
			panic(err)
		}
	}
}
`;

const pythonProgram = `import json, sys
from openfeature import api
from openfeature.contrib.provider.flagd import FlagdProvider
from openfeature.contrib.provider.flagd.config import ResolverType
from openfeature.evaluation_context import EvaluationContext
from generated.openfeature import GeneratedClient

api.set_provider_and_wait(FlagdProvider(resolver_type=ResolverType.FILE, offline_flag_source_path=sys.argv[1]))
client = GeneratedClient(api.get_client())
for account in sys.argv[2:]:
    about = EvaluationContext(attributes={"account": account, "privileges": ["export"]})
    print(json.dumps([getattr(client, name)(about) for name in ${JSON.stringify(names)}]))
api.shutdown()
`;

describe.skipIf(isGoMissing() || isMissing("python3"))("clients that the OpenFeature CLI generates", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-clients-"));
  const [manifest, flags] = [join(folder, "flags.manifest.json"), join(folder, "flags.flagd.json")];
  const accounts = ["acme", ...Array.from({ length: 20 }, (_, index) => `account-${index}`)];
  let cli: string;
  let expected: unknown[][];

  beforeAll(() => {
    cli = buildGo("openfeature-cli", "github.com/open-feature/cli/cmd/openfeature", "openfeature");
    const texts = Object.entries(documents).map(([path, data]) => [path, `${JSON.stringify(data)}\n`]);
    const models = modelsOf(
      treeOf({ "package.json": packageJson({ scopes: { account: {} } }), ...Object.fromEntries(texts) }),
    );
    for (const output of emitManifest(models[0]).outputs) if ("text" in output) writeFileSync(manifest, output.text);
    writeFileSync(flags, openFlagd(models[0]).text);
    const module = openModule(models, "production");
    expected = accounts.map((account) =>
      names.map((name) =>
        module.ask(name, { at: Date.now(), ids: { account }, groups: {}, created: {}, plan: ["export"] }),
      ),
    );
  }, 1_800_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  function generate(language: string, output: string, ...words: readonly string[]): void {
    const call = ["generate", language, "--manifest", manifest, "--output", output, "--no-input", ...words];
    execFileSync(cli, call, { stdio: "ignore" });
  }

  function linesOf(output: string): unknown[] {
    return output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }

  test("in Go compile and give the module's answers", () => {
    const work = join(folder, "go");
    cpSync(join(repository, "test/clients/flagd"), work, { recursive: true });
    generate("go", join(work, "generated"), "--package-name", "flags");
    writeFileSync(join(work, "main.go"), goProgram);
    const output = execFileSync("go", ["run", ".", flags, ...accounts], {
      cwd: work,
      env: goEnvironment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    expect(linesOf(output)).toEqual(expected);
  }, 1_800_000);

  test("in Python run and give the module's answers", () => {
    const work = join(folder, "python");
    mkdirSync(work);
    generate("python", join(work, "generated"));
    writeFileSync(join(work, "ask.py"), pythonProgram);
    const output = execFileSync(pythonWithFlagd(), ["ask.py", flags, ...accounts], { cwd: work, encoding: "utf8" });
    expect(linesOf(output)).toEqual(expected);
  }, 1_800_000);
});
