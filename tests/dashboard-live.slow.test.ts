// A page that follows runs: points of a training appear, and what a kill, a resume and a rewind change is shown.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { DashboardServer } from "../src/dashboard/server.js";
import { RunRecorder } from "../src/tracking/store/recorder.js";
import { RunStore } from "../src/tracking/store/store.js";
import { findChromium, NO_CHROMIUM, type OpenPage } from "./support/browser.js";
import { startCli, WAIT } from "./support/cli.js";
import { newRun } from "./support/dashboard.js";
import { type Bucket, bucketsOf, openDashboard, readRuns } from "./support/dashboard-page.js";
import { recordEvaluation } from "./support/recorded-clips.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const chromium = findChromium();
const runs = mkdtempSync(join(tmpdir(), "woodshed-live-"));
const tones = makeTones();
let server: DashboardServer;
let open: OpenPage;
let page: Page;
const notFound: string[] = [];

const lastStepOf = (buckets: readonly Bucket[]): number => Math.max(-1, ...buckets.map(({ step }) => step));

/** Waits until the chart of the loss fulfils a condition; returns its buckets. */
async function lossOnce(isMet: (buckets: readonly Bucket[]) => boolean): Promise<Bucket[]> {
  return vi.waitFor(
    async () => {
      const found = await bucketsOf(page, "loss");
      if (!isMet(found))
        throw new Error(`the chart has ${found.length} points up to step ${lastStepOf(found)}`);
      return found;
    },
    { ...WAIT, interval: 200 },
  );
}
const status = (name: string): Promise<void> => page.locator(".facts").getByText(name).first().waitFor(WAIT);

const train = (...more: string[]) =>
  startCli([
    ...["train", "recipes/folder.yaml", ...toneOverrides(tones, runs)],
    ...["name=live", "training.epochs=100000", ...more],
  ]);

