// The dashboard's server over 1,000 runs and 50 million points, made by the store's own recorder: start, list, curves and memory.
// Cold: a new process, no cache of its own, and curves are asked for before anything else. Then with an empty cache and with a full
// one. The system's cache of files is warm in all of them: the runs were written or read just before.
// Beside TensorBoard, MLflow and trackio: the first chart of ten of 100 runs in Chromium. trackio takes part if WOODSHED_TRACKIO_PYTHON
// names the Python of an environment that has it (`pip install trackio`).
//
//   node bench/dashboard.mjs [--small] [--folder FOLDER] [--no-peers]
//
// --folder keeps the runs for the next time. Making 50 million points takes two minutes and 2.3 GB.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { decodeColumns } from "../dist/columns.js";
import { runKey } from "../dist/dashboard/run-key.js";
import { collectProvenance } from "../dist/tracking/store/provenance.js";
import { RunRecorder } from "../dist/tracking/store/recorder.js";
import { RunStore } from "../dist/tracking/store/store.js";
import { firstChart, freePort } from "./peers/first-chart.mjs";
import { memoryMb } from "./peers/memory.mjs";
import { median } from "./peers/turns.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    small: { type: "boolean", default: false },
    folder: { type: "string" },
    "no-peers": { type: "boolean", default: false },
  },
});
const SIZES = options.small
  ? { runs: 60, long: 10, longSteps: 50_000, peerRuns: 10, peerSteps: 1000 }
  : { runs: 1000, long: 50, longSteps: 1_000_000, peerRuns: 100, peerSteps: 5000 };

/** The Python that has each other dashboard. */
const venv = join(here, "..", ".venv", "bin", "python");
const PEERS = { tensorboard: venv, mlflow: venv, trackio: process.env.WOODSHED_TRACKIO_PYTHON };
const PEER_TURNS = 3;

const kept = options.folder && resolve(options.folder);
const place = kept ?? mkdtempSync(join(tmpdir(), "woodshed-bench-dashboard-"));
const runs = join(place, "runs");
const cache = mkdtempSync(join(tmpdir(), "woodshed-bench-cache-"));
const show = (name, ms, note = "") =>
  console.log(`${name.padEnd(58)} ${ms.toFixed(ms < 10 ? 1 : 0).padStart(8)} ms  ${note}`);

async function timed(work) {
  const startMs = performance.now();
  const value = await work();
  return [performance.now() - startMs, value];
}

const idOf = (i) => `bench-20261128-${String(i).padStart(6, "0")}-a1b2`;
const lossOf = (run, step) => 1 / Math.sqrt(step) + 0.1 * Math.sin(step * (run + 1));

/** Writes a run that does not exist yet. */
async function makeRun(runsDir, i, provenance, fill) {
  const id = idOf(i);
  const run = join(runsDir, id);
  if (existsSync(join(run, "run.sqlite"))) {
    if (isFinished(run)) return;
    rmSync(run, { recursive: true });
  }
  mkdirSync(run, { recursive: true });
  const recorder = new RunRecorder({ flushAtCount: 50_000, flushEveryMs: 1e9 });
  recorder.start({
    ...{ id, name: "bench", folder: run, configHash: "", provenance, resumedAtStep: null, trackerIds: {} },
    config: {
      optimization: { learning_rate: 10 ** -(1 + (i % 4)), optimizer: i % 2 === 0 ? "adamw" : "sgd" },
      training: { epochs: 10, batch_size: 64 },
      checkpoint: { monitor: "validation/accuracy", mode: "max" },
    },
  });
  fill(recorder);
  await recorder.finish("finished", {});
}

/** False for a run of a bench that was stopped while it wrote it. */
function isFinished(run) {
  const store = RunStore.open(run);
  try {
    return store.info().status === "finished";
  } finally {
    store.close();
  }
}

