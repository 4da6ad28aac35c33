import { expect, it } from "vitest";
import type { TraceColumns } from "../tensor/addon.js";
import { ModuleFinder, moduleTable } from "./modules.js";
import { operatorTable } from "./operators.js";
import { readEvents } from "./trace-events.js";
import { summarize } from "./trace-summary.js";

/** Kineto's activity types. */
const KINDS = { operator: 0, range: 1, shadow: 2, kernel: 5, runtime: 7, instant: 9 };

interface Event {
  kind: keyof typeof KINDS;
  name: string;
  at: readonly [startUs: number, endUs: number];
  thread?: number;
  correlation?: number;
  linked?: number;
  bytes?: number;
  isCpu?: boolean;
  sequence?: number;
  isBackward?: boolean;
}

function columnsOf(events: readonly Event[]): TraceColumns {
  const doubles = (of: (event: Event) => number): Float64Array => Float64Array.from(events, of);
  const bytes = (of: (event: Event) => number | boolean): Uint8Array =>
    Uint8Array.from(events, (event) => Number(of(event)));
  return {
    names: events.map(({ name }) => name),
    name: Int32Array.from(events.keys()),
    shapeTexts: [""],
    shapes: new Int32Array(events.length),
    device: new Int32Array(events.length),
    startUs: doubles(({ at }) => at[0]),
    durationUs: doubles(({ at }) => at[1] - at[0]),
    thread: doubles(({ thread = 1 }) => thread),
    forwardThread: doubles(() => 0),
    sequence: doubles(({ sequence = -1 }) => sequence),
    flops: doubles(() => 0),
    bytes: doubles((event) => event.bytes ?? 0),
    correlation: doubles(({ correlation = 0 }) => correlation),
    linked: doubles(({ linked = 0 }) => linked),
    scope: bytes(({ kind, isBackward = false }) => (kind === "range" ? 7 : isBackward ? 1 : 0)),
    isAsync: bytes(() => false),
    isCpu: bytes(({ kind, isCpu = kind !== "kernel" && kind !== "shadow" }) => isCpu),
    kind: bytes(({ kind }) => KINDS[kind]),
  };
}

/** A step on a GPU as Kineto records it: backward runs on a thread of its own, and CUDA's calls have numbers of their own. */
const STEP: readonly Event[] = [
  { kind: "range", name: "ProfilerStep#0", at: [0, 100], correlation: 1 },
  { kind: "range", name: "stage::forward", at: [0, 50], correlation: 2 },
  { kind: "range", name: "module::model (Linear)", at: [5, 45], correlation: 3 },
  { kind: "operator", name: "aten::addmm", at: [10, 30], correlation: 4, sequence: 7 },
  { kind: "operator", name: "aten::addmm", at: [11, 29], correlation: 5, sequence: 7 },
  { kind: "instant", name: "[memory]", at: [12, 12], bytes: 1000, isCpu: false },
  { kind: "instant", name: "[memory]", at: [13, 13], bytes: 7e6 },
  // The number of the operator of backward.
  { kind: "runtime", name: "cudaLaunchKernel", at: [20, 25], correlation: 9, linked: 5 },
  { kind: "range", name: "stage::backward", at: [50, 100], correlation: 6 },
  {
    kind: "operator",
    name: "AddmmBackward0",
    at: [60, 80],
    thread: 2,
    correlation: 8,
    sequence: 7,
    isBackward: true,
  },
  { kind: "operator", name: "aten::mm", at: [62, 78], thread: 2, correlation: 9 },
  { kind: "instant", name: "[memory]", at: [65, 65], thread: 2, bytes: 500, isCpu: false },
  { kind: "runtime", name: "cudaLaunchKernel", at: [66, 70], thread: 2, correlation: 5, linked: 9 },
  { kind: "kernel", name: "gemm", at: [40, 60], linked: 5 },
  { kind: "kernel", name: "gemm", at: [70, 100], linked: 9 },
  { kind: "kernel", name: "Memset", at: [100, 101] },
  { kind: "shadow", name: "stage::forward", at: [40, 60], linked: 2 },
];

it("assigns kernels to the operators that launched them, and to the modules of those", () => {
  const events = readEvents(columnsOf(STEP), "cuda:1");
  const deviceMs = Object.fromEntries(operatorTable(events).map((row) => [row.name, row.deviceMs]));
  expect(deviceMs).toEqual({ "aten::addmm": 0.02, AddmmBackward0: 0, "aten::mm": 0.03, cudaLaunchKernel: 0 });
  expect(moduleTable(events, new ModuleFinder(events)).map((row) => [row.name, row.deviceMs])).toEqual([
    ["model", 0.05],
  ]);
});

it("counts kernels once, without ranges' shadows on the GPU, and CUDA's calls as no operators", () => {
  const summary = summarize(readEvents(columnsOf(STEP), "cuda:1"), 0);
  expect(summary.deviceMs).toBeCloseTo(0.051, 9);
  expect(summary.numOperators).toBe(3);
});

it("finds the peak of the device's own memory, reached on a thread of backward", () => {
  expect(summarize(readEvents(columnsOf(STEP), "cuda"), 100).memory).toEqual({
    ...{ bytes: 1600, module: "model", stage: "backward", operator: "aten::mm" },
  });
  expect(summarize(readEvents(columnsOf(STEP)), 0).memory).toMatchObject({ bytes: 7e6, stage: "forward" });
});
