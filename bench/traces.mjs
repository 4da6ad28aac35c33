// Cost of profiling: the always-on measurements beside the small CNN's step, and a trace beside one of Python's profiler of
// the same model, in turns, in one run. `node bench/traces.mjs [turns]`
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { World } from "../dist/distributed/world.js";
import { RunRecorder } from "../dist/index.js";
import { StepProfiler } from "../dist/profiling/step-profiler.js";
import { SystemMonitor } from "../dist/profiling/system/monitor.js";
import { DECODE_PARTS, decodeClock } from "../dist/timing/decode-clock.js";

const here = dirname(fileURLToPath(import.meta.url));
const python = join(here, "..", ".venv", "bin", "python");
const turns = Number(process.argv[2] ?? 9);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

class Peer {
  constructor(command, script, spec) {
    this.child = spawn(command, [join(here, "peers", script), JSON.stringify(spec)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }
  async run(count, mode) {
    this.child.stdin.write(`${count} ${mode}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error("the peer died; its error is above");
    return value.split(" ").map((seconds) => (1e6 * Number(seconds)) / count);
  }
  end() {
    this.child.stdin.end();
  }
}

/** Measures microseconds a step of all always-on measurements, for batches of 64 clips logged every ten steps. */
async function alwaysOn() {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-bench-profiling-"));
  const recorder = new RunRecorder();
  const provenance = { command: [], cwd: here, git: null, versions: {}, host: "bench" };
  const run = {
    id: "bench",
    name: "bench",
    folder,
    config: {},
    configHash: "",
    resumedAtStep: null,
    trackerIds: {},
  };
  recorder.start({ ...run, provenance });
  const world = World.solo();
  const system = new SystemMonitor({ everySec: 1e6, device: "cpu" });
  const decoding = () => ({
    numClips: 64,
    times: new Float64Array(DECODE_PARTS.length),
    augmentations: [],
    slowest: [],
  });
  const profiler = new StepProfiler({
    ...{ world, decoding, system },
    record: (step, times) => recorder.stepTimes(step, times),
  });
  const STEPS = 2000;
  const startMs = performance.now();
  for (let step = 1; step <= STEPS; step++) {
    for (const stage of ["data", "step"]) world.enter(stage);
    for (const stage of ["copy", "forward", "backward"]) world.watched(stage, () => {});
    for (const stage of ["optimizer", "logging", "checkpoint", "step"]) world.enter(stage);
    for (let clip = 0; clip < 64; clip++) {
      decodeClock.start();
      for (const part of DECODE_PARTS) decodeClock.mark(part);
    }
    profiler.count(64);
    if (step % 10 === 0) recorder.log(step, profiler.take());
    profiler.stepDone(step);
    // Includes writing the trace.
    if (step % 20 === 0) recorder.flush();
  }
  const us = (1000 * (performance.now() - startMs)) / STEPS;
  system.close();
  await recorder.finish("finished", {});
  rmSync(folder, { recursive: true });
  return us;
}

console.log(`load ${loadavg()[0].toFixed(1)}; ${turns} turns; microseconds a step, medians`);
for (const [title, spec, count] of [
  ["tiny MLP", { name: "mlp", threads: 1 }, 200],
  ["small CNN", { name: "cnn", threads: 2 }, 2],
]) {
  const sides = [new Peer("node", "traced.mjs", spec), new Peer(python, "traced.py", spec)];
  const times = sides.map(() => ({ plain: [], traced: [], end: [] }));
  for (const side of sides) for (const mode of ["plain", "traced"]) await side.run(count, mode);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, side] of sides.entries()) {
      times[i].plain.push((await side.run(count, "plain"))[0]);
      const [traced, end] = await side.run(count, "traced");
      times[i].traced.push(traced);
      times[i].end.push(end);
    }
  }
  for (const side of sides) side.end();
  const [ours, theirs] = times.map((one) => ({
    plain: median(one.plain),
    traced: median(one.traced),
    end: median(one.end),
  }));
  const added = ({ plain, traced }) => traced - plain;
  console.log(title);
  for (const [name, one] of [
    ["woodshed", ours],
    ["Python", theirs],
  ]) {
    console.log(
      `  ${name.padEnd(9)} plain ${one.plain.toFixed(0)}, traced ${one.traced.toFixed(0)} (+${added(one).toFixed(0)}), ending the trace ${one.end.toFixed(0)}`,
    );
  }
  console.log(
    `  traced step, ours / theirs ${(ours.traced / theirs.traced).toFixed(2)}; added by tracing, ours / theirs ${(added(ours) / added(theirs)).toFixed(2)}`,
  );
  if (spec.name !== "cnn") continue;
  const costs = [];
  for (let i = 0; i < 5; i++) costs.push(await alwaysOn());
  console.log(
    `always on: ${median(costs).toFixed(0)} us a step, ${((100 * median(costs)) / ours.plain).toFixed(3)} % of the CNN's (target: under 1 %)`,
  );
}
