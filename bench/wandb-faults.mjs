// Training steps with W&B on while its backend misbehaves, in one run: the kind of fault changes every few seconds.
// `node bench/wandb-faults.mjs [seconds a stretch]`
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  AdamW,
  crossEntropy,
  Linear,
  ops,
  ReLU,
  RunRecorder,
  Sequential,
  scope,
  Trackers,
  WandBLogger,
} from "../dist/index.js";

const here = dirname(fileURLToPath(import.meta.url));
const STRETCH_MS = 1000 * Number(process.argv[2] ?? 2);
const ROUNDS = 6;
const MODES = ["well", "500", "429", "hang", "drop"];
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];

const server = spawn(process.execPath, [join(here, "peers", "wandb-server.mjs")], {
  stdio: ["pipe", "pipe", "inherit"],
});
const [env] = await new Promise((resolve) =>
  createInterface({ input: server.stdout }).once("line", (line) => resolve([JSON.parse(line)])),
);
Object.assign(process.env, env);
const folder = mkdtempSync(join(tmpdir(), "woodshed-bench-faults-"));
const trackers = new Trackers([
  new RunRecorder(),
  new WandBLogger({ finishTimeoutSec: 60, say: console.log, warn: console.log }),
]);
const provenance = { command: ["node", "bench"], cwd: here, git: null, versions: {}, host: "bench" };
trackers.start({
  ...{ id: "bench-faults", name: "bench", folder, config: {}, configHash: "", resumedAtStep: null },
  ...{ trackerIds: {}, provenance },
});

const model = new Sequential(
  new Linear(40, 512),
  new ReLU(),
  new Linear(512, 512),
  new ReLU(),
  new Linear(512, 10),
);
const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
let step = 0;

function train() {
  const loss = scope(() => {
    optimizer.zeroGrad();
    const value = crossEntropy(model.forward(ops.randn([64, 40])), ops.randint(10, [64], { dtype: "int64" }));
    value.backward();
    optimizer.step();
    return value.item();
  });
  trackers.log(++step, { "train/loss": loss, "train/accuracy": 0.5, epoch: 0 });
}

const millis = new Map(MODES.map((mode) => [mode, []]));
for (let i = 0; i < 300; i++) train();
for (let round = 0; round < ROUNDS; round++) {
  for (const mode of MODES) {
    server.stdin.write(`${mode}\n`);
    const end = performance.now() + STRETCH_MS;
    while (performance.now() < end) {
      const start = performance.now();
      train();
      millis.get(mode).push(performance.now() - start);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
server.stdin.write("well\n");
const start = performance.now();
await trackers.finish("finished", {});
console.log(`${step} steps; the end of the run took ${((performance.now() - start) / 1000).toFixed(1)} s`);
const usual = quantile(millis.get("well"), 0.5);
for (const [mode, values] of millis) {
  const [median, late] = [quantile(values, 0.5), quantile(values, 0.99)];
  console.log(
    `${mode.padEnd(5)} median ${median.toFixed(3)} ms (${(median / usual).toFixed(3)} of when all is well), 99 in 100 below ${late.toFixed(2)} ms`,
  );
}
server.stdin.end();
rmSync(folder, { recursive: true });
