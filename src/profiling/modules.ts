import { deviceMsOf } from "./operators.js";
import { type HostEvent, innermost, type TraceEvents } from "./trace-events.js";

/** Time and memory of one module's forwards and their backward, over a trace. */
export interface ModuleRow {
  /** `model.encoder.blocks.0.conv` */
  name: string;
  /** `Conv2d` */
  type: string;
  calls: number;
  /** Including its submodules. */
  forwardMs: number;
  forwardSelfMs: number;
  /** Excluding its submodules. */
  backwardMs: number;
  /** GPU kernels that it launched itself, forward and backward. */
  deviceMs: number;
  /** Memory that its forwards allocated and still held at their end: saved for backward, and results. */
  keptBytes: number;
}

export const MODULE = "module::";
/** Name for backward outside of modules. */
const OUTSIDE = "(no module)";

export function moduleRange(name: string, type: string): string {
  return `${MODULE}${name} (${type})`;
}

const isModule = (event: HostEvent): boolean => event.isRange && event.name.startsWith(MODULE);

/** Finds the module of an event; in backward, the module of the forward operator that it belongs to. */
export class ModuleFinder {
  /** The last operator of each sequence number, which created the node of that number. */
  readonly #bySequence = new Map<number, HostEvent>();

  constructor({ host }: TraceEvents) {
    for (const event of host) {
      if (event.sequence >= 0 && !event.isBackward && !isInBackward(event))
        this.#bySequence.set(event.sequence, event);
    }
  }

  rangeOf(event: HostEvent): HostEvent | null {
    const node = innermost(event, (one) => one.isBackward && one.sequence >= 0);
    const origin = node === null ? event : (this.#bySequence.get(node.sequence) ?? event);
    return innermost(origin, isModule);
  }

  nameOf(event: HostEvent): string {
    const range = this.rangeOf(event);
    return range === null ? OUTSIDE : split(range.name).name;
  }
}

const isInBackward = (event: HostEvent): boolean => innermost(event, ({ isBackward }) => isBackward) !== null;

function split(range: string): { name: string; type: string } {
  const [name, type] = range.slice(MODULE.length, -1).split(" (");
  return { name: name!, type: type! };
}

/** Returns a row per module, in the order of first calls. */
export function moduleTable(events: TraceEvents, finder = new ModuleFinder(events)): ModuleRow[] {
  const rows = new Map<string, ModuleRow>();
  const rowOf = (name: string, type: string): ModuleRow => {
    const none = { calls: 0, forwardMs: 0, forwardSelfMs: 0, backwardMs: 0, deviceMs: 0, keptBytes: 0 };
    const row = rows.get(name) ?? { name, type, ...none };
    rows.set(name, row);
    return row;
  };
  const deviceMs = deviceMsOf(events.device);
  for (const event of events.host) {
    if (isModule(event)) {
      const { name, type } = split(event.name);
      const row = rowOf(name, type);
      row.calls++;
      row.forwardMs += event.durationUs / 1000;
      row.forwardSelfMs += event.durationUs / 1000;
      const outer = event.parent === null ? null : innermost(event.parent, isModule);
      if (outer !== null) rowOf(...nameAndType(outer)).forwardSelfMs -= event.durationUs / 1000;
    } else if (
      event.isBackward &&
      innermost(event.parent ?? event, (one) => one !== event && one.isBackward) === null
    ) {
      const range = finder.rangeOf(event);
      const row = range === null ? rowOf(OUTSIDE, "") : rowOf(...nameAndType(range));
      row.backwardMs += event.durationUs / 1000;
    }
    const kernels = deviceMs.get(event.correlation);
    if (kernels !== undefined && !event.isRange) {
      const range = finder.rangeOf(event);
      (range === null ? rowOf(OUTSIDE, "") : rowOf(...nameAndType(range))).deviceMs += kernels;
    }
  }
  for (const event of events.memory) {
    if (isInBackward(event)) continue;
    for (let range = innermost(event, isModule); range !== null; ) {
      rowOf(...nameAndType(range)).keptBytes += event.bytes;
      range = range.parent === null ? null : innermost(range.parent, isModule);
    }
  }
  return [...rows.values()];
}

function nameAndType(range: HostEvent): [string, string] {
  const { name, type } = split(range.name);
  return [name, type];
}
