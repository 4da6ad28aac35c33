import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { addon } from "../../src/tensor/addon.js";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Collects garbage and runs finalizers until `done` returns true. Returns false after `numTries`. */
export async function collectUntil(done: () => boolean, numTries = 50): Promise<boolean> {
  for (let i = 0; i < numTries; i++) {
    gc();
    // Finalizers run in a separate task, after the collection.
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (done()) return true;
  }
  return false;
}

/** Returns the number of live tensors after the unreachable ones are collected. */
export async function settledLiveTensors(): Promise<number> {
  let before = -1;
  await collectUntil(() => {
    const isStable = addon.liveTensors() === before;
    before = addon.liveTensors();
    return isStable;
  });
  return addon.liveTensors();
}