async function makeRuns() {
  const provenance = collectProvenance();
  for (let i = 0; i < SIZES.runs; i++) {
    const isLong = i < SIZES.long;
    await makeRun(runs, i, provenance, (recorder) => {
      const numSteps = isLong ? SIZES.longSteps : 100;
      for (let step = 1; step <= numSteps; step++) {
        recorder.log(step, { "train/loss": lossOf(i, step) });
        if (step % (numSteps / 10) === 0)
          recorder.log(step, {
            epoch: (10 * step) / numSteps,
            "validation/accuracy": 1 - 1 / (1 + step / numSteps) - i / 5000,
          });
      }
    });
    if ((i + 1) % 50 === 0 || isLong) process.stderr.write(`\rmaking runs: ${i + 1} of ${SIZES.runs} `);
  }
  process.stderr.write("\n");
}

/** A dashboard in a process of its own. */
class Dashboard {
  static async start(folder = runs) {
    const self = new Dashboard();
    const startMs = performance.now();
    self.child = spawn(
      process.execPath,
      [join(here, "../dist/cli/main.js"), "dashboard", folder, "--port", "0"],
      {
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, WOODSHED_HOME: cache },
      },
    );
    const url = new URL(
      await new Promise((resolve) => self.child.stdout.once("data", (text) => resolve(String(text).trim()))),
    );
    self.startMs = performance.now() - startMs;
    self.origin = url.origin;
    const { headers } = await fetch(url, { redirect: "manual" });
    self.cookie = headers.get("set-cookie").split(";")[0];
    return self;
  }

  async get(path) {
    const answer = await fetch(this.origin + path, { headers: { cookie: this.cookie } });
    if (!answer.ok) throw new Error(`${path.slice(0, 80)}: ${answer.status} ${await answer.text()}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async list() {
    return JSON.parse(Buffer.from(await this.get("/api/runs")).toString());
  }

  async allRead(numRuns = SIZES.runs) {
    for (;;) {
      const list = await this.list();
      if (list.numUnread === 0 && list.runs.length === numRuns) return list;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  memoryMb() {
    return memoryMb(this.child.pid);
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await ended;
  }
}

async function measureCold() {
  const series = Array.from({ length: SIZES.long }, (_, i) => `${runKey(join(runs, idOf(i)))}:train/loss`);
  const what = `${SIZES.long} curves of ${SIZES.longSteps.toLocaleString("en-US")} steps`;
  for (const count of [10, SIZES.long]) {
    rmSync(cache, { recursive: true, force: true });
    const dashboard = await Dashboard.start();
    const path = `/api/curves?series=${series.slice(0, count).join(",")}&buckets=800`;
    const [ms] = await timed(() => dashboard.get(path));
    show(`cold: the first ${count} of ${what}`, ms, `${dashboard.memoryMb().toFixed(0)} MB`);
    await dashboard.stop();
  }
  rmSync(cache, { recursive: true, force: true });
}

async function measureOurs() {
  for (const state of ["empty cache", "full cache"]) {
    const dashboard = await Dashboard.start();
    const [listMs, list] = await timed(() => dashboard.allRead());
    show(`${state}: start until the address is printed`, dashboard.startMs);
    show(`${state}: then all ${SIZES.runs} rows`, listMs, `${dashboard.memoryMb().toFixed(0)} MB`);
    show(`${state}: the list again`, (await timed(() => dashboard.get("/api/runs")))[0]);
    const long = list.runs.filter(({ step }) => step === SIZES.longSteps).map(({ key }) => key);
    const series = long.map((key) => `${key}:train/loss`).join(",");
    const what = `${long.length} curves of ${SIZES.longSteps.toLocaleString("en-US")} steps`;
    const [coldMs, bytes] = await timed(() => dashboard.get(`/api/curves?series=${series}&buckets=800`));
    const { columns } = decodeColumns(bytes);
    const numBuckets = columns
      .filter(({ name }) => name.endsWith("/step"))
      .reduce((sum, { values }) => sum + values.length, 0);
    const from = state === "empty cache" ? "the records" : "the cache on disk";
    show(
      `${state}: ${what}, first from ${from}`,
      coldMs,
      `${numBuckets} buckets, ${(bytes.length / 1e6).toFixed(1)} MB`,
    );
    show(
      `${state}: the same again`,
      await best(() => dashboard.get(`/api/curves?series=${series}&buckets=800`)),
    );
    const [a, b] = [Math.floor(SIZES.longSteps * 0.4), Math.floor(SIZES.longSteps * 0.42)];
    show(
      `${state}: zoomed to 2 % of the steps`,
      (await timed(() => dashboard.get(`/api/curves?series=${series}&buckets=800&from=${a}&to=${b}`)))[0],
    );
    show(
      `${state}: details of a run`,
      (await timed(() => dashboard.get(`/api/runs/${long[0]}`)))[0],
      `${dashboard.memoryMb().toFixed(0)} MB`,
    );
    if (state === "full cache") await measurePage(dashboard);
    // Rows and curves are stored while nobody asks.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await dashboard.stop();
  }
}

/** The first paint of the page of runs, and its first rows, in a new browser. */
async function measurePage({ origin, cookie }) {
  const [executablePath, pages] = ["/usr/bin/chromium", join(here, "../dist/pages/index.html")];
  if (!existsSync(executablePath) || !existsSync(pages)) {
    console.log("page: not measured: needs /usr/bin/chromium and npm run build:pages");
    return;
  }
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const [name, value] = cookie.split("=");
    await context.addCookies([{ name, value, url: origin }]);
    const page = await context.newPage();
    for (const visit of ["first visit", "second visit"]) {
      const [rowsMs] = await timed(async () => {
        await page.goto(origin);
        await page.getByText("bench").first().waitFor();
      });
      const paint = await page.evaluate(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      );
      show(`page of ${SIZES.runs} runs: ${visit}: first paint`, paint);
      show(`page of ${SIZES.runs} runs: ${visit}: first rows`, rowsMs);
    }
  } finally {
    await browser.close();
  }
}

async function best(work) {
  const times = [];
  for (let i = 0; i < 5; i++) times.push((await timed(work))[0]);
  return Math.min(...times);
}

/** The first chart of ten of 100 runs in a browser, beside the dashboards of others on runs of the same values, which their own clients wrote. */
async function measurePeers() {
  const folder = join(place, "peer-woodshed");
  const provenance = collectProvenance();
  for (let i = 0; i < SIZES.peerRuns; i++)
    await makeRun(folder, i, provenance, (recorder) => {
      for (let step = 1; step <= SIZES.peerSteps; step++)
        recorder.log(step, { "train/loss": lossOf(i, step) });
    });
  const starts = { woodshed: woodshedStart(folder) };
  for (const [peer, python] of Object.entries(PEERS)) {
    if (!python) continue;
    const sizes = [SIZES.peerRuns, SIZES.peerSteps, await freePort()].map(String);
    const args = [join(here, "peers", "dashboards.py"), peer, join(place, `peer-${peer}`), ...sizes];
    const { stdout } = await promisify(execFile)(python, args, { maxBuffer: 1 << 26 });
    const { command, page, env } = JSON.parse(stdout.trim().split("\n").at(-1));
    starts[peer] = { command, env, address: page };
  }
  const found = Object.fromEntries(Object.keys(starts).map((name) => [name, []]));
  for (let turn = 0; turn < PEER_TURNS; turn++)
    for (const [name, start] of Object.entries(starts)) {
      if (name === "woodshed") rmSync(cache, { recursive: true, force: true });
      found[name].push(await firstChart(name, start));
    }
  for (const [name, turns] of Object.entries(found)) {
    const [ms, mb] = ["ms", "mb"].map((key) => median(turns.map((turn) => turn[key])));
    show(`${name}: ${SIZES.peerRuns} runs, start until the first chart`, ms, `${mb.toFixed(0)} MB`);
  }
}

function woodshedStart(folder) {
  const command = [process.execPath, join(here, "../dist/cli/main.js"), "dashboard", folder, "--port", "0"];
  return { command, env: { WOODSHED_HOME: cache }, address: (line) => line.trim() };
}

try {
  const [makeMs] = await timed(makeRuns);
  show(`making ${SIZES.runs} runs`, makeMs);
  await measureCold();
  await measureOurs();
  if (!options["no-peers"]) await measurePeers();
} finally {
  rmSync(cache, { recursive: true, force: true });
  if (kept === undefined) rmSync(place, { recursive: true, force: true });
}
