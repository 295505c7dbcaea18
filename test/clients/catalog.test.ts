import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalog } from "../../scripts/commands/catalog.ts";
import { explainName } from "../../scripts/compile/answers/explain-answer.ts";
import { contentOf } from "../../scripts/emit/bundle.ts";
import { createHost } from "../../scripts/host/host.ts";
import { mentionedIn } from "../../scripts/model/mentioned-ids.ts";
import { positionOf } from "../../scripts/model/text/source.ts";
import { open } from "../../scripts/runtime/index.ts";
import { catalogDay, catalogSnapshots, makeCatalogInstance } from "../support/catalog-instance.ts";
import { isMissing } from "../support/counterpart.ts";
import { repository } from "../support/shipped-instance.ts";
import { modelsOf, treeOfFiles } from "../support/trees.ts";

// Debian packages: chromium

const noon = catalogDay + 12 * 3_600_000;
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** UPDATE_SHOTS=1 takes the pictures in docs/ again. */
const isUpdate = process.env.UPDATE_SHOTS === "1";

let root = "";
let browser: Browser;

/** Writes the catalog of the instance, as the command does. */
async function writeCatalog(out: string, ids: boolean): Promise<void> {
  const host = { ...createHost(root), today: () => catalogDay, now: () => noon };
  const { writes, problem } = await catalog({ out, ids }, host);
  expect(problem).toBeUndefined();
  for (const write of writes) {
    if (!("text" in write) || write.text === undefined) continue;
    mkdirSync(dirname(join(root, write.path)), { recursive: true });
    writeFileSync(join(root, write.path), write.text);
  }
}

function pagesIn(out: string): readonly string[] {
  return readdirSync(join(root, out), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".html"))
    .sort();
}

interface Visit {
  readonly page: Page;
  readonly wrong: string[];
  readonly close: () => Promise<void>;
}

