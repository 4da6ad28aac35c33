// The pages of a run and of a comparison in a real browser, over real tiny runs.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunDetail, RunRow } from "../src/dashboard/api.js";
import { DashboardServer } from "../src/dashboard/server.js";
import { findChromium, NO_CHROMIUM, type OpenPage } from "./support/browser.js";
import { runCli } from "./support/cli.js";
import { bucketsOf, expectGoodLooks, openDashboard, readRuns, savedChart } from "./support/dashboard-page.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const chromium = findChromium();

const runs = mkdtempSync(join(tmpdir(), "woodshed-pages-"));
const tones = makeTones();
let server: DashboardServer;
let open: OpenPage;
let rows: readonly RunRow[];

/** Draws a picture in the page; returns its size and the number of its colours. */
async function look(page: Page, type: string, bytes: Buffer) {
  const address = `data:${type};base64,${bytes.toString("base64")}`;
  return (await page.evaluate(`(async () => {
    const image = new Image();
    image.src = ${JSON.stringify(address)};
    await image.decode();
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    return { width, height, numColours: new Set(pixels).size };
  })()`)) as { width: number; height: number; numColours: number };
}

async function train(...more: string[]): Promise<void> {
  const { code, stderr } = await runCli(
    "train",
    "recipes/folder.yaml",
    ...toneOverrides(tones, runs),
    ...more,
  );
  if (code !== 0) throw new Error(stderr);
}

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

  test("Figures shows all that the run logged: curves, matrices, tables, the model, by evaluation", async () => {
    const { page, problems } = open;
    const { key } = rowNamed("first");
    await page.goto(`${server.url}/runs/${key}/figures`);
    const card = (name: string) => page.getByRole("region", { name, exact: true });
    // A card reads its item once it is in view.
    await card("validation/roc").scrollIntoViewIfNeeded();
    await card("validation/roc").getByText("ROC", { exact: true }).waitFor();
    await card("validation/confusion_matrix").scrollIntoViewIfNeeded();
    await card("validation/confusion_matrix").locator("canvas").waitFor();
    await card("validation/per_class").scrollIntoViewIfNeeded();
    await card("validation/per_class").getByRole("columnheader", { name: "precision" }).waitFor();
    await card("model").scrollIntoViewIfNeeded();
    await card("model")
      .getByText(/Cnn: [\d,]+ parameters/)
      .waitFor();
    const { items } = (await (await page.request.get(`${server.url}/api/runs/${key}`)).json()) as RunDetail;
    const names = new Set(items.flatMap(({ kind, name }) => (kind === "predictions" ? [] : [name])));
    expect(new Set(await page.locator(".figure-card h2").allInnerTexts())).toEqual(names);
    await expectGoodLooks(page);

    await page.keyboard.press("ArrowLeft");
    const steps = [...new Set(items.filter(({ kind }) => kind !== "predictions").map(({ step }) => step))];
    const before = steps.sort((a, b) => a - b).at(-2)!;
    await page.getByText(`As of step ${before}`).waitFor();
    expect(new URL(page.url()).searchParams.get("step")).toBe(String(before));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      card("model").getByRole("button", { name: "JSON" }).click(),
    ]);
    expect(JSON.parse(readFileSync(await download.path(), "utf8"))).toMatchObject({ kind: "model" });
    await card("model").getByRole("button", { name: "Larger" }).click();
    await page.locator(".figure-card.large").waitFor();
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

  test("a chart is saved as a picture and as a drawing, with its lines", async () => {
    const { page, problems } = open;
    await page.goto(`${server.url}/runs/${rowNamed("first").key}`);
    const buckets = await bucketsOf(page, "loss");
    const lines = new Set(buckets.map(({ line }) => line));
    expect(lines.size).toBe(2);
    const png = await savedChart(page, "loss", "PNG");
    expect(png.subarray(0, 8)).toEqual(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
    const { width, height, numColours } = await look(page, "image/png", png);
    expect([width, height].every((size) => size > 200)).toBe(true);
    expect(numColours).toBeGreaterThan(10);

    const svg = (await savedChart(page, "loss", "SVG")).toString();
    const polylines = (await page.evaluate(`(() => {
      const parsed = new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml");
      if (parsed.querySelector("parsererror") !== null) throw new Error("no XML");
      return Array.from(parsed.querySelectorAll("polyline"), (one) => one.getAttribute("points"));
    })()`)) as string[];
    expect(polylines.map((points) => points.split(" ").length)).toEqual(
      [...lines].map((line) => buckets.filter((bucket) => bucket.line === line).length),
    );
    expect(svg).toContain(">loss</text>");
    const drawn = await look(page, "image/svg+xml", Buffer.from(svg));
    expect(drawn.numColours).toBeGreaterThan(10);
    expect(problems).toEqual([]);
  });

  test("the first page comes in less than 150 kB, and onnxruntime is not part of it", async () => {
    const context = await open.page.context().browser()!.newContext();
    const page = await context.newPage();
    const finished = new Map<string, Request>();
    page.on("requestfinished", (request) => void finished.set(new URL(request.url()).pathname, request));
    await page.goto(`${server.url}/?token=${server.newToken()}`);
    await expect.poll(() => [...finished.keys()]).toContain("/api/curves");
    await page.locator(".runs-charts .chart canvas").first().waitFor();
    const paths = [...finished.keys()];
    expect(paths.filter((path) => path.startsWith("/assets/")).length).toBeGreaterThan(1);
    expect(paths.filter((path) => path.includes("onnx"))).toEqual([]);
    const sizes = await Promise.all([...finished.values()].map((request) => request.sizes()));
    const bytes = sizes.reduce((sum, size) => sum + size.responseBodySize + size.responseHeadersSize, 0);

    expect(bytes).toBeGreaterThan(30_000);
    expect(bytes).toBeLessThan(150_000);
    await context.close();
  });
});
