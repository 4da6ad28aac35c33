/** Reads one step of a trace of Kineto as it is decompressed: a trace as a whole may have hundreds of megabytes. */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { DataError } from "../../errors.js";
import type { Flame } from "../api.js";

export interface TraceLimits {
  /** Uncompressed bytes that are read; the rest is left out. */
  bytes: number;
  /** Events of a step; of more, the shortest are left out. */
  events: number;
}

const LIMITS: TraceLimits = { bytes: 1 << 30, events: 50_000 };
/** Longer events are no events of Kineto's. */
const LONGEST_EVENT = 1 << 20;
const MOST_EVENTS = 2_000_000;
const MOST_STEPS = 1000;
const MOST_THREADS = 64;
const LONGEST_NAME = 300;

/** Categories of Kineto that take time on the host or on a GPU. */
const HOST = new Set(["cpu_op", "user_annotation", "cuda_runtime", "cuda_driver"]);
const DEVICE = new Set(["kernel", "gpu_memcpy", "gpu_memset"]);
const STEP = /^ProfilerStep#(\d{1,15})$/;

/** Columns of the events of a trace: one object each would take five times the memory. */
class Events {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();
  readonly name: number[] = [];
  readonly start: number[] = [];
  readonly duration: number[] = [];
  readonly thread: number[] = [];
  readonly threads: string[] = [];
  readonly steps: { step: number; startUs: number; endUs: number }[] = [];

  add(event: Readonly<Record<string, unknown>>): void {
    const { ph, cat, ts, dur } = event;
    if (ph !== "X" || typeof ts !== "number" || typeof dur !== "number" || !(dur >= 0)) return;
    const isDevice = DEVICE.has(String(cat));
    if (!isDevice && !HOST.has(String(cat))) return;
    if (this.name.length >= MOST_EVENTS) return;
    const name = String(event["name"]).slice(0, LONGEST_NAME);
    const step = STEP.exec(name)?.[1];
    if (step !== undefined && !isDevice && this.steps.length < MOST_STEPS)
      this.steps.push({ step: Number(step), startUs: ts, endUs: ts + dur });
    const thread = this.#threadOf(isDevice, event);
    if (thread < 0) return;
    this.name.push(this.#place(name));
    this.start.push(ts);
    this.duration.push(dur);
    this.thread.push(thread);
  }

  #place(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  #threadOf(isDevice: boolean, { tid, args }: Readonly<Record<string, unknown>>): number {
    const device = (args as Record<string, unknown> | undefined)?.["device"];
    const text = isDevice ? `GPU ${device ?? 0}, stream ${tid}` : `thread ${tid}`;
    const label = text.slice(0, 100);
    const known = this.threads.indexOf(label);
    if (known >= 0) return known;
    return this.threads.length < MOST_THREADS ? this.threads.push(label) - 1 : -1;
  }
}

/**
 * Returns the calls of one step, and the steps that the trace has.
 *
 * @param path a `.trace.json.gz` of Kineto
 * @param step its number; null for the one of median length
 * @throws DataError for a file that holds no step
 */
export async function readTraceStep(
  path: string,
  step: number | null,
  limits: TraceLimits = LIMITS,
): Promise<Flame> {
  const events = new Events();
  let isCut = false;
  try {
    isCut = await readEvents(path, limits.bytes, (event) => events.add(event));
  } catch (cause) {
    throw new DataError("TRACE", `${path}: expected a trace of Kineto: ${(cause as Error).message}`, {
      cause,
    });
  }
  const steps = events.steps.toSorted((a, b) => a.endUs - a.startUs - (b.endUs - b.startUs));
  const chosen = step === null ? steps[steps.length >> 1] : steps.find((one) => one.step === step);
  if (chosen === undefined)
    throw new DataError(
      "TRACE",
      step === null ? `${path}: the trace has no steps` : `${path}: the trace has no step ${step}`,
    );
  return { ...flameOf(events, chosen, limits.events), isCut };
}

/** Splits the file into its events, which Kineto writes as indented objects. Returns true if it was too large to be read whole. */
async function readEvents(
  path: string,
  mostBytes: number,
  add: (event: Readonly<Record<string, unknown>>) => void,
): Promise<boolean> {
  const source = createReadStream(path);
  const text = source.pipe(createGunzip()).setEncoding("utf8");
  source.on("error", (error) => text.destroy(error));
  let rest = "";
  let left = mostBytes;
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      left -= chunk.length;
      if (left < 0) return true;
      const blocks = (rest + chunk).split("\n  }");
      rest = blocks.pop()!;
      if (rest.length > LONGEST_EVENT) rest = "";
      for (const block of blocks) {
        const event = parseBlock(block);
        if (event !== null) add(event);
      }
    }
    return false;
  } finally {
    source.destroy();
    text.destroy();
  }
}

/** An event without its last brace, after the comma of the one before. */
function parseBlock(block: string): Readonly<Record<string, unknown>> | null {
  const start = block.lastIndexOf("\n  {");
  if (start < 0 || !block.includes('"X"', start)) return null;
  try {
    return JSON.parse(`${block.slice(start)}}`) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function flameOf(
  events: Events,
  { step, startUs, endUs }: Events["steps"][number],
  mostEvents: number,
): Omit<Flame, "isCut"> {
  const inside: number[] = [];
  for (let i = 0; i < events.name.length; i++) {
    const start = events.start[i]!;
    if (start >= startUs && start + events.duration[i]! <= endUs + 1) inside.push(i);
  }
  // The longest are those that can be seen.
  const shown =
    inside.length <= mostEvents
      ? inside
      : inside.sort((a, b) => events.duration[b]! - events.duration[a]!).slice(0, mostEvents);
  shown.sort(
    (a, b) =>
      events.thread[a]! - events.thread[b]! ||
      events.start[a]! - events.start[b]! ||
      events.duration[b]! - events.duration[a]!,
  );
  const depth = depthsOf(events, shown);
  const used = [...new Set(shown.map((i) => events.name[i]!))];
  const place = new Map(used.map((name, i) => [name, i]));
  const threads = [...new Set(shown.map((i) => events.thread[i]!))];
  return {
    step,
    steps: [...new Set(events.steps.map((one) => one.step))].sort((a, b) => a - b),
    durationUs: endUs - startUs,
    numLeftOut: inside.length - shown.length,
    threads: threads.map((thread) => events.threads[thread]!),
    names: used.map((name) => events.names[name]!),
    name: shown.map((i) => place.get(events.name[i]!)!),
    start: shown.map((i) => round(events.start[i]! - startUs)),
    duration: shown.map((i) => round(events.duration[i]!)),
    depth,
    thread: shown.map((i) => threads.indexOf(events.thread[i]!)),
  };
}

/** Nanoseconds. */
const round = (us: number): number => Math.round(us * 1000) / 1000;

/** How many calls enclose each one on its thread. @param order by thread, then by start, the longer one first */
function depthsOf({ thread, start, duration }: Events, order: readonly number[]): number[] {
  let open: number[] = [];
  let current = -1;
  return order.map((i) => {
    if (thread[i] !== current) open = [];
    current = thread[i]!;
    const endOf = (k: number): number => start[k]! + duration[k]!;
    // Clocks are rounded: a call may seem to end a nanosecond after the one that encloses it.
    while (open.length > 0 && (start[i]! >= endOf(open.at(-1)!) || endOf(i) > endOf(open.at(-1)!) + 0.01))
      open.pop();
    open.push(i);
    return Math.min(open.length - 1, 255);
  });
}
