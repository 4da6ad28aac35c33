// Trains recipes one after another, as one of several ranks.
import { loadConfig, runTraining, World } from "../../dist/bundle/index.js";
import { environment, input, report } from "./rank.mjs";

const world = await World.join(environment, { backend: "gloo", timeoutSec: 120, hangWarningSec: 60 });
for (const { recipe, overrides, resume = "never", stopAfter } of input.trainings) {
  const stop = new AbortController();
  const onStep = ({ step }) => {
    if (step === stopAfter) stop.abort();
  };
  await runTraining(loadConfig(recipe, overrides), { onStep }, stop.signal, { world, resume });
}
await world.leave(true);
report({ isDone: true });
