// Debian packages: etcd-server openssl
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMissing } from "../support/counterpart.ts";
import { type Daemon, eventually, startDaemon } from "../support/flagd-daemon.ts";
import { expectSameAnswers, type FlagdFile, fileOf, serves } from "../support/flagd-file.ts";
import { buildFlagd, isGoMissing } from "../support/go.ts";
import { type ApiServer, flagsOf, startApiServer } from "../support/kubernetes.ts";
import { repository } from "../support/shipped-instance.ts";

describe.skipIf(isGoMissing() || ["etcd", "openssl"].some(isMissing))("flagd with a Kubernetes resource", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-kubernetes-"));
  const [first, second, third] = [fileOf(31), fileOf(32), fileOf(36)];
  let server: ApiServer;
  let daemon: Daemon;

  beforeAll(async () => {
    const program = buildFlagd();
    server = await startApiServer(folder);
    expect((await server.apply("web", first.resource)).status).toBe(201);
    daemon = await startFlagd(program, "web");
  }, 1_800_000);

  afterAll(async () => {
    await daemon?.stop();
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  const startFlagd = (program: string, namespace: string): Promise<Daemon> =>
    startDaemon(program, `core.openfeature.dev/${namespace}/flags`, { KUBECONFIG: server.kubeconfig });

  async function expectServed(file: FlagdFile): Promise<void> {
    await eventually(() => serves(daemon.ask, file));
    await expectSameAnswers(file, 2000, [daemon.ask]);
  }

  test("the operator's schema accepts a new build in place of an earlier one, and keeps all fields", async () => {
    for (let seed = 100; seed < 150; seed++) {
      const { resource, text } = fileOf(seed);
      const { $schema: _, ...content } = JSON.parse(text);
      const { status, body } = await server.apply("many", resource);
      expect([seed, status < 300, body.message]).toEqual([seed, true, undefined]);
      expect(body.spec?.flagSpec).toEqual(content);
    }
  });

  test("answers as the module does, and by the next resource once it is applied", async () => {
    await expectServed(first);
    expect((await server.apply("web", second.resource)).status).toBe(200);
    await expectServed(second);
  });

  test("refuses a broken resource, and keeps its flags then and when the resource is deleted", async () => {
    for (const [from, to, why] of [
      ['"ENABLED"', '"MAYBE"', /Unsupported value: "MAYBE"/],
      ['"defaultVariant"', '"standardVariant"', /standardVariant.*not declared in schema|defaultVariant: Required/],
      ["  flagSpec: {", "  flagSpec: [", /yaml|YAML/],
    ] as const) {
      const { status, body } = await server.apply("web", third.resource.replace(from, to));
      expect([status >= 400, body.message]).toEqual([true, expect.stringMatching(why)]);
    }
    expect((await server.call("DELETE", flagsOf("web"))).status).toBe(200);
    await expectServed(second);
    expect((await server.apply("web", third.resource)).status).toBe(201);
    await expectServed(third);
  });

  test("does not start without a resource", async () => {
    await expect(startFlagd(buildFlagd(), "none")).rejects.toThrow(/ended/);
  });

  test("a resource is limited to 1.5 MiB, and the copy that kubectl keeps in an annotation to 256 KiB", async () => {
    const owner = `"owner":"${"x".repeat(1.5 * 2 ** 20)}`;
    const large = await server.apply("large", first.resource.replace('"owner":"', owner));
    expect(large.body.message).toContain("request is too large");
    const note = `metadata:\n  annotations:\n    example.com/remembered: ${"x".repeat(2 ** 18)}\n`;
    const remembered = await server.apply("large", first.resource.replace("metadata:\n", note));
    expect(remembered.body.message).toContain("may not be more than 262144 bytes");
  });

  test("server-side apply turns an object that becomes empty into null, and a replacement does not", async () => {
    const valued = (value: string): string =>
      first.resource.replace('"variants":{"seed":"31"}', `"variants":{"seed":${value}}`);
    expect((await server.apply("empty", valued('{"seats":3}'))).status).toBe(201);
    const { body } = await server.apply("empty", valued("{}"));
    expect(body.spec?.flagSpec).toMatchObject({ flags: { marker: { variants: { seed: null } } } });
    const version = `name: flags\n  resourceVersion: "${body.metadata?.resourceVersion}"`;
    const replaced = await server.call("PUT", flagsOf("empty"), valued("{}").replace("name: flags", version));
    expect(replaced.body.spec?.flagSpec).toMatchObject({ flags: { marker: { variants: { seed: {} } } } });
  });

  test("the operator accepts the source shown on the page", async () => {
    const page = readFileSync(join(repository, "docs/flagd.md"), "utf8");
    const [, source = ""] = /```yaml\n(apiVersion: core.*?)```/s.exec(page) ?? [];
    const path = "namespaces/web/featureflagsources/flags?fieldManager=kubectl&fieldValidation=Strict";
    const { status, body } = await server.call("PATCH", path, source);
    expect([status, body.message]).toEqual([201, undefined]);
  });
});
