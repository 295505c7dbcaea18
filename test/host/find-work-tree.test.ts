import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { codeowners } from "../../scripts/commands/codeowners.ts";
import { createHost } from "../../scripts/host/host.ts";
import { withInstance } from "../support/instance-folder.ts";
import { packageJson } from "../support/trees.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The git prefix of the folder `services/pay` in a repository, after a change to the repository. */
function prefixAfter(change: (root: string) => void): string | undefined {
  return withInstance((root) => {
    const folder = join(root, "services/pay");
    fs.mkdirSync(folder, { recursive: true });
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    change(root);
    return createHost(folder).gitPrefix(".");
  });
}

describe("the place of an instance in its repository is known", () => {
  it("if git is not installed", () => {
    expect(prefixAfter(() => vi.stubEnv("PATH", "/nowhere"))).toBe("services/pay/");
  });

  it.skipIf(process.getuid?.() !== 0)("if git does not trust the folder", () => {
    expect(
      prefixAfter((root) => {
        vi.stubEnv("GIT_CONFIG_GLOBAL", "/dev/null").stubEnv("GIT_CONFIG_NOSYSTEM", "1");
        fs.chownSync(root, 12_345, 12_345);
        fs.chownSync(join(root, ".git"), 12_345, 12_345);
        expect(createHost(root).whyNoRepository(".")).toContain("safe.directory");
      }),
    ).toBe("services/pay/");
  });

  it("if git cannot read its own settings", () => {
    expect(
      prefixAfter((root) => {
        fs.writeFileSync(join(root, ".git/config"), "[broken");
        expect(createHost(root).whyNoRepository(".")).toMatch(/^git cannot open the repository of .*bad config/);
      }),
    ).toBe("services/pay/");
  });

  it("in a worktree or a submodule, where `.git` is a file", () => {
    expect(
      prefixAfter((root) => {
        vi.stubEnv("PATH", "/nowhere");
        fs.writeFileSync(join(root, "services/.git"), "gitdir: ../.git/modules/services\n");
      }),
    ).toBe("pay/");
  });

  it("below a folder `.git` that is not a repository, and through a link", () => {
    expect(
      prefixAfter((root) => {
        vi.stubEnv("PATH", "/nowhere");
        fs.mkdirSync(join(root, "services/.git"));
      }),
    ).toBe("services/pay/");
    const linked = withInstance((root) => {
      fs.mkdirSync(join(root, "repository/.git"), { recursive: true });
      fs.writeFileSync(join(root, "repository/.git/HEAD"), "ref: refs/heads/main\n");
      fs.mkdirSync(join(root, "repository/conf"));
      fs.symlinkSync("repository/conf", join(root, "link"));
      vi.stubEnv("PATH", "/nowhere");
      return createHost(join(root, "link")).gitPrefix(".");
    });
    expect(linked).toBe("conf/");
  });
});

describe("if it is not known", () => {
  it("codeowners says so, and does not guess", () => {
    withInstance((root) => {
      const config = { scopes: { account: {} }, owners: ["growth"], codeowners: { growth: ["@acme/growth"] } };
      fs.writeFileSync(join(root, "package.json"), packageJson(config));
      vi.stubEnv("PATH", "/nowhere");
      const host = createHost(root);
      expect(host.gitPrefix(".")).toBeUndefined();
      expect(codeowners({}, host).note).toBe(`paths start at \`${root}\`, since it is not in a git repository`);
      expect(codeowners({ write: "CODEOWNERS" }, host).problem).toContain("where the repository begins");
    });
  });
});
