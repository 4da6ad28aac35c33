// Training's step time while a dashboard follows the run, beside that without one: runs in turn, the median of `time/step_ms`.
//
//   node bench/dashboard-step.mjs [--rounds 5] [--browser] [--recipe recipes/quickstart.yaml] [OVERRIDE...]
//
// A client follows as a page does: it listens to the run's news and asks for its curves after them, at most once a second.
// --browser: a page of the run in Chromium too, which draws on the same cores.
import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { RunStore } from "../dist/tracking/store/store.js";
import { median } from "./peers/turns.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cli = join(root, "dist", "cli", "main.js");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    browser: { type: "boolean", default: false },
    recipe: { type: "string", default: join(root, "recipes", "quickstart.yaml") },
  },
});
const overrides = positionals.length > 0 ? positionals : ["training.epochs=2"];
const place = mkdtempSync(join(tmpdir(), "woodshed-bench-step-"));

/** Trains a run; returns the median of its step times in milliseconds. */
async function train(runs) {
  await promisify(execFile)(
    process.execPath,
    [cli, "train", options.recipe, `runs_dir=${runs}`, ...overrides],
    { cwd: root, maxBuffer: 1 << 26 },
  );
  const store = RunStore.open(join(runs, readdirSync(runs)[0]));
  try {
    const times = store.metrics("time/step_ms").map(({ value }) => value);
    // The first steps load kernels.
    return median(times.slice(Math.floor(times.length / 5)));
  } finally {
    store.close();
  }
}

class Dashboard {
  static async start(runs) {
    const self = new Dashboard();
    self.child = spawn(process.execPath, [cli, "dashboard", runs, "--port", "0"], {
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, XDG_CACHE_HOME: join(place, "cache") },
    });
    self.ended = new Promise((resolve) => self.child.once("exit", resolve));
    self.startMs = performance.now();
    const url = new URL(
      await new Promise((resolve) => self.child.stdout.once("data", (text) => resolve(String(text).trim()))),
    );
    self.origin = url.origin;
    const { headers } = await fetch(url, { redirect: "manual" });
    self.cookie = headers.get("set-cookie").split(";")[0];
    return self;
  }

  get(path, signal) {
    return fetch(this.origin + path, { headers: { cookie: this.cookie }, signal });
  }

  /** Follows the first run from its start until `signal`. */
  async follow(signal) {
    const counts = { news: 0, curves: 0 };
    try {
      const key = await this.#firstRun(signal);
      if (options.browser) this.browser = await this.#openPage(key);
      const { body } = await this.get(`/api/stream?runs=${key}`, signal);
      let nextMs = 0;
      for await (const _ of body) {
        counts.news++;
        if (performance.now() < nextMs) continue;
        nextMs = performance.now() + 1000;
        const { last } = await (await this.get(`/api/runs/${key}`, signal)).json();
        const series = Object.keys(last)
          .slice(0, 20)
          .map((name) => `${key}:${encodeURIComponent(name)}`);
        if (series.length === 0) continue;
        const answer = await this.get(`/api/curves?series=${series.join(",")}&buckets=1024`, signal);
        if (!answer.ok) throw new Error(`curves: ${answer.status} ${await answer.text()}`);
        await answer.arrayBuffer();
        counts.curves++;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return counts;
  }

  async #firstRun(signal) {
    for (;;) {
      const { runs } = await (await this.get("/api/runs", signal)).json();
      if (runs.length > 0) return runs[0].key;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async #openPage(key) {
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const [name, value] = this.cookie.split("=");
    await context.addCookies([{ name, value, url: this.origin }]);
    await (await context.newPage()).goto(`${this.origin}/runs/${key}`);
    return browser;
  }

  /** Share of a core that the server used. */
  load() {
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, "utf8").split(") ")[1].split(" ");
    // In ticks of 10 ms: user and system.
    return (10 * (Number(stat[11]) + Number(stat[12]))) / (performance.now() - this.startMs);
  }

  async stop() {
    await this.browser?.close();
    this.child.kill("SIGTERM");
    await this.ended;
  }
}

async function trainFollowed(runs) {
  const dashboard = await Dashboard.start(runs);
  const stop = new AbortController();
  const following = dashboard.follow(stop.signal);
  // An error while the run trains is reported after it.
  following.catch(() => {});
  const ms = await train(runs);
  const load = dashboard.load();
  stop.abort();
  const { news, curves } = await following;
  if (news === 0 || curves === 0)
    throw new Error("the dashboard told nothing of the run: it was not followed");
  await dashboard.stop();
  return { ms, note: `${news} news, ${curves} times curves, server ${(100 * load).toFixed(1)} % of a core` };
}

try {
  console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; ${overrides.join(" ")}`);
  const folderOf = (name) => {
    const runs = join(place, name, "runs");
    mkdirSync(runs, { recursive: true });
    return runs;
  };
  // Renders the data set where it is missing.
  await train(folderOf("warm-up"));
  const ratios = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    const times = {};
    // The order changes: a machine gets slower or faster while it works.
    const order = round % 2 === 0 ? ["without", "followed"] : ["followed", "without"];
    for (const side of order) {
      const runs = folderOf(`${round}-${side}`);
      const { ms, note } =
        side === "followed" ? await trainFollowed(runs) : { ms: await train(runs), note: "" };
      times[side] = ms;
      console.log(`round ${round + 1}: ${side.padEnd(8)} ${ms.toFixed(2)} ms a step  ${note}`);
    }
    ratios.push(times.followed / times.without);
  }
  const shown = ratios.map((ratio) => ratio.toFixed(3)).join(" ");
  console.log(`step time followed / without: median ${median(ratios).toFixed(3)} (${shown})`);
} finally {
  rmSync(place, { recursive: true, force: true });
}
