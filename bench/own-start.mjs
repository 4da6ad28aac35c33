// Start and steps of a model of one's own beside the built-in one: the same network, named by `use:` and by `name:`, in turns.
//
//   node bench/own-start.mjs [turns] [steps]

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav16 } from "../dist/audio/wav.js";
import { packageRoot } from "../dist/package-root.js";
import { RunStore } from "../dist/tracking/store/store.js";

const [turns = 7, steps = 60] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "woodshed-own-start-"));
const B = 8;
for (const [label, hz] of [
  ["low", 300],
  ["high", 2700],
]) {
  mkdirSync(join(folder, "train", label), { recursive: true });
  for (let i = 0; i < B; i++) {
    const samples = Float32Array.from({ length: 8000 }, (_, j) => 0.4 * Math.sin(((hz + i) * j) / 2000));
    writeFileSync(join(folder, "train", label, `${i}.wav`), encodeWav16(samples, 16000));
  }
}
writeFileSync(
  join(folder, "model.ts"),
  `import { createEncoder, defineModel, z } from "woodshed";
export default defineModel({
  options: z.strictObject({ channels: z.array(z.int()), dropout: z.number() }),
  create: (options, context) => createEncoder({ name: "cnn", ...options } as never, context),
});
`,
);
const SIDES = { "built-in": "name: cnn", own: "use: ./model.ts" };
for (const [side, named] of Object.entries(SIDES))
  writeFileSync(
    join(folder, `${side}.yaml`),
    `data: { train: ${join(folder, "train")}, validation: ${join(folder, "train")}, clip_sec: 0.5, workers: 0 }
model: { ${named}, channels: [16, 32, 64], dropout: 0.1 }
training: { batch_size: ${2 * B}, threads: 1, precision: fp32 }
`,
  );

/** Trains one step an epoch. Returns the milliseconds until the plan's line and until the first epoch's, and of each step. */
async function train(side, epochs) {
  const runs = join(folder, `runs-${side}`);
  const startMs = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...[join(packageRoot, "dist/cli/main.js"), "train", join(folder, `${side}.yaml`), `runs_dir=${runs}`],
      `training.epochs=${epochs}`,
    ],
    { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, WOODSHED_HOME: join(folder, "home") } },
  );
  const marks = {};
  for await (const chunk of child.stdout)
    for (const [name, line] of [
      ["plan", /^plan/m],
      ["epoch", /^epoch +1\//m],
    ])
      if (line.test(String(chunk))) marks[name] ??= performance.now() - startMs;
  const [run] = readdirSync(runs).filter((name) => !name.startsWith("."));
  const store = RunStore.open(join(runs, run));
  // Not the waiting for data, which both have.
  const times = store
    .stepTimes()
    .map(({ times: [, , forward, backward, , optimizer] }) => forward + backward + optimizer);
  store.close();
  rmSync(runs, { recursive: true });
  return { ...marks, steps: times };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const started = { "built-in": [], own: [] };
const stepped = { "built-in": [], own: [] };
console.log(`load ${loadavg()[0].toFixed(1)} at the start`);
for (let turn = 0; turn < turns; turn++) {
  // Each goes first in every second turn.
  const order = turn % 2 === 0 ? Object.keys(SIDES) : Object.keys(SIDES).reverse();
  for (const side of order) started[side].push(await train(side, 1));
  for (const side of order) stepped[side].push(median((await train(side, steps)).steps.slice(5)));
}
/** Medians, and the shortest times, which other jobs disturb least. */
function report(title, values, unit, scale) {
  for (const [name, of] of [
    ["median", median],
    ["shortest", (all) => Math.min(...all)],
  ]) {
    const [builtIn, own] = Object.keys(SIDES).map((side) => of(values[side]) / scale);
    console.log(
      `${title}, ${name}: built-in ${builtIn.toFixed(3)} ${unit}, own ${own.toFixed(3)} ${unit}, ` +
        `difference ${(own - builtIn).toFixed(3)} ${unit}, ratio ${(own / builtIn).toFixed(3)}`,
    );
  }
}
const markOf = (mark) =>
  Object.fromEntries(Object.entries(started).map(([side, rows]) => [side, rows.map((one) => one[mark])]));
report("command to the plan's line", markOf("plan"), "s", 1000);
report("command to the first epoch's line", markOf("epoch"), "s", 1000);
report("a step", stepped, "ms", 1);
console.log(`load ${loadavg()[0].toFixed(1)} at the end`);
rmSync(folder, { recursive: true });
