/** Trace files: gzip-compressed JSON in Chrome's format, which Perfetto and chrome://tracing open. */
import {
  createReadStream,
  createWriteStream,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, gunzipSync, gzipSync } from "node:zlib";
import { DataError } from "../errors.js";
import { makeFolder } from "../make-folder.js";

/** Separator of two events in Kineto's file. */
const SEPARATOR = "\n  },";

/** Compresses a file of Kineto, cut after a complete event if it is larger than `maxBytes`. */
export async function compressTrace(from: string, to: string, maxBytes: number): Promise<void> {
  const isTooLarge = statSync(from).size > maxBytes;
  const through = isTooLarge ? [new Cut(maxBytes)] : [];
  await pipeline([
    createReadStream(from),
    ...through,
    createGzip({ level: 6 }),
    createWriteStream(`${to}.new`),
  ]);
  renameSync(`${to}.new`, to);
}

/** Passes on complete events up to a number of bytes, then ends the file. */
class Cut extends Transform {
  #left: number;
  #rest = "";
  #isOver = false;

  constructor(maxBytes: number) {
    super();
    this.#left = maxBytes;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    done(null, this.#isOver ? "" : this.#pass(this.#rest + chunk.toString()));
  }

  #pass(text: string): string {
    this.#isOver = text.length > this.#left;
    if (this.#isOver) {
      const end = text.lastIndexOf(SEPARATOR, this.#left);
      return `${text.slice(0, end)}\n  }\n  ], "truncated": true }`;
    }
    const end = text.lastIndexOf(SEPARATOR);
    const whole = end < 0 ? 0 : end + SEPARATOR.length;
    this.#rest = text.slice(whole);
    this.#left -= whole;
    return text.slice(0, whole);
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#isOver ? "" : this.#rest);
  }
}

interface ChromeEvent {
  ph: string;
  name: string;
  pid?: number | string;
  ts?: number;
  args?: Record<string, unknown>;
  [field: string]: unknown;
}

interface ChromeTrace {
  baseTimeNanoseconds?: number;
  distributedInfo?: { rank: number };
  traceEvents: ChromeEvent[];
  [field: string]: unknown;
}

/** @throws DataError if the file is not a trace */
export function readTrace(path: string): ChromeTrace {
  try {
    const bytes = readFileSync(path);
    const text = path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
    const trace = JSON.parse(text.toString()) as ChromeTrace;
    if (!Array.isArray(trace.traceEvents)) throw new Error("it has no traceEvents");
    return trace;
  } catch (cause) {
    throw new DataError("TRACE", `${path}: expected a trace in Chrome's JSON (${(cause as Error).message})`, {
      cause,
    });
  }
}

/** Separates the process ids of ranks, which may be equal on two hosts. */
const RANK_PIDS = 10_000_000;

/**
 * Merges the traces of several ranks on one time axis. Each rank uses the clock of its host, so ranks of two hosts are off
 * by the difference of their clocks.
 */
export function mergeTraces(paths: readonly string[], to: string): { numEvents: number } {
  const traces = paths.map(readTrace);
  const baseNs = Math.min(...traces.map(({ baseTimeNanoseconds = 0 }) => baseTimeNanoseconds));
  const traceEvents = traces.flatMap((trace, i) => {
    const rank = trace.distributedInfo?.rank ?? i;
    const offsetUs = ((trace.baseTimeNanoseconds ?? 0) - baseNs) / 1000;
    const pidOf = (pid: number | string): number | string =>
      typeof pid === "number" ? (rank + 1) * RANK_PIDS + (pid % RANK_PIDS) : `rank ${rank} ${pid}`;
    return trace.traceEvents.map((event) => ({
      ...event,
      ...(event.pid === undefined ? {} : { pid: pidOf(event.pid) }),
      ...(event.ts === undefined ? {} : { ts: event.ts + offsetUs }),
      ...(event.name === "process_name" ? { args: { name: `rank ${rank}: ${event.args?.["name"]}` } } : {}),
      ...(event.name === "process_sort_index" ? { args: { sort_index: rank } } : {}),
    }));
  });
  const merged = { displayTimeUnit: "ms", baseTimeNanoseconds: baseNs, traceEvents };
  makeFolder(dirname(to));
  writeFileSync(`${to}.new`, gzipSync(JSON.stringify(merged)));
  renameSync(`${to}.new`, to);
  return { numEvents: traceEvents.length };
}
