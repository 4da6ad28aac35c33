// The pages Searches, Models and Profile in a browser: a study of Optuna's, a database of MLflow's, a run with a trace.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { ModelList, ProfileAnswer, SearchDetail, SearchList } from "../src/dashboard/api.js";
import { DashboardServer } from "../src/dashboard/server.js";
import { packageRoot } from "../src/package-root.js";
import { categorical, createStudy, float, int, TrialPruned } from "../src/search/index.js";
import { openSqlite } from "../src/sqlite.js";
import { findChromium, NO_CHROMIUM, type OpenPage } from "./support/browser.js";
import { runCli } from "./support/cli.js";
import { expectGoodLooks, findPoint, openDashboard, readRuns } from "./support/dashboard-page.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const chromium = findChromium();
const NUM_TRIALS = 25;

const folder = mkdtempSync(join(tmpdir(), "woodshed-topic-pages-"));
const runs = join(folder, "runs");
const tones = makeTones();
let server: DashboardServer;
let open: OpenPage;
let page: Page;
let run: string;

async function searchByOptuna(): Promise<void> {
  mkdirSync(join(runs, "layers"), { recursive: true });
  await using study = await createStudy({
    studyName: "layers",
    storage: join(runs, "layers", "study.journal"),
    seed: 1,
    sampler: { name: "random" },
    objectives: [{ direction: "maximize", metric: "validation/accuracy" }],
    space: {
      rate: float(0.001, 0.1, { log: true }),
      layers: int(1, 4),
      optimizer: categorical(["adam", "sgd"]),
    },
  });
  await study.optimize(
    async (trial) => {
      for (let step = 0; step < 3; step++) await trial.report(trial.params.layers + step / 10, step);
      if (trial.number === 3) throw new TrialPruned();
      if (trial.number === 4) throw new Error("out of memory");
      return trial.params.layers - trial.params.rate;
    },
    { nTrials: NUM_TRIALS, catch: true },
  );
}

beforeAll(async () => {
  if (chromium === null) return;
  vi.stubEnv("WOODSHED_CACHE", join(folder, "cache"));
  vi.stubEnv("WOODSHED_MLFLOW_FOLDER", join(folder, "mlflow"));
  mkdirSync(join(folder, "mlflow"));
  const database = openSqlite(join(folder, "mlflow", "mlflow.db"));
  database.pragma("foreign_keys = OFF");
  database.exec(readFileSync(join(packageRoot, "tests/fixtures/mlflow-registry.sql"), "utf8"));
  database.close();
  const given = ["profiling.enabled=true", "profiling.wait_steps=1", "profiling.prepare_steps=1"];
  const trained = await runCli("train", "recipes/folder.yaml", ...toneOverrides(tones, runs), ...given);
  if (trained.code !== 0) throw new Error(trained.stderr);
  await searchByOptuna();
  server = await DashboardServer.start({ folder: runs, host: "127.0.0.1", port: 0 });
  open = await openDashboard(chromium, server);
  page = open.page;
  run = (await readRuns(open, 1))[0]!.key;
});
afterAll(async () => {
  await open?.close();
  await server?.close();
  vi.unstubAllEnvs();
  for (const path of [folder, tones]) rmSync(path, { recursive: true, force: true });
});
afterEach(() => {
  if (chromium !== null) expect(open.problems.splice(0)).toEqual([]);
});

async function get<Value>(path: string): Promise<Value> {
  return (await (await page.request.get(server.url + path)).json()) as Value;
}
const visit = (path: string): Promise<unknown> => page.goto(server.url + path);
const parameter = (name: string): string | null => new URL(page.url()).searchParams.get(name);
const numberIn = async (place: Locator): Promise<number> => Number(await place.innerText());

