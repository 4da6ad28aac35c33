import { type DeviceEvent, type HostEvent, selfUs, type TraceEvents } from "./trace-events.js";

/** Totals of one operator. */
export interface OperatorRow {
  name: string;
  calls: number;
  /** Excluding the operators inside. */
  selfMs: number;
  totalMs: number;
  /** Time of GPU kernels. */
  deviceMs: number;
}

/** Returns totals by operator over a trace, with the names and counts of Python's `key_averages`, without ranges. */
export function operatorTable(events: TraceEvents): OperatorRow[] {
  const deviceMs = deviceMsOf(events.device);
  return group(
    events.host.filter(({ isRange }) => !isRange),
    ({ name }) => name,
    deviceMs,
  );
}

/** Returns totals by calling source line, for a trace with stacks. */
export function lineTable(events: TraceEvents): OperatorRow[] {
  return group(
    events.host.filter(({ isRange, name }) => isRange && name.startsWith(LINE)),
    ({ name }) => name.slice(LINE.length),
    new Map(),
  );
}

export const LINE = "line::";

/** Returns the kernel time by correlation of the operator that launched it; other kernels, of number 0, are left out. */
export function deviceMsOf(events: readonly DeviceEvent[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const { linked, durationUs } of events)
    if (linked > 0) found.set(linked, (found.get(linked) ?? 0) + durationUs / 1000);
  return found;
}

function group(
  events: readonly HostEvent[],
  keyOf: (event: HostEvent) => string,
  deviceMs: ReadonlyMap<number, number>,
): OperatorRow[] {
  const rows = new Map<string, OperatorRow>();
  for (const event of events) {
    const name = keyOf(event);
    const row = rows.get(name) ?? { name, calls: 0, selfMs: 0, totalMs: 0, deviceMs: 0 };
    rows.set(name, row);
    row.calls++;
    row.selfMs += selfUs(event) / 1000;
    row.totalMs += event.durationUs / 1000;
    row.deviceMs += deviceMs.get(event.correlation) ?? 0;
  }
  return [...rows.values()].sort((a, b) => b.deviceMs + b.selfMs - (a.deviceMs + a.selfMs));
}
