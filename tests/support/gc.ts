import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { addon } from "../../src/ops/addon.js";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Collects until `done`, giving finalizers their turns; false when it never comes. */
export async function collectUntil(done: () => boolean, numTries = 50): Promise<boolean> {
  for (let i = 0; i < numTries; i++) {
    gc();
    // Finalizers run in a task of their own, after the collection.
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (done()) return true;
  }
  return false;
}

/** The number of live tensors once those that nobody holds any more are collected: it falls no further. */
export async function settledLiveTensors(): Promise<number> {
  let before = -1;
  await collectUntil(() => {
    const isStable = addon.liveTensors() === before;
    before = addon.liveTensors();
    return isStable;
  });
  return addon.liveTensors();
}