describe.skipIf(chromium === null)(chromium === null ? NO_CHROMIUM : "a page that follows a run", () => {
  beforeAll(async () => {
    server = await DashboardServer.start({ folder: runs, host: "127.0.0.1", port: 0 });
    open = await openDashboard(chromium!, server);
    page = open.page;
    page.on("response", (response) => {
      if (response.status() === 404) notFound.push(new URL(response.url()).pathname);
    });
  });
  // A question for what a rewind removes in the same moment is no error.
  afterEach(() => {
    expect(notFound.splice(0)).toEqual([]);
    expect(open.problems.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await open?.close();
    await server?.close();
    for (const path of [runs, tones]) rmSync(path, { recursive: true, force: true });
  });

  test("points of a training appear; it is killed, resumed and rewound", async () => {
    let { child, ended } = train();
    try {
      const [run] = await readRuns(open, 1);
      let numLoads = 0;
      page.on("load", () => numLoads++);
      await page.goto(`${server.url}/runs/${run!.key}`);
      await status("running");
      await page.getByLabel(/^Chart: loss/).waitFor();
      const before = await lossOnce(({ length }) => length > 0);
      // Epochs have 7 steps: by then there are checkpoints.
      const after = await lossOnce((found) => lastStepOf(found) >= lastStepOf(before) + 20);
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

      child.kill("SIGKILL");
      await ended;
      await status("interrupted");
      const killed = lastStepOf(await bucketsOf(page, "loss"));

      ({ child, ended } = train("--resume", "last"));
      await status("running");
      await lossOnce((found) => lastStepOf(found) > killed + 5);
      child.kill("SIGINT");
      await ended;
      await status("interrupted");

      {
        using store = RunStore.open(join(runs, run!.id));
        store.rewind(10);
      }
      const rewound = await lossOnce((found) => lastStepOf(found) <= 10);
      expect(lastStepOf(rewound)).toBe(10);
      // All of it without loading the page again.
      expect(numLoads).toBe(1);
    } finally {
      child.kill("SIGKILL");
      await ended;
    }
  });

  /** Records a run that was interrupted after evaluations at steps 2, 4 and 6; returns its folder and key. */
  async function evaluated(name: string, numRuns: number): Promise<{ folder: string; key: string }> {
    const run = newRun(runs, name);
    const recorder = new RunRecorder();
    recorder.start(run);
    const clips = [0, 1, 2, 3].map((i) => {
      const file = join(run.folder, `${i}.wav`);
      writeFileSync(file, encodeWav16(new Float32Array(800).fill(0.1 * i), 8000));
      return { name: file, file, startSec: 0, durationSec: null, label: i % 2 === 0 ? "dog" : "rain" };
    });
    for (const step of [2, 4, 6]) {
      recorder.log(step, { "train/loss": step });
      recordEvaluation(recorder, run.folder, {
        ...{ step, source: null, clips, labels: ["dog", "rain"], predicted: [0, 1, 0, step === 6 ? 0 : 1] },
        embeddings: clips.map((_, i) => [i, step, i % 2]),
      });
      recorder.show(step, "chart", {
        ...{ kind: "figure", layout: { title: { text: `chart of step ${step}` } } },
        data: [{ x: [1, 2], y: [step, 1] }],
      });
    }
    await recorder.finish("interrupted", {});
    const { key } = (await readRuns(open, numRuns)).find(({ id }) => id === run.id)!;
    return { folder: run.folder, key };
  }

  /** Rewinds a run while no news of it reach the page; returns a function that lets them. */
  async function rewindUnseen(folder: string, step: number): Promise<() => Promise<void>> {
    const address = /\/api\/runs(\?|\/[0-9a-f]{12}$)/;
    const held: Route[] = [];
    let isHolding = true;
    const hold = (route: Route): unknown => (isHolding ? held.push(route) : route.continue());
    await page.route(address, hold);
    {
      using store = RunStore.open(folder);
      store.rewind(step);
    }
    return async () => {
      isHolding = false;
      for (const route of held) await route.continue();
      await page.unroute(address, hold);
    };
  }

  test("what a rewind removed may be asked for before the page knows of it", async () => {
    const { folder, key } = await evaluated("raced", 2);
    const at = `/api/runs/${key}`;
    const removed: string[] = [];
    page.on("response", (response) => {
      if (response.status() === 204) removed.push(new URL(response.url()).pathname);
    });

    await page.goto(`${server.url}/runs/${key}/map?step=4`);
    await page.getByText("Evaluation 2 of 3").waitFor(WAIT);
    await page.getByText("trustworthiness").waitFor(WAIT);
    const tellMap = await rewindUnseen(folder, 4);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => new Set(removed), WAIT).toEqual(new Set([`${at}/predictions`, `${at}/map`]));
    await tellMap();
    await page.getByText("Evaluation 2 of 2").waitFor(WAIT);

    await page.goto(`${server.url}/runs/${key}/figures?step=2`);
    await page.getByText("chart of step 2").waitFor(WAIT);
    removed.length = 0;
    const tellFigures = await rewindUnseen(folder, 2);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => removed, WAIT).toEqual([`${at}/item`]);
    await tellFigures();
    await page.getByText("As of step 2 · 1 of 1").waitFor(WAIT);
    await page.getByText("chart of step 2").waitFor(WAIT);

    await page.goto(`${server.url}/runs/${key}/listen`);
    await page.getByText("Evaluation 1 of 1").waitFor(WAIT);
    {
      using store = RunStore.open(folder);
      store.rewind(1);
    }
    await page.getByText("No predictions", { exact: true }).waitFor(WAIT);
  });

  test("a run that is resumed at step 0 begins again", async () => {
    const run = newRun(runs, "again", { training: { epochs: 5 } });
    const first = new RunRecorder();
    first.start(run);
    for (let step = 1; step <= 60; step++) first.log(step, { "train/loss": 100 + step });
    await first.finish("interrupted", {});
    const { key } = (await readRuns(open, 3)).find(({ id }) => id === run.id)!;
    await page.goto(`${server.url}/runs/${key}`);
    await lossOnce((found) => lastStepOf(found) === 60);
    const second = new RunRecorder();
    second.start({ ...run, resumedAtStep: 0 });
    for (let step = 1; step <= 3; step++) second.log(step, { "train/loss": step });
    second.flush();
    await status("running");
    const found = await lossOnce((buckets) => lastStepOf(buckets) === 3);
    expect(found.map(({ step, value }) => [step, Number(value)])).toEqual(
      [1, 2, 3].map((step) => [step, step]),
    );
    await second.finish("finished", {});
    await status("finished");
  });
});
