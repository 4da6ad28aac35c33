import { ModuleFinder, type ModuleRow, moduleTable } from "./modules.js";
import { lineTable, type OperatorRow, operatorTable } from "./operators.js";
import { type HostEvent, innermost, selfUs, type TraceEvents } from "./trace-events.js";

export interface MemoryPeak {
  bytes: number;
  /** The module whose forward or backward reached the peak. */
  module: string;
  /** `forward`, `backward`, ... */
  stage: string;
  operator: string;
}

/** Summary of a trace, per optimizer step unless stated otherwise. */
export interface TraceSummary {
  numSteps: number;
  stepMs: number;
  /** Totals over all steps. */
  operators: OperatorRow[];
  modules: ModuleRow[];
  /** Totals by source line; empty without stacks. */
  lines: OperatorRow[];
  stages: { name: string; ms: number }[];
  memory: MemoryPeak | null;
  numOperators: number;
  /** Time in operators; nested ones are not counted twice. */
  operatorMs: number;
  /** Operations of convolutions and matrix products, forward and backward; 0 without shapes. */
  flops: number;
  hostReads: { count: number; ms: number; byModule: { module: string; count: number }[] };
  /** Time of kernels and copies on GPUs. */
  deviceMs: number;
  shapesOfTop: { name: string; shapes: string; selfMs: number }[];
}

export const STAGE = "stage::";
export const STEP = "ProfilerStep#";
export const HOST_READ = "host read";

/** The backward of a product is two products of its size. */
const WITH_BACKWARD = 3;
const PRODUCTS = new Set(["aten::conv2d", "aten::mm", "aten::addmm", "aten::bmm", "aten::baddbmm"]);

/** @param startBytes tensor memory at the start of the trace */
export function summarize(events: TraceEvents, startBytes: number): TraceSummary {
  const finder = new ModuleFinder(events);
  const steps = events.host.filter(({ isRange, name }) => isRange && name.startsWith(STEP));
  const numSteps = Math.max(1, steps.length);
  const operators = events.host.filter(({ isOperator }) => isOperator);
  const outermost = operators.filter(({ parent }) => parent === null || parent.isRange);
  return {
    numSteps,
    stepMs: sumMs(steps) / numSteps,
    operators: operatorTable(events),
    modules: moduleTable(events, finder),
    lines: lineTable(events),
    stages: stagesOf(events.host, numSteps),
    memory: peakOf(events, finder, startBytes),
    numOperators: operators.length / numSteps,
    operatorMs: sumMs(outermost) / numSteps,
    flops: flopsOf(operators) / numSteps,
    hostReads: hostReadsOf(events.host, finder, numSteps),
    deviceMs: events.device.reduce((sum, { durationUs }) => sum + durationUs / 1000, 0) / numSteps,
    shapesOfTop: shapesOfTop(operators),
  };
}

function sumMs(events: readonly HostEvent[]): number {
  return events.reduce((sum, { durationUs }) => sum + durationUs / 1000, 0);
}

function stagesOf(host: readonly HostEvent[], numSteps: number): TraceSummary["stages"] {
  const found = new Map<string, number>();
  for (const { isRange, name, durationUs } of host) {
    if (!isRange || !name.startsWith(STAGE)) continue;
    const stage = name.slice(STAGE.length);
    found.set(stage, (found.get(stage) ?? 0) + durationUs / 1000 / numSteps);
  }
  return [...found].map(([name, ms]) => ({ name, ms }));
}

function flopsOf(operators: readonly HostEvent[]): number {
  let flops = 0;
  for (const event of operators) {
    // WITH_BACKWARD accounts for the products of backward.
    if (!PRODUCTS.has(event.name) || innermost(event, ({ isBackward }) => isBackward) !== null) continue;
    // Operators without gradients have no sequence number.
    flops += event.flops * (event.sequence >= 0 ? WITH_BACKWARD : 1);
  }
  return flops;
}

function peakOf({ memory, host }: TraceEvents, finder: ModuleFinder, startBytes: number): MemoryPeak | null {
  let held = startBytes;
  let most = held;
  let at: HostEvent | null = null;
  for (const event of memory) {
    held += event.bytes;
    if (held <= most) continue;
    most = held;
    at = event;
  }
  if (at === null) return null;
  // By time: the backward of a GPU runs on a thread of its own.
  const atUs = at.startUs;
  const stage = host.find(
    ({ isRange, name, startUs, durationUs }) =>
      isRange && name.startsWith(STAGE) && startUs <= atUs && atUs < startUs + durationUs,
  );
  const operator = innermost(at.parent ?? at, ({ isRange, name }) => !isRange && name.startsWith("aten::"));
  return {
    bytes: most,
    module: finder.nameOf(at),
    stage: stage?.name.slice(STAGE.length) ?? "",
    operator: operator?.name ?? "",
  };
}

function hostReadsOf(
  host: readonly HostEvent[],
  finder: ModuleFinder,
  numSteps: number,
): TraceSummary["hostReads"] {
  const reads = host.filter(({ isRange, name }) => isRange && name === HOST_READ);
  const byModule = new Map<string, number>();
  for (const read of reads) byModule.set(finder.nameOf(read), (byModule.get(finder.nameOf(read)) ?? 0) + 1);
  return {
    count: reads.length / numSteps,
    ms: sumMs(reads) / numSteps,
    byModule: [...byModule]
      .map(([module, count]) => ({ module, count: count / numSteps }))
      .sort((a, b) => b.count - a.count),
  };
}

/** Returns the input shapes that take most time. */
function shapesOfTop(operators: readonly HostEvent[]): TraceSummary["shapesOfTop"] {
  const found = new Map<string, { name: string; shapes: string; selfMs: number }>();
  for (const event of operators) {
    if (event.shapes === "") continue;
    const key = `${event.name} ${event.shapes}`;
    const row = found.get(key) ?? { name: event.name, shapes: event.shapes, selfMs: 0 };
    row.selfMs += selfUs(event) / 1000;
    found.set(key, row);
  }
  return [...found.values()].sort((a, b) => b.selfMs - a.selfMs).slice(0, 20);
}
