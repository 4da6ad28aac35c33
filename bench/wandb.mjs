// Cost of logging ten scalars a step on the training thread with W&B on (offline), beside wandb's Python client
// doing the same, in one run; then how long the end of the run takes. `node bench/wandb.mjs [rows]`
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { RunRecorder, Trackers, WandBLogger } from "../dist/index.js";

const here = dirname(fileURLToPath(import.meta.url));
const NUM_ROWS = Number(process.argv[2] ?? 10_000);
/** A step of training takes longer than logging: without pauses the threads of neither side would run. */
const ROWS_A_TURN = 50;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function ours(withWandb) {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-bench-wandb-"));
  const trackers = new Trackers([
    new RunRecorder(),
    ...(withWandb ? [new WandBLogger({ mode: "offline" })] : []),
  ]);
  const git = null;
  trackers.start({
    ...{
      id: "bench",
      name: "bench",
      folder,
      config: {},
      configHash: "",
      resumedAtStep: null,
      trackerIds: {},
    },
    provenance: { command: ["node", "bench"], cwd: here, git, versions: {}, host: "bench" },
  });
  const micros = [];
  for (let step = 1; step <= NUM_ROWS; step++) {
    const row = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`train/metric${i}`, Math.random()]));
    const startMs = performance.now();
    trackers.log(step, row);
    micros.push(1000 * (performance.now() - startMs));
    if (step % ROWS_A_TURN === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const startMs = performance.now();
  await trackers.finish("finished", {});
  const result = { median: median(micros), mean: micros.reduce((a, b) => a + b, 0) / NUM_ROWS };
  rmSync(folder, { recursive: true });
  return { ...result, finishMs: performance.now() - startMs };
}

function theirs() {
  const python = join(here, "..", ".venv", "bin", "python");
  const line = execFileSync(
    python,
    [join(here, "peers", "wandb_log.py"), String(NUM_ROWS), String(ROWS_A_TURN)],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  return JSON.parse(line.trim().split("\n").at(-1));
}

console.log(`${NUM_ROWS} rows of ten scalars, offline; median (mean) of a call, and the end of the run`);
for (let turn = 0; turn < 2; turn++) {
  for (const [name, side] of [
    ["run store alone", () => ours(false)],
    ["run store and W&B", () => ours(true)],
    ["wandb for Python", theirs],
  ]) {
    const { median, mean, finishMs } = await side();
    console.log(
      `${name.padEnd(18)} ${median.toFixed(1)} us (${mean.toFixed(1)} us), ${(finishMs / 1000).toFixed(2)} s`,
    );
  }
}
