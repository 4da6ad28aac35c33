import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeTones, toneOverrides } from "../../../tests/support/tones.js";
import { loadConfig } from "../../config/load.js";
import { packageRoot } from "../../package-root.js";
import { readTrace } from "../../profiling/trace-file.js";
import { runTraining } from "../../train/run.js";
import { readProfile } from "./read-profile.js";
import { readTraceStep } from "./trace-reader.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-profile-"));
const tones = makeTones();
let run: string;
let copy: string;
let count = 0;
beforeAll(async () => {
  const overrides = [
    ...toneOverrides(tones, root),
    "profiling.enabled=true",
    "profiling.system_metrics_sec=1",
  ];
  const loaded = loadConfig(join(packageRoot, "recipes/folder.yaml"), overrides);
  run = (await runTraining(loaded, {}, new AbortController().signal)).folder;
});
beforeEach(() => {
  copy = join(root, `copy-${count++}`);
  cpSync(run, copy, { recursive: true });
});
afterAll(() => {
  for (const path of [root, tones]) rmSync(path, { recursive: true, force: true });
});

const PLAIN = { trace: null, step: null };

test("a traced run: verdict, tables and a flame chart whose calls are nested", async () => {
  const { verdict, findings, stages, stepMs, traces, operators, modules, peak, flame } = await readProfile(
    run,
    PLAIN,
  );
  expect(verdict).toBe(findings[0]!.title);
  expect(stages.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(stepMs!, 1);
  expect(traces).toEqual(["rank0-step13"]);
  expect(operators.map(({ name }) => name)).toContain("aten::convolution_backward");
  expect(modules.map(({ name }) => name)).toContain("model");
  expect(peak!.bytes).toBeGreaterThan(0);
  const { names, name, start, duration, depth, thread, steps } = flame!;
  expect(steps).toEqual([12, 13, 14]);
  const calls = name.map((place, i) => ({
    name: names[place]!,
    start: start[i]!,
    end: start[i]! + duration[i]!,
    depth: depth[i]!,
    thread: thread[i]!,
  }));
  expect(calls[0]).toMatchObject({ name: `ProfilerStep#${flame!.step}`, start: 0, depth: 0 });
  expect(calls[0]!.end).toBeCloseTo(flame!.durationUs, 2);
  // Kineto's file has the same.
  const { traceEvents } = readTrace(join(run, "traces/rank0-step13.trace.json.gz"));
  const range = traceEvents.find((event) => event.name === `ProfilerStep#${flame!.step}`)!;
  const [from, to] = [range.ts!, range.ts! + (range["dur"] as number)];
  const inside = traceEvents.filter(
    ({ ph, ts, dur, cat }) =>
      ph === "X" &&
      ["cpu_op", "user_annotation"].includes(String(cat)) &&
      ts! >= from &&
      ts! + (dur as number) <= to + 1,
  );
  expect(calls.map((call) => call.name).sort()).toEqual(inside.map((event) => event.name).sort());
  for (const [i, call] of calls.entries()) {
    if (call.depth === 0) continue;
    const around = calls
      .slice(0, i)
      .findLast((one) => one.thread === call.thread && one.depth === call.depth - 1)!;
    expect(call.start).toBeGreaterThanOrEqual(around.start);
    expect(call.end).toBeLessThanOrEqual(around.end + 0.02);
  }
  expect(Math.max(...depth)).toBeGreaterThan(2);
  const other = await readProfile(run, { trace: "rank0-step13", step: 14 });
  expect(other.flame!.step).toBe(14);
});

test("a run without traces has a verdict, and one that is damaged says why it has no chart", async () => {
  rmSync(join(copy, "traces"), { recursive: true });
  const without = await readProfile(copy, PLAIN);
  expect([
    without.verdict === null,
    without.traces,
    without.operators,
    without.flame,
    without.flameProblem,
  ]).toEqual([false, [], [], null, null]);
  const missing = await readProfile(run, { trace: "rank7-step1", step: null });
  expect([missing.trace, missing.flame]).toEqual([null, null]);
  const step = await readProfile(run, { trace: null, step: 99 });
  expect(step.flameProblem).toContain("no step 99");
});

const event = (more: object): string =>
  `\n  ${JSON.stringify({ ph: "X", cat: "cpu_op", name: "aten::add", pid: 1, tid: 1, ts: 1, dur: 1, ...more }, null, 2).replace(/\n\}$/, "\n  }")}`;
const write = (text: string | Buffer): string => {
  const path = join(copy, "traces", "rank0-step13.trace.json.gz");
  writeFileSync(path, typeof text === "string" ? gzipSync(text) : text);
  return path;
};

test("hostile traces are limited, skipped or refused", async () => {
  const step = event({ cat: "user_annotation", name: "ProfilerStep#1", ts: 0, dur: 1000 });
  await expect(readTraceStep(write(Buffer.from("no gzip")), null)).rejects.toThrow(
    /expected a trace of Kineto/,
  );
  await expect(readTraceStep(write("{}"), null)).rejects.toThrow(/has no steps/);
  // Decompresses to more than is read: the step at its start is there.
  const bomb = write(`[${step},${" ".repeat(3_000_000)}]`);
  expect((await readTraceStep(bomb, null, { bytes: 1_000_000, events: 10 })).isCut).toBe(true);
  const many = write(
    `[${step},${Array.from({ length: 500 }, (_, i) => event({ ts: i, dur: i / 1000 })).join(",")}]`,
  );
  const limited = await readTraceStep(many, null, { bytes: 1e9, events: 10 });
  expect([limited.name.length, limited.numLeftOut]).toEqual([10, 491]);
  const odd = write(
    `[${[
      step,
      event({ name: "<script>alert(1)</script>", ts: 5 }),
      event({ ts: "soon" }),
      event({ dur: -5 }),
      event({ dur: null }),
      event({ tid: "<b>", args: 7 }),
      event({ name: "x".repeat(1e5), ts: 6 }),
      '\n  {"ph": "X", "name": "cut',
    ].join(",")}`,
  );
  const { names, threads } = await readTraceStep(odd, null);
  expect(names).toContain("<script>alert(1)</script>");
  expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(300);
  expect(threads).toEqual(["thread 1", "thread <b>"]);
});

test("nothing outside of the run is read", async () => {
  const traces = join(copy, "traces");
  rmSync(join(traces, "rank0-step13.summary.json"));
  symlinkSync(join(run, "traces/rank0-step13.summary.json"), join(traces, "rank0-step13.summary.json"));
  execFileSync("mkfifo", [join(traces, "rank0-step14.summary.json")]);
  const linked = await readProfile(copy, PLAIN);
  expect([linked.traces, linked.operators]).toEqual([["rank0-step13"], []]);
  rmSync(traces, { recursive: true });
  symlinkSync(join(run, "traces"), traces);
  expect((await readProfile(copy, PLAIN)).traces).toEqual([]);
  rmSync(traces);
  mkdirSync(traces);
  writeFileSync(
    join(traces, "rank0-step1.summary.json"),
    '{"operators": [1, null, {"name": {}, "calls": "x"}], "modules": 5}',
  );
  expect((await readProfile(copy, PLAIN)).operators).toEqual([
    { name: "", calls: 0, selfMs: 0, totalMs: 0, deviceMs: 0 },
  ]);
});
