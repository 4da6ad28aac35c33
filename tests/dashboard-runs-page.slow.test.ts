/** The page Runs in a browser, over 120 runs of the store's own writer. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunRecorder } from "../src/tracking/store/recorder.js";
import { findChromium, NO_CHROMIUM, type OpenPage } from "./support/browser.js";
import { newRun, TestDashboard } from "./support/dashboard.js";
import { expectGoodLooks, openDashboard } from "./support/dashboard-page.js";

const chromium = findChromium();
if (chromium === null) console.warn(NO_CHROMIUM);

const NUM_RUNS = 120;
const LONG_NAME = `live-${"with-all-of-its-settings-".repeat(4)}`;

/** Run i has the best accuracy 0.18 + i / 1000; each third failed; each tenth has a learning rate of its own. */
async function recordRuns(folder: string): Promise<void> {
  for (let i = 0; i < NUM_RUNS; i++) {
    const name = i % 2 === 0 ? "even" : "odd";
    const run = newRun(folder, name, {
      name,
      optimization: { learning_rate: i % 10 === 0 ? 0.1 : 0.001 },
      checkpoint: { monitor: "validation/accuracy", mode: "max" },
      logging: { wandb: { tags: i === 7 ? ["paper"] : [], notes: i === 8 ? "longer clips" : "" } },
    });
    const recorder = new RunRecorder();
    recorder.start(run);
    for (let step = 1; step <= 3; step++)
      recorder.log(step, { "train/loss": 1 / step, "validation/accuracy": ((180 + i) * step) / 3000 });
    await recorder.finish(i % 3 === 0 ? "failed" : "finished", {});
  }
}