function addressOf(path: string): string {
  return pathToFileURL(join(root, path.replace(/#.*/s, ""))).href + path.replace(/^[^#]*/s, "");
}

/** Opens a page from disk; `wrong` collects its errors, and its requests to anywhere else. */
async function visit(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong: string[] = [];
  await page.clock.setFixedTime(noon);
  await page.addInitScript(() => {
    const shifts = { score: 0 };
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.score += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => wrong.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(pathToFileURL(root).href)) wrong.push(`asks for ${request.url()}`);
  });
  await page.goto(addressOf(path));
  return { page, wrong, close: () => context.close() };
}

describe.skipIf(isMissing("chromium"))("in Chromium", () => {
  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "flagstone catalog ")));
    makeCatalogInstance(root);
    execFileSync("git", ["remote", "add", "origin", "git@git.example.com:acme/flags.git"], { cwd: root });
    await writeCatalog("public", false);
    await writeCatalog("inside", true);
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(root, { recursive: true, force: true });
  });

  it.each([
    ["on a desk, in light", "inside", { colorScheme: "light" }],
    ["on a phone, in dark", "public", { colorScheme: "dark", viewport: { width: 390, height: 844 } }],
  ] as const)("every page %s: no violation, no request, no movement and no overflow", async (_, out, options) => {
    const found: Record<string, unknown> = {};
    const { page, wrong, close } = await visit(`${out}/index.html`, options);
    for (const path of pagesIn(out)) {
      await page.goto(addressOf(`${out}/${path}`));
      await page.addScriptTag({ path: axe });
      const said = await page.evaluate(async () => {
        const { axe: judge, shifts } = globalThis as unknown as {
          axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          shifts: { score: number };
        };
        const { violations } = await judge.run({ preload: false });
        const { scrollWidth, clientWidth } = document.documentElement;
        return [
          ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
          ...(scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} pixels too wide`] : []),
          ...(shifts.score > 0 ? [`moves by ${shifts.score}`] : []),
        ];
      });
      if (said.length + wrong.length > 0) found[path] = [...said, ...wrong.splice(0)];
    }
    await close();
    expect(found).toEqual({});
  });

  it("every page except the look-up works without scripts, and offers nothing that needs them", async () => {
    const { page, close } = await visit("inside/index.html", { javaScriptEnabled: false });
    for (const path of pagesIn("inside")) {
      if (path === "customers.html") continue;
      await page.goto(addressOf(`inside/${path}`));
      const [text, inputs] = [
        await page.locator("body").innerText(),
        await page.locator("input:visible, button:visible").count(),
      ];
      expect([path, text.length > 100, inputs]).toEqual([path, true, 0]);
    }
    await page.goto(addressOf("inside/customers.html"));
    expect(await page.locator("main").innerText()).toContain("which this browser does not run");
    await close();
  });

  it("pictures are not empty", async () => {
    const sizes = async (path: string, selector: string): Promise<readonly number[]> => {
      const { page, close } = await visit(`public/${path}`);
      const found = await page.locator(selector).evaluateAll((all) =>
        all.map((each) => {
          const { width, height } = each.getBoundingClientRect();
          const length = "getTotalLength" in each ? (each as SVGPathElement).getTotalLength() : 1;
          return Math.min(length, Math.max(width, height));
        }),
      );
      await close();
      return found;
    };
    const pictures: Readonly<Record<string, readonly [path: string, selector: string, number: number]>> = {
      "weeks with names that expire": ["index.html", ".weeks i:not(.empty)", 4],
      "names by owner": ["index.html", ".owners i b", 5],
      "lists, groups and shares": ["flags/express_checkout.html", ".ladder .bar i", 5],
      "shares of variants": ["flags/checkout_layout.html", ".ladder .bar i", 4],
      "a life": ["flags/express_checkout.html", ".life .point", 7],
      "a board": ["releases/web_widget.html", ".board .stage", 3],
      "soak times": ["releases/web_widget.html", ".soak-bar i", 2],
      "a list that shrinks": ["privileges/form_link_workflow.html", ".chart path", 4],
      "the sizes of groups": ["groups/ring.html", ".sizes i b", 2],
    };
    for (const [what, [path, selector, number]] of Object.entries(pictures)) {
      const found = await sizes(path, selector);
      expect([what, found.length >= number, found.every((size) => size >= 1)]).toEqual([what, true, true]);
    }
  });

  it("the width of a share matches its number", async () => {
    const { page, close } = await visit("public/flags/express_checkout.html");
    const [bar, part] = await Promise.all(
      [".bar", ".bar i.on"].map((selector) =>
        page.locator(`.ladder li:has-text("Rollout") ${selector}`).first().boundingBox(),
      ),
    );
    expect((part?.width ?? 0) / (bar?.width ?? 1)).toBeCloseTo(0.4, 1);
    await close();
  });

  it("the bar of a soaking version advances, and says when the next stage may take it", async () => {
    const { page, close } = await visit("public/releases/web_widget.html");
    // The soak runs from 2026-11-30 06:00 to 2026-12-02 06:00; now is 2026-12-01 12:00.
    expect(await page.locator(".soak-bar i").first().getAttribute("style")).toBe("width: 62.5%;");
    expect(await page.locator(".next.wait").innerText()).toBe("c0ffee1 may come from canary on 2026-12-02 06:00 UTC");
    await page.clock.setFixedTime(noon + 2 * 86_400_000);
    await page.reload();
    expect(await page.locator(".next.yes").first().innerText()).toBe("c0ffee1 may come from canary");
    await close();
  });

  describe("the search", () => {
    const names = (page: Page) => page.locator("tbody .name").allInnerTexts();

    it("finds by words and qualifiers, sorts, and keeps both in the address", async () => {
      const { page, close } = await visit("public/names.html");
      await page.locator("[data-query] input").fill("owner:checkout expires:<150d");
      await expect.poll(() => names(page)).toEqual(["checkout_layout", "express_checkout"]);
      await page.getByRole("button", { name: "Changed" }).click();
      expect(await names(page)).toEqual(["express_checkout", "checkout_layout"]);
      const address = page.url();
      await close();
      const again = await visit(`public/names.html${new URL(address).hash}`);
      expect(await names(again.page)).toEqual(["express_checkout", "checkout_layout"]);
      expect(await again.page.locator("[data-query] input").inputValue()).toBe("owner:checkout expires:<150d");
      await again.close();
    });

    it("reverses a column that is chosen again, by mouse or keyboard, and says so", async () => {
      const { page, close } = await visit("public/names.html#q=owner%3Acheckout");
      const sorts = () => page.locator("[data-sort]").evaluateAll((all) => all.map((each) => each.ariaSort));
      const forward = await names(page);
      expect(await sorts()).toEqual(["ascending", "none", "none"]);
      await page.getByRole("button", { name: "Name" }).click();
      expect([await names(page), await sorts()]).toEqual([forward.toReversed(), ["descending", "none", "none"]]);
      expect(new URL(page.url()).hash).toContain("sort=-name");
      await page.getByRole("button", { name: "Changed" }).focus();
      await page.keyboard.press("Enter");
      expect(await sorts()).toEqual(["none", "none", "descending"]);
      expect(await names(page)).toEqual(["express_checkout", "checkout_layout", "payments"]);
      await page.keyboard.press("Space");
      // Two were changed at the same time: they stay sorted by name.
      const earliest = ["checkout_layout", "payments", "express_checkout"];
      expect([await names(page), await sorts()]).toEqual([earliest, ["none", "none", "ascending"]]);
      expect(await page.locator(":focus").innerText()).toBe("Changed");
      const again = await visit(`public/names.html${new URL(page.url()).hash}`);
      expect(await names(again.page)).toEqual(earliest);
      await Promise.all([close(), again.close()]);
    });

    it("says what is wrong with a query, and is available on every page", async () => {
      const { page, close } = await visit("public/flags/payments.html");
      await page.keyboard.press("/");
      await page.keyboard.type("stat:paused");
      await page.keyboard.press("Enter");
      await page.waitForURL(/names\.html#q=/);
      await expect.poll(() => page.locator("[data-count]").innerText()).toContain("did you mean `state`?");
      await page.locator("[data-query] input").fill("owner:chekout");
      await expect.poll(() => page.locator("[data-count]").innerText()).toContain("did you mean `checkout`?");
      await page.locator("[data-query] input").fill("state:paused");
      await expect.poll(() => names(page)).toEqual(["reply_macros"]);
      await page.locator("[data-query] input").fill("");
      await expect.poll(async () => (await names(page)).length).toBe(16);
      await close();
    });
  });

  it("the keyboard reaches the content first, and scrollable parts", async () => {
    const { page, close } = await visit("public/flags/express_checkout.html", {
      viewport: { width: 390, height: 844 },
    });
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").innerText()).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").innerText()).toBe("checkout");
    for (let index = 0; index < 40; index++) {
      await page.keyboard.press("Tab");
      if ((await page.locator("pre:focus").count()) > 0) break;
    }
    expect(await page.locator("pre:focus").count()).toBe(1);
    await close();
  });

  it("on paper there is only content, and nothing to click", async () => {
    const { page, close } = await visit("public/flags/express_checkout.html");
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("h1").isVisible()).toBe(true);
    expect(await page.locator(".bar").first().isVisible()).toBe(true);
    expect(await page.locator("nav, input, button").filter({ visible: true }).count()).toBe(0);
    await close();
  });

  describe("the look-up of customers", () => {
    const why = (page: Page, name: string) =>
      page.locator("tr", { has: page.locator(".name", { hasText: new RegExp(`^${name}$`) }) });

    it("says why a brand gets a version, down to the lines", async () => {
      const { page, close } = await visit("inside/customers.html");
      await page.getByRole("textbox", { name: "Id" }).fill("Special-Outlet");
      await page.keyboard.press("Enter");
      await expect.poll(() => why(page, "web_widget").innerText()).toContain("9fceb02");
      expect((await why(page, "web_widget").locator("li").allInnerTexts()).map((text) => text.trim())).toEqual([
        "ring/vip gets it flags/widgets/web_widget.yaml:8",
        "a member of ring/vip groups/ring.yaml:12",
        "special-outlet belongs to special-customer groups/identities.yaml:5",
      ]);
      expect(new URL(page.url()).hash).toContain("id=Special-Outlet");
      await close();
    });

    it("has room for the reasons on a phone, and focuses the id", async () => {
      const { page, close } = await visit("inside/customers.html", { viewport: { width: 375, height: 740 } });
      await page.keyboard.type("special-outlet");
      await page.keyboard.press("Enter");
      await why(page, "web_widget").waitFor();
      const width = await why(page, "web_widget")
        .locator("li")
        .first()
        .evaluate((each) => each.getBoundingClientRect().width);
      expect(width).toBeGreaterThan(300);
      await close();
    });

    it("is offered if a search finds no name", async () => {
      const { page, close } = await visit("inside/names.html#q=special-outlet");
      await page.getByRole("link", { name: "Look up the customer special-outlet" }).click();
      await expect.poll(() => why(page, "web_widget").innerText()).toContain("9fceb02");
      await close();
    });

    it("gives the module's answers, for every customer in every environment, with the deciding line", async () => {
      const models = modelsOf(treeOfFiles(catalogSnapshots().at(-1)?.files ?? []), "2026-12-01");
      const module = open(contentOf(models));
      const { page, wrong, close } = await visit("inside/customers.html");
      const differences: unknown[] = [];
      let compared = 0;
      for (const [scope, ids] of mentionedIn(models))
        for (const id of [...ids.keys(), "browser-test-77", "nobody"])
          for (const model of models) {
            const { environment } = model;
            await page.evaluate(
              (hash) => {
                location.hash = hash;
              },
              `${new URLSearchParams({ scope, id, environment, at: "2026-12-01", "told.plan": "pro" })}`,
            );
            await page.locator(".customer b.name", { hasText: new RegExp(`^${id}$`) }).waitFor();
            await page.waitForFunction((hash) => location.hash.includes(hash), environment);
            const rows = await page
              .locator(".answers tbody tr")
              .evaluateAll((all) =>
                all.map((row) => [
                  row.querySelector(".name")?.textContent ?? "",
                  row.querySelector(".pill")?.textContent ?? "",
                  row.querySelector(".path")?.textContent ?? "",
                ]),
              );
            for (const [name = "", said = "", line = ""] of rows) {
              if (model.sets.has(name)) continue;
              const question = { context: { [scope]: id }, at: noon, environment, groups: { plan: "pro" } };
              const answer = explainName(model, module, name, question);
              const [place] = answer?.places ?? [];
              const at = place && `${place.span.source.path}:${positionOf(place.span.source, place.span.start).line}`;
              const value = model.privileges.has(name)
                ? answer?.value
                  ? "kept"
                  : "only if a plan grants it"
                : `${answer?.value}`;
              compared++;
              if (said !== value || line !== at)
                differences.push([scope, id, environment, name, said, value, line, at]);
            }
          }
      expect(differences).toEqual([]);
      expect(compared).toBeGreaterThan(500);
      expect(wrong).toEqual([]);
      await close();
    });
  });

  it.runIf(isUpdate)("takes the pictures of the docs", async () => {
    const shots = {
      overview: ["inside/index.html", "light", 1320],
      flag: ["inside/flags/express_checkout.html", "light", 1320],
      release: ["inside/releases/web_widget.html", "dark", 820],
      customer: ["inside/customers.html#id=special-outlet", "light", 1000],
    } as const;
    for (const [name, [path, colorScheme, height]] of Object.entries(shots)) {
      const { page, close } = await visit(path, { colorScheme, viewport: { width: 1120, height } });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(repository, `docs/catalog-${name}.png`) });
      await close();
    }
  });
});
