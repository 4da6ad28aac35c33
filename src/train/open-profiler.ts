import { join } from "node:path";
import { StepProfiler } from "../profiling/step-profiler.js";
import { SystemMonitor } from "../profiling/system/monitor.js";
import { Tracer } from "../profiling/tracer.js";
import { messagesTo, type RunObserver } from "./observer.js";
import type { OpenRun } from "./open-run.js";

/** Measurements of a run while it trains. */
export interface OpenProfiler {
  profiler: StepProfiler;
  /** null unless the recipe asks for traces. */
  tracer: Tracer | null;
}

/** Starts to measure a run: step times always, traces and the machine's load if the recipe asks for them. */
export function openProfiler(run: OpenRun, observer: RunObserver): OpenProfiler {
  const { prepared, trackers } = run;
  const { world } = prepared.resolved.session;
  const tracer = openTracer(run, observer);
  const profiler = new StepProfiler({
    world,
    decoding: () => prepared.loader.decodeTimes,
    record: (step, times) => trackers.stepTimes(step, times),
    tracer,
    system: openMonitor(run),
  });
  return { profiler, tracer };
}

function openTracer({ prepared, folder }: OpenRun, observer: RunObserver): Tracer | null {
  const { resolved, parts, closing } = prepared;
  const { config, world, hardware } = resolved.session;
  if (!config.profiling.enabled) return null;
  const { model, frontEnd } = parts;
  const tracer = new Tracer({
    ...{ config: config.profiling, folder: join(folder, "traces"), world, device: hardware.device },
    modules: { model, front_end: frontEnd },
    warn: messagesTo(observer).warn,
  });
  return closing.add(tracer, (opened) => opened.close());
}

function openMonitor({ prepared }: OpenRun): SystemMonitor | null {
  const { resolved, closing } = prepared;
  const { config, world, hardware } = resolved.session;
  const { system_metrics_sec: everySec } = config.profiling;
  if (everySec === null || !world.isMain) return null;
  const monitor = new SystemMonitor({ everySec, device: hardware.device });
  return closing.add(monitor, (opened) => opened.close());
}