describe.skipIf(chromium === null)("the page Runs", () => {
  let dashboard: TestDashboard;
  let open: OpenPage;
  let page: Page;

  const address = (): URLSearchParams => new URL(page.url()).searchParams;
  const show = async (query: string): Promise<void> => {
    await page.goto(`${dashboard.server.url}/${query}`);
    await page.locator(".toolbar").waitFor();
  };
  const result = (): Promise<string> => page.locator(".result").innerText();
  const names = (): Promise<string[]> => page.locator("table.runs tbody th[scope=row] a").allInnerTexts();
  const bests = async (): Promise<number[]> =>
    (await page.locator(".runs .best-cell strong").allInnerTexts()).map(Number);

  beforeAll(async () => {
    dashboard = new TestDashboard();
    await recordRuns(dashboard.folder);
    await dashboard.start();
    await dashboard.list();
    open = await openDashboard(chromium!, dashboard.server, { height: 800 });
    page = open.page;
  });
  afterAll(async () => {
    await open?.close();
    await dashboard?.[Symbol.asyncDispose]();
  });

  it("filters as one types, completes keys, and keeps the filter in the address", async () => {
    await show("");
    expect(await result()).toBe("120 runs");
    await page.keyboard.press("/");
    await page.keyboard.type("accu");
    await page.getByRole("option", { name: "validation/accuracy" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type(">=0.29 lr<0.01");
    await expect.poll(result).toBe("9 of 120 runs match");
    expect(address().get("q")).toBe("validation/accuracy>=0.29 lr<0.01");
    await page.reload();
    await expect.poll(result).toBe("9 of 120 runs match");
    await show("?q=status:failed+-name:odd");
    await expect.poll(result).toBe("20 of 120 runs match");
    await show("?q=%22longer+clips%22");
    await expect.poll(result).toBe("1 of 120 runs match");
    await show("?q=acuracy%3E1");
    await expect.poll(result).toMatch(/"acuracy" is no metric.*did you mean validation\/accuracy/);
    expect(await page.locator(".result mark").innerText()).toBe("acuracy>1");
  });

  it("sorts by a column, and renders only what is in view", async () => {
    await show("");
    await page.getByRole("button", { name: /^Best/ }).click();
    expect(address().get("sort")).toBe("-best");
    await expect.poll(async () => (await bests()).slice(0, 3)).toEqual([0.299, 0.298, 0.297]);
    expect((await names()).length).toBeLessThan(80);
    await page.getByRole("button", { name: /^Best/ }).click();
    await expect.poll(async () => (await bests()).slice(0, 3)).toEqual([0.18, 0.181, 0.182]);
    await page.locator(".runs-scroll").evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect.poll(async () => (await bests()).at(-1)).toBe(0.299);
  });

  it("groups with counts and means", async () => {
    await show("");
    await page.getByLabel("Group").selectOption("optimization.learning_rate");
    expect(address().get("group")).toBe("optimization.learning_rate");
    const heads = page.locator(".group-head");
    await expect.poll(() => heads.first().innerText()).toMatch(/0\.001\s+108 runs · mean best 0\.2400/);
    await heads.first().click();
    await expect.poll(() => heads.nth(1).innerText()).toMatch(/0\.1\s+12 runs · mean best 0\.2350/);
  });

  it("selects runs for the charts, and compares them", async () => {
    await show("?sort=-best&q=accuracy%3E0.2955");
    await expect.poll(() => page.locator(".selection").innerText()).toContain("4 selected");
    await page.locator(".select-run").first().click();
    await expect.poll(() => page.locator(".selection").innerText()).toContain("3 selected");
    expect(address().get("select")!.split(",")).toHaveLength(3);
    expect(await page.locator(".runs-charts .chart").count()).toBeGreaterThan(0);
    const href = await page.getByRole("link", { name: "Compare" }).getAttribute("href");
    expect(href).toBe(`/compare?runs=${address().get("select")}`);
    await page.getByRole("button", { name: "Select all" }).click();
    await expect.poll(() => page.locator(".selection").innerText()).toContain("4 selected");
  });

  it("gives each run one colour on all pages: ten that started in succession have ten", async () => {
    await show("");
    const ofTable = (): Promise<string[]> =>
      page
        .locator("table.runs .swatch:not(.off)")
        .evaluateAll((marks) => marks.map(({ className }) => className));
    await expect.poll(async () => new Set(await ofTable()).size).toBe(10);
    const shown = await ofTable();
    for (const row of [0, 7]) {
      await page.locator("table.runs tbody th a").nth(row).click();
      await expect.poll(() => page.locator(".run-bar .swatch").getAttribute("class")).toBe(shown[row]);
      await page.goBack();
      await page.locator(".toolbar").waitFor();
    }
  });

  it("is used by the keyboard alone", async () => {
    await show("?sort=-best");
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("k");
    const current = page.locator("tr[aria-current=true]");
    await expect.poll(() => current.locator("strong").innerText()).toBe("0.2990");
    await page.keyboard.press("Space");
    await expect.poll(() => address().get("select")).not.toBeNull();
    for (let i = 0; i < 40; i++) await page.keyboard.press("j");
    await expect.poll(() => current.locator("strong").innerText()).toBe("0.2590");
    await expect
      .poll(() => current.evaluate((row) => row.getBoundingClientRect().bottom))
      .toBeLessThanOrEqual(page.viewportSize()!.height);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\/[0-9a-f]{12}$/);
    // Back is where the table was left.
    await page.goBack();
    await expect.poll(() => current.locator("strong").innerText()).toBe("0.2590");
    await expect
      .poll(() => current.evaluate((row) => row.getBoundingClientRect().bottom))
      .toBeLessThanOrEqual(page.viewportSize()!.height);
    await page.keyboard.press("c");
    await page.waitForURL(/\/compare\?runs=/);
  });

  it("a run that starts while the page is open appears, and what is new since the last visit", async () => {
    await show("");
    const run = newRun(dashboard.folder, LONG_NAME, { training: { epochs: 5 } });
    const recorder = new RunRecorder();
    recorder.start(run);
    recorder.log(1, { epoch: 1, "train/loss": 1 });
    recorder.flush();
    await page.locator(".live-run").getByText(run.id).waitFor();
    await expect.poll(result).toBe("121 runs");
    await expect.poll(async () => (await names())[0]).toBe(run.id);
    await recorder.finish("finished", {});
    await page.getByText("Nothing trains now").waitFor();
    await page.evaluate(`(() => {
      const name = Object.keys(localStorage).find((key) => key.startsWith("woodshed-visit"));
      const hourAgo = { timeMs: Date.now() - 3_600_000, best: { run: "000000000000", value: 0.1 } };
      localStorage.setItem(name, JSON.stringify({ last: hourAgo, seen: hourAgo }));
    })()`);
    await page.reload();
    await expect.poll(() => page.locator(".news").innerText()).toMatch(/new best:[\s\S]*81 finished/);
  });

  it("says what is selected and why, names metrics that differ, and counts what cannot be read", async () => {
    await show("");
    const selection = page.locator(".selection");
    await expect.poll(() => selection.innerText()).toContain("newest 10 selected");
    await page.getByRole("button", { name: "Best, by metric" }).waitFor();
    // The run of the test before has no validation.
    await page.locator(".best-metric", { hasText: "train loss" }).waitFor();
    const sections = await page
      .getByLabel("Group")
      .locator("optgroup")
      .evaluateAll((groups) => groups.map((group) => group.getAttribute("label")));
    expect(sections).toEqual(["Run", "Settings that some runs have"]);
    await selection.getByText("Clear").click();
    await page.locator(".select-run").first().click();
    await expect.poll(() => selection.innerText()).toContain("1 selected");
    expect(await page.getByRole("button", { name: "Compare" }).isDisabled()).toBe(true);
    const damaged = "damaged-20261128-101500-abcd";
    mkdirSync(join(dashboard.folder, damaged));
    writeFileSync(join(dashboard.folder, damaged, "run.sqlite"), "no database".repeat(100));
    await page.locator(".unreadable", { hasText: "1 folder cannot be read" }).click();
    await page.locator(".notice li", { hasText: damaged }).waitFor();
  });

  it("an address without a run says so, and offers the runs", async () => {
    const { id } = (await dashboard.rows())[0]!;
    for (const path of ["xxx", "0123456789ab/listen"]) {
      await page.goto(`${dashboard.server.url}/runs/${path}`);
      await page.getByRole("heading", { name: `There is no run ${path.split("/")[0]} here` }).waitFor();
    }
    await page.getByRole("link", { name: "All runs" }).click();
    await page.locator(".toolbar").waitFor();
    await page.goto(`${dashboard.server.url}/runs/${id}`);
    await page.locator("main").getByRole("link", { name: id }).click();
    await page.waitForURL(/\/runs\/[0-9a-f]{12}$/);
  });

  it.each(["", "?group=name&q=accuracy%3E0.2"])(
    "%s is accessible, and no wider than the window",
    async (query) => {
      await show(query);
      await page.locator(".runs-charts .chart").first().waitFor();
      await expectGoodLooks(page);
    },
  );

  it("Compare fits the window with a long name", async () => {
    const keys = (await dashboard.rows()).slice(0, 3).map(({ key }) => key);
    await page.goto(`${dashboard.server.url}/compare?runs=${keys.join()}`);
    await page.getByRole("heading", { name: "Clip by clip" }).waitFor();
    expect(await page.getByRole("list", { name: "Runs that are compared" }).innerText()).toContain(LONG_NAME);
    await expectGoodLooks(page);
  });

  it("had nothing to report in the console", () => {
    expect(open.problems).toEqual([]);
  });
});
