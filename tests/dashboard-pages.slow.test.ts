// The pages of a run and of a comparison in a real browser, over real tiny runs.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { RunRow } from "../src/dashboard/api.js";
import { DashboardServer } from "../src/dashboard/server.js";
import { findChromium, NO_CHROMIUM, type OpenPage } from "./support/browser.js";
import { runCli, startCli, WAIT } from "./support/cli.js";
import { expectGoodLooks, openDashboard, readRuns } from "./support/dashboard-page.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const chromium = findChromium();

const runs = mkdtempSync(join(tmpdir(), "woodshed-pages-"));
const tones = makeTones();
let server: DashboardServer;
let open: OpenPage;
let rows: readonly RunRow[];

async function train(...more: string[]): Promise<void> {
  const { code, stderr } = await runCli(
    "train",
    "recipes/folder.yaml",
    ...toneOverrides(tones, runs),
    ...more,
  );
  if (code !== 0) throw new Error(stderr);
}

interface Bucket {
  line: string;
  firstStep: number;
  step: number;
  value: string;
}

/** The buckets that a chart shows, from the file that its menu saves. */
async function bucketsOf(page: Page, title: string): Promise<Bucket[]> {
  const chart = page.locator(".chart", { has: page.locator("h2", { hasText: new RegExp(`^${title}$`) }) });
  await chart.locator("summary").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    chart.getByRole("button", { name: "CSV" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1);
  return lines.map((text) => {
    const [run, metric, firstStep, step, , value] = text.split(",");
    return { line: `${run} ${metric}`, firstStep: Number(firstStep), step: Number(step), value: value! };
  });
}

const lastStepOf = (buckets: readonly Bucket[]): number => Math.max(-1, ...buckets.map(({ step }) => step));

describe.skipIf(chromium === null)(`pages of runs${chromium === null ? ` (${NO_CHROMIUM})` : ""}`, () => {
  beforeAll(async () => {
    await train("name=first");
    await train("name=second", "seed=7", "optimization.learning_rate=0.002");
    server = await DashboardServer.start({ folder: runs, host: "127.0.0.1", port: 0 });
    open = await openDashboard(chromium!, server);
    rows = await readRuns(open, 2);
  });
  afterAll(async () => {
    await open?.close();
    await server?.close();
  });

  const rowNamed = (name: string): RunRow => rows.find((row) => row.name === name)!;

  test("Overview shows a run's numbers", async () => {
    const { page, problems } = open;
    const { key, best, numSteps } = rowNamed("second");
    await page.goto(`${server.url}/runs/${key}`);
    const facts = page.locator(".facts");
    await facts.getByText("finished").waitFor();
    await facts.getByText(`step ${numSteps} of ${numSteps}`).waitFor();
    await facts.getByText("Cnn, ").waitFor();
    const text = await facts.innerText();
    expect(text).toContain(Number(best!.value!.toPrecision(4)).toString());
    expect(text).toMatch(/(better|worse) than first/);
    const buckets = await bucketsOf(page, "loss");
    expect(buckets.filter(({ line }) => line === `${key} train/loss`)).toHaveLength(numSteps!);
    const { step, value } = best!;
    expect(buckets).toContainEqual({
      line: `${key} validation/loss`,
      firstStep: step,
      step,
      value: `${value}`,
    });
    await page.getByLabel("Search the configuration").fill("learning_rate");
    await page.getByRole("rowheader", { name: "optimization.learning_rate" }).waitFor();
    expect(await page.getByRole("rowheader", { name: "training.epochs" }).count()).toBe(0);
    await page.getByLabel("Output of the run").getByText("epochs").first().waitFor();
    await page.locator(".hardest canvas").waitFor();
    await expectGoodLooks(page);
    expect(problems).toEqual([]);
  });

  test("zoom by mouse and by keys moves no point, and the address keeps the controls", async () => {
    const { page, problems } = open;
    await page.goto(`${server.url}/runs/${rowNamed("first").key}?x=epoch&smooth=5&log=1`);
    await expect.poll(() => page.getByLabel("x axis").inputValue()).toBe("epoch");
    expect(await page.getByLabel("Log scale").isChecked()).toBe(true);
    expect(await page.locator(".chart-controls output").innerText()).toBe("5 steps");
    await page.getByLabel("Log scale").uncheck();
    await page.getByLabel("x axis").selectOption("step");
    expect(new URL(page.url()).search).toBe("?smooth=5");
    const before = await bucketsOf(page, "loss");
    const plot = page.locator(".chart .u-over").first();
    const { x, y, width } = (await plot.boundingBox())!;
    await page.mouse.move(x + width * 0.3, y + 50);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.7, y + 60, { steps: 4 });
    await page.mouse.up();
    const all = page.getByRole("button", { name: "Show all" }).first();
    await all.waitFor();
    expect(await bucketsOf(page, "loss")).toEqual(before);
    await page.mouse.dblclick(x + width / 2, y + 50);
    await all.waitFor({ state: "detached" });
    const chart = page.getByLabel(/^Chart: loss/);
    await chart.focus();
    await page.keyboard.press("+");
    await all.waitFor();
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("0");
    await all.waitFor({ state: "detached" });
    await page.mouse.move(2, 2);
    await page.keyboard.press("ArrowRight");
    // The cursor is in all charts of the page.
    await expect.poll(() => page.locator(".chart-at").allInnerTexts()).toEqual(["step 1", "step 1"]);
    expect(problems).toEqual([]);
  });

  test("Compare shows differences with intervals, clips and configuration", async () => {
    const { page, problems } = open;
    const [first, second] = [rowNamed("first"), rowNamed("second")];
    await page.goto(`${server.url}/compare?runs=${first.key},${second.key}`);
    const intervals = page.locator(".intervals li");
    await intervals.first().waitFor();
    expect(await intervals.allInnerTexts()).toHaveLength(2);
    const metric = page.getByRole("row", { name: /^validation\/loss/ });
    const delta = second.last["validation/loss"]! - first.last["validation/loss"]!;
    expect((await metric.locator(".delta").innerText()).replace("−", "-")).toBe(
      `${delta > 0 ? "+" : ""}${Number(delta.toPrecision(4))}`,
    );
    const configuration = page.getByLabel("Differences of the configuration");
    expect(await configuration.getByRole("rowheader").allInnerTexts()).toEqual([
      "name",
      "optimization.learning_rate",
      "seed",
    ]);
    const buckets = await bucketsOf(page, "loss");
    expect(new Set(buckets.map(({ line }) => line.split(" ")[0]))).toEqual(new Set([first.key, second.key]));
    await expectGoodLooks(page);
    expect(problems).toEqual([]);
  });

  test("points appear while a run trains, and those that were there stay", async () => {
    const { page, problems } = open;
    const { child, ended } = startCli([
      "train",
      "recipes/folder.yaml",
      ...toneOverrides(tones, runs),
      "name=live",
      "training.epochs=100000",
    ]);
    try {
      const live = (await readRuns(open, 3)).find(({ name }) => name === "live")!;
      let numLoads = 0;
      page.on("load", () => numLoads++);
      await page.goto(`${server.url}/runs/${live.key}`);
      await page.getByText("running").first().waitFor();
      await page.getByLabel(/^Chart: loss/).waitFor();
      const before = await vi.waitFor(async () => {
        const found = await bucketsOf(page, "loss");
        if (found.length === 0) throw new Error("no points yet");
        return found;
      }, WAIT);
      const after = await vi.waitFor(async () => {
        const found = await bucketsOf(page, "loss");
        if (lastStepOf(found) < lastStepOf(before) + 20)
          throw new Error(`no news after ${lastStepOf(before)}`);
        return found;
      }, WAIT);
      for (const bucket of before) {
        // The newest bucket of a line grows.
        if (before.every(({ line, step }) => line !== bucket.line || step <= bucket.step)) continue;
        const now = after.find(
          ({ line, firstStep, step }) =>
            line === bucket.line && firstStep <= bucket.firstStep && step >= bucket.step,
        );
        // After so many steps that buckets became wider, it is part of one.
        const isSame = now?.firstStep === bucket.firstStep && now.step === bucket.step;
        expect(now).toEqual(isSame ? bucket : expect.anything());
      }
      expect(numLoads).toBe(1);
      child.kill("SIGINT");
      await ended;
      await page.locator(".facts").getByText("interrupted").waitFor();
    } finally {
      child.kill("SIGKILL");
    }
    expect(problems).toEqual([]);
  });
});
