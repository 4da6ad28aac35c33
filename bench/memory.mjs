// Resident memory over 5,000 real training steps: it must be flat after the first 50.
// `node bench/memory.mjs [steps] [overrides...]`, on the quickstart's clips with a small model.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../dist/config/load.js";
import { addon } from "../dist/tensor/addon.js";
import { runTraining } from "../dist/train/run.js";

const numSteps = Number(process.argv[2] ?? 5000);
const runs = mkdtempSync(join(tmpdir(), "woodshed-memory-"));
const stepsAnEpoch = Math.ceil(3024 / 32);
const loaded = loadConfig("recipes/quickstart.yaml", [
  `runs_dir=${runs}`,
  `training.epochs=${Math.ceil(numSteps / stepsAnEpoch)}`,
  "training.batch_size=32",
  "model.channels=[8, 16]",
  "training.evaluate_every_epochs=10",
  ...process.argv.slice(3),
]);

const megabytes = () => process.memoryUsage().rss / 2 ** 20;
let start = 0;
let largest = 0;
console.log("step   resident   live handles   JavaScript heap   malloc: in use   held");
const observer = {
  onStep({ step }) {
    if (step === 50) start = megabytes();
    if (step > 50) largest = Math.max(largest, megabytes());
    if (step === 50 || step % 500 === 0) {
      const heap = process.memoryUsage().heapUsed / 2 ** 20;
      const { allocatedBytes, reservedBytes } = addon.memoryStats("cpu");
      const malloc = [allocatedBytes, reservedBytes]
        .map((bytes) => `${(bytes / 2 ** 20).toFixed(0).padStart(7)} MB`)
        .join("  ");
      console.log(
        `${String(step).padStart(5)}  ${megabytes().toFixed(0).padStart(5)} MB  ${String(addon.liveTensors()).padStart(9)}  ${heap.toFixed(0).padStart(11)} MB  ${malloc}`,
      );
    }
  },
};
await runTraining(loaded, observer, new AbortController().signal);
console.log(
  `at step 50: ${start.toFixed(0)} MB; largest after it: ${largest.toFixed(0)} MB, ${(largest / start).toFixed(3)} of that`,
);
rmSync(runs, { recursive: true });