describe.skipIf(chromium === null)(chromium === null ? NO_CHROMIUM : "pages of topics", () => {
  test("Searches lists the study, and opens it", async () => {
    await visit("/searches");
    const row = page.getByRole("row", { name: /layers/ });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/25\s+1\s+1\s+validation\/accuracy/);
    await expectGoodLooks(page);
    await row.getByRole("link", { name: "layers" }).click();
    await page.getByRole("heading", { level: 1, name: "layers" }).waitFor();
  });

  test("a search shows its best trial, filters by ranges, sorts, and names the trial under the pointer", async () => {
    const { searches } = await get<SearchList>("/api/searches");
    const { trials, best, parameters } = await get<SearchDetail>(`/api/searches/${searches[0]!.key}`);
    expect(trials).toHaveLength(NUM_TRIALS);
    await visit(`/searches/${searches[0]!.key}`);
    const head = page.locator(".search-head");
    await expect.poll(() => numberIn(head.locator("strong"))).toBeCloseTo(best!.value!, 2);
    expect(await head.innerText()).toContain(`trial ${best!.trial}`);
    expect(await head.innerText()).toMatch(/23 complete.*1 pruned.*1 failed/);
    const most = [...parameters].sort((a, b) => b.importance! - a.importance!)[0]!;
    expect(await page.locator(".importance li").first().innerText()).toContain(most.name);
    expect(await page.locator(".slices figcaption").allInnerTexts()).toContain("layers");

    const table = page.getByRole("region", { name: "Trials" }).getByRole("table");
    expect(await table.getAttribute("aria-rowcount")).toBe(String(NUM_TRIALS + 1));
    await page.getByText("Ranges").click();
    await page.getByLabel("layers, least").fill("3");
    await page.keyboard.press("Tab");
    const numWide = trials.filter(({ parameters: of }) => (of["layers"] as number) >= 3).length;
    await expect.poll(() => table.getAttribute("aria-rowcount")).toBe(String(numWide + 1));
    expect(parameter("ranges")).toContain("layers");
    await page.reload();
    await expect.poll(() => table.getAttribute("aria-rowcount")).toBe(String(numWide + 1));
    await page.getByRole("button", { name: "Clear" }).click();
    await expect.poll(() => table.getAttribute("aria-rowcount")).toBe(String(NUM_TRIALS + 1));

    const byValue = table.getByRole("button", { name: "validation/accuracy" });
    await byValue.click();
    await byValue.click();
    const first = table.locator("tr.complete").first().locator("td").first();
    await expect.poll(() => numberIn(first)).toBe(best!.trial);

    const history = page.locator(".pair canvas").first();
    const point = await findPoint(page, ".pair canvas");
    await history.hover({ position: point });
    await expect.poll(() => page.locator(".readout strong").innerText()).toMatch(/^trial \d+$/);
    await page.mouse.move(1, 1);
    await expectGoodLooks(page);
  });

  test("Models lists versions and aliases, and compares two", async () => {
    const [model] = (await get<ModelList>("/api/models")).models;
    await visit("/models");
    const table = page.getByRole("region", { name: "Versions of quickstart" });
    await table.waitFor();
    const rows = await table.locator("tbody tr").allInnerTexts();
    expect(rows.map((text) => text.match(/champion|challenger/)?.[0])).toEqual(["champion", "challenger"]);
    expect(rows[0]).toContain("stage=production");
    expect(rows[0]).toContain("quickstart-20261128-053105-x2r6 (not in this folder)");
    for (const version of [2, 1]) await page.getByLabel(`Compare version ${version}`).check();
    const comparison = page.getByRole("region", { name: "Comparison" });
    const loss = comparison.getByRole("row", { name: /validation\/loss/ }).locator("td");
    await loss.first().waitFor();
    const [newest, older] = model!.versions.map(({ metrics }) => metrics["validation/loss"]!);
    expect(await numberIn(loss.nth(0))).toBeCloseTo(newest!, 3);
    expect(await numberIn(loss.nth(1))).toBeCloseTo(older!, 3);
    expect(parameter("compare")).toBe("quickstart/2,quickstart/1");
    await expectGoodLooks(page);
  });

  test("Profile shows the verdict, the stages, the operators and the calls of a step", async () => {
    const profile = await get<ProfileAnswer>(`/api/runs/${run}/profile`);
    await visit(`/runs/${run}/profile`);
    await page.getByRole("heading", { name: "Operators" }).waitFor();
    const { title } = profile.findings[0]!;
    expect((await page.getByRole("heading", { level: 1 }).last().innerText()).toLowerCase()).toContain(
      title.toLowerCase(),
    );
    const operators = page.getByRole("region", { name: "Operators" }).locator("tbody tr");
    const [costliest] = profile.operators;
    const cells = await operators.first().locator("td").allInnerTexts();
    expect(cells.slice(0, 2)).toEqual([costliest!.name, costliest!.calls.toLocaleString("en-US")]);
    expect(Number(cells[2])).toBeCloseTo(costliest!.selfMs + costliest!.deviceMs, 1);
    await expect.poll(() => page.locator(".legend").first().innerText()).toContain(profile.stages[0]!.name);
    await findPoint(page, ".flame canvas");
    await page.getByRole("combobox", { name: "Step" }).selectOption(String(profile.flame!.steps.at(-1)));
    expect(parameter("step")).toBe(String(profile.flame!.steps.at(-1)));
    await expectGoodLooks(page);
  });
});
