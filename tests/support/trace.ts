import { readEvents, type TraceEvents } from "../../src/profiling/trace-events.js";
import { addon } from "../../src/tensor/addon.js";

/** Returns the events that the profiler records while `body` runs. */
export function trace(body: () => void): TraceEvents {
  addon.prepareProfiler(false, true, true);
  addon.startProfiler(false, true, true);
  let recorded: number;
  try {
    body();
  } finally {
    recorded = addon.stopProfiler();
  }
  const events = readEvents(addon.traceEvents(recorded));
  addon.releaseObject(recorded);
  return events;
}
