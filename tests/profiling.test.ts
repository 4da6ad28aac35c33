import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { readTrace } from "../src/profiling/trace-file.js";
import type { TraceSummary } from "../src/profiling/trace-summary.js";
import { addon } from "../src/tensor/addon.js";
import { timeOf } from "../src/timing/stages.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { settledLiveTensors } from "./support/gc.js";
import { numbersOf, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones();
const runs = mkdtempSync(join(tmpdir(), "woodshed-profiling-"));

function train(...more: string[]): Promise<RunResult> {
  const overrides = [...toneOverrides(tones, runs), "data.workers=1", "training.epochs=2", ...more];
  return runTraining(loadConfig("recipes/folder.yaml", overrides), {}, new AbortController().signal);
}

const schedule = ["profiling.enabled=true", "profiling.wait_steps=2", "profiling.prepare_steps=1"];
/** Before it logs, a GPU is waited for, which counts as backward. */
const WAITS = addon.cudaDeviceCount() > 0 ? ["backward", "logging"] : [];
const STAGES_OF_A_STEP = [
  ...["data", "copy", "forward", "backward", "optimizer", "logging"],
  ...WAITS,
  "checkpoint",
];
let plain: RunResult;
let traced: RunResult;
let elapsedMs = 0;
beforeAll(async () => {
  const startMs = performance.now();
  plain = await train("profiling.system_metrics_sec=0.1");
  elapsedMs = performance.now() - startMs;
  traced = await train(...schedule, "profiling.active_steps=2", "profiling.repeat=2");
});

function tracesOf({ folder }: RunResult): string[] {
  return readdirSync(join(folder, "traces")).sort();
}

function summaryOf({ folder }: Pick<RunResult, "folder">): TraceSummary {
  return JSON.parse(readFileSync(join(folder, "traces", "rank0-step4.summary.json"), "utf8")) as TraceSummary;
}

/** Returns the ranges of a trace whose names have the prefix, sorted by start. */
function rangesOf(path: string, prefix: string): { name: string; startUs: number; endUs: number }[] {
  return readTrace(path)
    .traceEvents.filter(({ name, cat }) => cat === "user_annotation" && name.startsWith(prefix))
    .map(({ name, ts, dur }) => ({
      name: name.slice(prefix.length),
      startUs: ts!,
      endUs: ts! + (dur as number),
    }))
    .sort((a, b) => a.startUs - b.startUs);
}

describe("every run", () => {
  it("stores the times of each step, with evaluations and saves as part of the previous step", () => {
    using store = RunStore.open(plain.folder);
    const steps = store.stepTimes();
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
    const total = steps.reduce((sum, { times }) => sum + times.reduce((a, b) => a + b, 0), 0);
    expect(total).toBeLessThan(elapsedMs);
    for (const { step, times } of steps) {
      // Launching a graph counts as forward.
      const isGraph = addon.cudaDeviceCount() > 0;
      for (const name of isGraph
        ? (["data"] as const)
        : (["data", "forward", "backward", "optimizer"] as const))
        expect(timeOf(times, name), `${name} at ${step}`).toBeGreaterThan(0);
      expect(timeOf(times, "evaluation") > 0, `evaluation at ${step}`).toBe(step % 7 === 0);
      expect(timeOf(times, "all_reduce")).toBe(0);
      expect(timeOf(times, "tracing")).toBe(0);
    }
  });

  it("logs mean times and system metrics", () => {
    using store = RunStore.open(plain.folder);
    const names = store.metricNames();
    for (const name of [
      "time/step_ms",
      "time/data_ms",
      "time/forward_ms",
      "time/clip_decode_ms",
      "time/evaluation_sec",
    ])
      expect(names).toContain(name);
    expect(names).toContain("system/cpu_cores");
    const step = store.metrics("time/step_ms");
    for (const { step: at, value } of step) {
      const parts = names.filter((name) => /^time\/(?!step|clip|host)\w+_ms$/.test(name));
      const sum = parts
        .flatMap((name) => store.metrics(name).filter((one) => one.step === at))
        .reduce((total, one) => total + one.value, 0);
      expect(sum).toBeCloseTo(value, 6);
    }
  });

  it("records no trace by default", () => {
    expect(readdirSync(plain.folder)).not.toContain("traces");
  });
});

describe("a traced run", () => {
  it("has bit-identical results, and leaks no tensor", async () => {
    expect(numbersOf(traced.folder)).toEqual(numbersOf(plain.folder));
    expect(tensorsOf(traced.folder)).toEqual(tensorsOf(plain.folder));
    const before = await settledLiveTensors();
    await train(...schedule, "profiling.active_steps=1");
    expect(addon.liveTensors()).toBe(before);
  });

  it("follows its schedule, and each trace has the stages and modules of its steps", () => {
    expect(tracesOf(traced)).toEqual([
      "rank0-step4.summary.json",
      "rank0-step4.trace.json.gz",
      "rank0-step9.summary.json",
      "rank0-step9.trace.json.gz",
    ]);
    const { traceEvents, ...head } = readTrace(join(traced.folder, "traces", "rank0-step4.trace.json.gz"));
    expect(head["distributedInfo"]).toEqual({ rank: 0, world_size: 1 });
    const ranges = traceEvents.filter((event) => event["cat"] === "user_annotation").map(({ name }) => name);
    expect(ranges.filter((name) => name.startsWith("ProfilerStep#"))).toEqual([
      "ProfilerStep#3",
      "ProfilerStep#4",
    ]);
    for (const stage of ["data", "copy", "forward", "backward", "optimizer", "logging", "checkpoint"])
      expect(ranges.filter((name) => name === `stage::${stage}`).length, stage).toBeGreaterThanOrEqual(2);
    expect(ranges.filter((name) => name === "module::model.encoder.blocks.0.conv (Conv2d)").length).toBe(2);
    expect(traceEvents.some(({ name }) => name === "aten::conv2d")).toBe(true);
    const second = readTrace(join(traced.folder, "traces", "rank0-step9.trace.json.gz")).traceEvents;
    const steps = second.filter(({ name }) => name.startsWith("ProfilerStep#")).map(({ name }) => name);
    expect(steps).toEqual(["ProfilerStep#8", "ProfilerStep#9"]);
  });

  it("has each stage once inside its step, and sums the stages correctly", () => {
    const path = join(traced.folder, "traces", "rank0-step4.trace.json.gz");
    const steps = rangesOf(path, "ProfilerStep#");
    const stages = rangesOf(path, "stage::");
    const inSteps = steps.map((step) =>
      stages.filter(({ startUs }) => startUs >= step.startUs && startUs < step.endUs),
    );
    // No stage is outside the steps.
    expect(inSteps.flat()).toEqual(stages);
    for (const [i, step] of steps.entries()) {
      // `step` is the time between the other stages.
      const names = inSteps[i]!.map(({ name }) => name).filter((name) => name !== "step");
      expect(names.join()).toBe(STAGES_OF_A_STEP.join());
      let endUs = step.startUs;
      for (const stage of inSteps[i]!) {
        expect(stage.startUs, `${stage.name} overlaps the stage before`).toBeGreaterThanOrEqual(endUs);
        endUs = stage.endUs;
      }
      expect(endUs, `${inSteps[i]!.at(-1)!.name} ends after its step`).toBeLessThanOrEqual(step.endUs);
    }
    const sums = new Map<string, number>();
    for (const { name, startUs, endUs } of stages)
      sums.set(name, (sums.get(name) ?? 0) + (endUs - startUs) / 1000 / steps.length);
    const { stages: summed } = summaryOf(traced);
    expect(summed.map(({ name }) => name).sort()).toEqual([...sums.keys()].sort());
    for (const { name, ms } of summed) expect(ms, name).toBeCloseTo(sums.get(name)!, 3);
  });

  it("summarizes operators, modules, memory and floating-point operations", () => {
    const summary = summaryOf(traced);
    expect(summary.numSteps).toBe(2);
    expect(summary.operators.find(({ name }) => name === "aten::conv2d")!.calls).toBe(4);
    const conv = summary.modules.find(({ name }) => name === "model.encoder.blocks.1.conv")!;
    expect(conv).toMatchObject({ type: "Conv2d", calls: 2 });
    expect(conv.backwardMs).toBeGreaterThan(0);
    expect(summary.memory!.module).toMatch(/^(model|features)/);
    expect(summary.memory!.bytes).toBeGreaterThan(1e5);
    expect(summary.operators.find(({ name }) => name === "woodshed::mel_spectrogram")!.calls).toBe(2);
    // Two convolutions and two linear layers count three times (forward, and twice in backward). Our own kernel states none.
    const frames = 26;
    const convs = 2 * 9 * (8 * 1 * 32 * frames + 16 * 8 * 16 * 13);
    const linear = 2 * (16 * 16 + 16 * 3);
    expect(summary.flops).toBeCloseTo(8 * 3 * (convs + linear), -2);
    // These are the loss and the gradient norm.
    expect(summary.hostReads.count).toBeGreaterThanOrEqual(2);
  });

  it("ends its trace with a warning before the trace exceeds its maximum size", async () => {
    const warnings: string[] = [];
    const overrides = [
      ...toneOverrides(tones, runs),
      "training.epochs=2",
      ...schedule,
      "profiling.active_steps=8",
    ];
    const { folder } = await runTraining(
      loadConfig("recipes/folder.yaml", [...overrides, "profiling.max_mb=1"]),
      { onWarning: (line) => void warnings.push(line) },
      new AbortController().signal,
    );
    const [line] = warnings;
    const numSteps = Number(/ends after (\d) of 8 steps, .*profiling\.max_mb=1/.exec(line!)![1]);
    const trace = readTrace(join(folder, "traces", "rank0-step4.trace.json.gz"));
    expect(JSON.stringify(trace).length).toBeLessThan(1e6);
    const steps = trace.traceEvents.filter(({ name }) => name.startsWith("ProfilerStep#"));
    expect(steps.length).toBe(numSteps);
    expect(numSteps).toBeLessThan(8);
  });

  it("records the source lines that call operators if profiling.stacks is true", async () => {
    const { folder } = await train(...schedule, "profiling.active_steps=1", "profiling.stacks=true");
    const summary = summaryOf({ folder });
    expect(summary.lines.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/src\/nn\/conv\.ts:\d+ < .*src\/models\/cnn\/cnn\.ts:\d+/),
      ]),
    );
  });
});
