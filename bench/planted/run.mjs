// One plant in a process of its own: `node run.mjs NAME verdict|cause|clean|fix SECONDS` prints a line of JSON.
import { rmSync } from "node:fs";
import { fix } from "../../dist/bottlenecks/fix.js";
import { measure } from "../../dist/bottlenecks/measure.js";
import { profileRecipe } from "../../dist/bottlenecks/profile-recipe.js";
import { diagnose } from "../../dist/bottlenecks/verdict/verdict.js";
import { PLANTS } from "./plants.mjs";

const [name, what, seconds = "3"] = process.argv.slice(2);
const { observer = {}, prepare = () => () => {}, allowBatchSize = false, ...plant } = PLANTS[name];
const { signal } = new AbortController();
const options = { seconds: Number(seconds), minSteps: 12, observer, signal };

async function run() {
  if (what === "clean") {
    const { figures, folder } = await measure(plant.clean(), options);
    rmSync(folder, { recursive: true });
    return { clipsPerSec: figures.clipsPerSec };
  }
  const undo = prepare();
  try {
    if (what === "fix") {
      const { before, after, attempts, kept } = await fix(plant.planted(), { ...options, allowBatchSize });
      return { before: before.clipsPerSec, after: after.clipsPerSec, kept, attempts };
    }
    if (what === "cause") {
      // One run with a trace, in place of a profile's two runs and its steps at other batch sizes.
      const { figures, folder } = await measure(plant.planted(), { ...options, withTrace: true });
      rmSync(folder, { recursive: true });
      return { findings: diagnose({ ...figures, load: null }).findings };
    }
    const { figures } = await profileRecipe(plant.planted(), { ...options, outFolder: null });
    // The load of other programs is no part of the planted bottleneck.
    const { findings, changes } = diagnose({ ...figures, load: null });
    return { clipsPerSec: figures.clipsPerSec, findings, changes };
  } finally {
    undo();
  }
}

process.stdout.write(`${JSON.stringify(await run())}\n`);
process.exit();
