/** The runs whose metrics this tab wants as they are logged: those of all charts together. */
import { follow } from "./live.js";

const wanted = new Map<string, number>();
let isPlanned = false;
let sent = "";

/** @returns a function that ends it */
export function followRuns(runs: readonly string[]): () => void {
  for (const run of runs) wanted.set(run, (wanted.get(run) ?? 0) + 1);
  plan();
  let isEnded = false;
  return () => {
    if (isEnded) return;
    isEnded = true;
    for (const run of runs) {
      const left = wanted.get(run)! - 1;
      if (left === 0) wanted.delete(run);
      else wanted.set(run, left);
    }
    plan();
  };
}

/** Once for all charts that change together: each change opens another stream. */
function plan(): void {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(() => {
    isPlanned = false;
    const runs = [...wanted.keys()].sort();
    if (sent === runs.join()) return;
    sent = runs.join();
    follow(runs);
  }, 20);
}
