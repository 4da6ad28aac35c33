import type { TraceColumns } from "../tensor/addon.js";

/** One event of the host: an operator, a node of autograd, a range, or a call of CUDA. */
export interface HostEvent {
  name: string;
  startUs: number;
  durationUs: number;
  isRange: boolean;
  /** True for operators and nodes of autograd. */
  isOperator: boolean;
  isBackward: boolean;
  sequence: number;
  flops: number;
  /** Allocated bytes, negative when freed; set for `[memory]` events only. */
  bytes: number;
  shapes: string;
  /** The number of an operator, by which kernels refer to it; 0 for all others, whose numbers are of another kind. */
  correlation: number;
  parent: HostEvent | null;
  children: HostEvent[];
}

/** One kernel or copy on a GPU. */
export interface DeviceEvent {
  name: string;
  startUs: number;
  durationUs: number;
  device: number;
  /** Correlation of its operator. */
  linked: number;
}

export interface TraceEvents {
  /** Sorted by start within each thread. */
  host: HostEvent[];
  memory: HostEvent[];
  device: DeviceEvent[];
}

export const MEMORY = "[memory]";
/** Kineto's activity types. */
const OPERATOR = 0;
const RANGE_ON_GPU = 2;
const USER_SCOPE = 7;
const BACKWARD_SCOPE = 1;
/** Encloses each node of backward. */
const ENGINE = "autograd::engine::evaluate_function";
/** Left out as in Python's key_averages. */
const LEFT_OUT = new Set([
  "[OutOfMemory]",
  "[OOM]",
  "profiler::_record_function_enter",
  "profiler::_record_function_enter_new",
  "profiler::_record_function_exit",
  "aten::is_leaf",
  "aten::output_nr",
  "aten::_version",
]);

/**
 * Builds a tree of events by their nesting on each thread, as torch.autograd.profiler_util.EventList does (2.13): an only
 * child with its parent's name is merged into the parent. Calls of CUDA are events of the host, inside of their operators.
 *
 * @param traced device whose memory events are returned
 */
export function readEvents(columns: TraceColumns, traced = "cpu"): TraceEvents {
  const byThread = new Map<number, HostEvent[]>();
  const device: DeviceEvent[] = [];
  for (let i = 0; i < columns.name.length; i++) {
    const name = columns.names[columns.name[i]!]!;
    if (LEFT_OUT.has(name)) continue;
    const [startUs, durationUs] = [columns.startUs[i]!, columns.durationUs[i]!];
    const isHost = columns.isCpu[i] === 1;
    // A range's shadow spans kernels, which are events themselves.
    if (columns.kind[i] === RANGE_ON_GPU) continue;
    if (name === MEMORY && isHost !== (traced === "cpu")) continue;
    if (!isHost && name !== MEMORY) {
      device.push({ name, startUs, durationUs, device: columns.device[i]!, linked: columns.linked[i]! });
      continue;
    }
    if (columns.isAsync[i] === 1) continue;
    const thread = columns.thread[i]!;
    const events = byThread.get(thread) ?? [];
    byThread.set(thread, events);
    events.push({
      ...{ name, startUs, durationUs },
      isRange: columns.scope[i] === USER_SCOPE,
      isOperator: columns.kind[i] === OPERATOR,
      isBackward: columns.scope[i] === BACKWARD_SCOPE || name.startsWith(ENGINE),
      sequence: columns.sequence[i]!,
      flops: columns.flops[i]!,
      bytes: name === MEMORY ? columns.bytes[i]! : 0,
      shapes: columns.shapeTexts[columns.shapes[i]!]!,
      correlation: columns.kind[i] === OPERATOR ? columns.correlation[i]! : 0,
      parent: null,
      children: [],
    });
  }
  const all = [...byThread.values()].flatMap(nest);
  return {
    host: withoutRepeats(all.filter(({ name }) => name !== MEMORY)),
    memory: all.filter(({ name }) => name === MEMORY).sort((a, b) => a.startUs - b.startUs),
    device,
  };
}

const endOf = (event: HostEvent): number => event.startUs + event.durationUs;

function nest(events: HostEvent[]): HostEvent[] {
  events.sort((a, b) => a.startUs - b.startUs || endOf(b) - endOf(a));
  const open: HostEvent[] = [];
  for (const event of events) {
    while (open.length > 0) {
      const parent = open.at(-1)!;
      const isInside = event.startUs < endOf(parent) && endOf(event) <= endOf(parent);
      if (isInside) {
        event.parent = parent;
        // Memory events mark where memory was allocated; they take no time of their parent.
        if (event.name !== MEMORY) parent.children.push(event);
        break;
      }
      open.pop();
    }
    if (event.name !== MEMORY) open.push(event);
  }
  return events;
}

function withoutRepeats(events: HostEvent[]): HostEvent[] {
  const repeats = new Set<HostEvent>();
  for (const event of events) {
    for (;;) {
      const [only, ...others] = event.children;
      if (repeats.has(event) || only === undefined || others.length > 0 || only.name !== event.name) break;
      repeats.add(only);
      event.flops = Math.max(event.flops, only.flops);
      // The innermost of them launched the kernels.
      event.correlation = only.correlation;
      event.children = only.children;
      for (const child of event.children) child.parent = event;
    }
  }
  return events.filter((event) => !repeats.has(event));
}

/** Returns the innermost of an event and its parents that satisfies a condition, or null. */
export function innermost(event: HostEvent, is: (one: HostEvent) => boolean): HostEvent | null {
  for (let one: HostEvent | null = event; one !== null; one = one.parent) if (is(one)) return one;
  return null;
}

/** Returns the time of an event without its children. */
export function selfUs(event: HostEvent): number {
  return event.durationUs - event.children.reduce((sum, child) => sum + child.durationUs, 0);
}
