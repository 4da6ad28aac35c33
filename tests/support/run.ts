import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RunStore } from "../../src/tracking/store/store.js";

/** Returns every metric that does not measure time, with its steps. */
export function numbersOf(run: string): [string, [number, number][]][] {
  using store = RunStore.open(run);
  return store
    .metricNames()
    .filter((name) => !/^(time|system)\/|per_sec|wait/.test(name))
    .map((name) => [name, store.metrics(name).map(({ step, value }) => [step, value])]);
}

/** Returns the bytes of a checkpoint's tensor files, in base64. */
export function tensorsOf(run: string, link: "last" | "best" = "last"): Record<string, string> {
  const folder = join(run, "checkpoints", link);
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(".safetensors"))
      .map((file) => [file, readFileSync(join(folder, file)).toString("base64")]),
  );
}

/** Returns the only run in a folder of runs. */
export function onlyRun(runs: string): string {
  // The logs of the ranks are in a hidden folder.
  const found = readdirSync(runs).filter((name) => !name.startsWith("."));
  if (found.length !== 1) throw new Error(`${runs}: expected one run, found ${found.join(", ") || "none"}`);
  return join(runs, found[0]!);
}
