import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import packageFile from "../../package.json" with { type: "json" };
import { isMissing } from "../support/counterpart.ts";
import { withInstance } from "../support/instance-folder.ts";
import { repository } from "../support/shipped-instance.ts";
import { packageJson } from "../support/trees.ts";

const flag = `flag: new_checkout
description: Customers see the new checkout page.
owner: growth
scope: account
expires: 9999-12-31
default: false
`;

test.skipIf(isMissing("npm"))("the hook works with the package as pre-commit builds and installs it", () => {
  const [hook] = parse(readFileSync(join(repository, ".pre-commit-hooks.yaml"), "utf8")) as { entry: string }[];
  withInstance((root) => {
    const around = join(root, "..");
    const npm = (...words: string[]) =>
      execFileSync("npm", words, { cwd: repository, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    // pre-commit treats everything that this prints as a file name.
    const name = npm("pack", "--pack-destination", around);
    expect(name).toBe(`flagstone-${packageFile.version}.tgz\n`);
    const prefix = join(around, "prefix");
    npm("install", "--global", "--offline", "--no-audit", "--prefix", prefix, join(around, name.trim()));
    const [bin = "", ...words] = hook?.entry.split(" ") ?? [];
    const run = () => spawnSync(join(prefix, "bin", bin), words, { cwd: root, encoding: "utf8" });
    mkdirSync(join(root, "flags"));
    writeFileSync(join(root, "package.json"), packageJson({ scopes: { account: {} }, owners: ["growth"] }));
    writeFileSync(join(root, "flags/new_checkout.yaml"), flag);
    expect(run()).toMatchObject({ status: 0, stdout: "no findings in 1 file\n" });
    writeFileSync(join(root, "flags/new_checkout.yaml"), flag.replace("growth", "grwoth"));
    expect(run().status).toBe(1);
  });
});
