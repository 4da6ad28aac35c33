/**
 * Progress of long work: one redrawn line on a terminal, a few plain lines in a pipe.
 *
 *   epoch 3/12 ━━━━━━━━━━────── 62% · recent loss 0.412 · acc 0.871 · 5210 clips/s · run 12:14 left
 */
import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import { counted } from "../counted.js";
import { fitTo } from "./wrap.js";

export interface ProgressOptions {
  /** The count at which the work is complete. */
  total: number;
  /** Name of the work: "epoch 3/12". */
  label: string;
  /** Count that was done before, by another process. */
  startAt?: number;
  /** One unit of the counts: `clip`; null leaves out their rate. */
  unit?: string | null;
  /** Returns the seconds left of a run that this work is a part of, null while unknown; shown instead of its own. */
  leftSec?: () => number | null;
  /** A clock in milliseconds. */
  now?: () => number;
}

/** The output: process.stderr, a file, a pipe. */
export interface ProgressStream {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

export type ProgressFields = Readonly<Record<string, string | number>>;

export interface Progress {
  /** May be called at any rate: redraws are limited. */
  update(done: number, fields?: ProgressFields): void;
  /** Prints a permanent line above the bar. */
  log(line: string): void;
  /** Replaces the bar by one line with the result. */
  done(summary?: string): void;
}

const REDRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 10_000;
/** Lines at every tenth of the work come at most this often. */
const LINE_AT_TENTH_MS = 1000;
const CLEAR_LINE = "\r\x1b[K";

export function createProgress(stream: ProgressStream, options: ProgressOptions): Progress {
  const isTerminal = stream.isTTY === true && process.env["TERM"] !== "dumb";
  return isTerminal ? new TerminalProgress(stream, options) : new PlainProgress(stream, options);
}

class TerminalProgress implements Progress {
  readonly #stream: ProgressStream;
  readonly #state: ProgressState;
  readonly #colors = pc.createColors(!process.env["NO_COLOR"]);
  #drawnAtMs = -Infinity;
  #isDone = false;

  constructor(stream: ProgressStream, options: ProgressOptions) {
    this.#stream = stream;
    this.#state = new ProgressState(options);
  }

  update(done: number, fields?: ProgressFields): void {
    this.#state.advance(done, fields);
    if (this.#isDone || this.#state.nowMs() - this.#drawnAtMs < REDRAW_EVERY_MS) return;
    this.#draw();
  }

  log(line: string): void {
    this.#stream.write(`${CLEAR_LINE}${fitTo(this.#stream, line)}\n`);
    if (!this.#isDone && this.#drawnAtMs !== -Infinity) this.#draw();
  }

  done(summary?: string): void {
    if (this.#isDone) return;
    this.#isDone = true;
    const line = `${this.#colors.bold(this.#state.label)} ${summary ?? this.#state.ended()}`;
    this.#stream.write(`${CLEAR_LINE}${fitTo(this.#stream, line)}\n`);
  }

  #draw(): void {
    this.#drawnAtMs = this.#state.nowMs();
    this.#stream.write(CLEAR_LINE + this.#fit((this.#stream.columns || 80) - 1));
  }

  /** Returns the longest line that fits: first the bar shrinks, then parts are dropped from the right. */
  #fit(width: number): string {
    const { label, fraction } = this.#state;
    const { bold, cyan, dim } = this.#colors;
    const percent = `${Math.floor(100 * fraction)}%`.padStart(4);
    for (let parts = this.#state.parts(); ; parts = parts.slice(0, -1)) {
      const tail = parts.map((part) => ` ${dim("·")} ${part}`).join("");
      const room = width - columnsOf(label) - columnsOf(percent) - columnsOf(tail) - 1;
      if (room >= 5 || parts.length === 0) {
        const barColumns = Math.max(0, Math.min(30, room));
        const numFull = Math.round(barColumns * fraction);
        const bar = cyan("━".repeat(numFull)) + dim("─".repeat(barColumns - numFull));
        const shortLabel = room < 0 ? label.slice(0, Math.max(0, columnsOf(label) + room)) : label;
        return `${bold(shortLabel)} ${bar}${percent}${tail}`;
      }
    }
  }
}

class PlainProgress implements Progress {
  readonly #stream: ProgressStream;
  readonly #state: ProgressState;
  #printedAtMs: number;
  #printedTenth = 0;
  #isDone = false;

  constructor(stream: ProgressStream, options: ProgressOptions) {
    this.#stream = stream;
    this.#state = new ProgressState(options);
    this.#printedAtMs = this.#state.nowMs();
  }

  update(done: number, fields?: ProgressFields): void {
    this.#state.advance(done, fields);
    const { fraction } = this.#state;
    const tenth = Math.floor(fraction * 10);
    const sinceMs = this.#state.nowMs() - this.#printedAtMs;
    const isDue = sinceMs >= LINE_EVERY_MS || (tenth > this.#printedTenth && sinceMs >= LINE_AT_TENTH_MS);
    // `done` prints the last line.
    if (this.#isDone || !isDue || fraction >= 1) return;
    this.#printedAtMs = this.#state.nowMs();
    this.#printedTenth = tenth;
    const percent = `${Math.floor(100 * fraction)}%`;
    this.log([`${this.#state.label} ${percent}`, ...this.#state.parts()].join(", "));
  }

  log(line: string): void {
    this.#stream.write(`${stripVTControlCharacters(line)}\n`);
  }

  done(summary?: string): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.log(`${this.#state.label} ${summary ?? this.#state.ended()}`);
  }
}

/** Counts, fields and rate, as text. */
class ProgressState {
  readonly label: string;
  readonly nowMs: () => number;
  readonly #total: number;
  readonly #unit: string | null;
  readonly #startedMs: number;
  readonly #startAt: number;
  readonly #leftSec: (() => number | null) | undefined;
  #done: number;
  #fields: ProgressFields = {};
  #rate: RecentRate;

  constructor(options: ProgressOptions) {
    const { total, label, startAt = 0, unit = "clip", now = () => performance.now() } = options;
    this.#leftSec = options.leftSec;
    this.label = label;
    this.nowMs = now;
    this.#total = total;
    this.#unit = unit;
    this.#startedMs = now();
    this.#startAt = startAt;
    this.#done = startAt;
    this.#rate = new RecentRate(this.#startedMs, startAt);
  }

  get fraction(): number {
    return this.#total <= 0 ? 1 : Math.min(1, Math.max(0, this.#done / this.#total));
  }

  advance(done: number, fields?: ProgressFields): void {
    this.#done = done;
    if (fields !== undefined) this.#fields = fields;
    this.#rate.add(this.nowMs(), done);
  }

  parts(): string[] {
    const parts = Object.entries(this.#fields).map(([name, value]) => `${name} ${fieldText(value)}`);
    const perSec = this.#rate.perSec();
    if (perSec > 0) {
      if (this.#unit !== null) parts.push(`${rateText(perSec)} ${this.#unit}s/s`);
      const runSec = this.#leftSec?.();
      if (runSec === undefined) {
        parts.push(`${clockText(Math.max(0, this.#total - this.#done) / perSec)} left`);
      } else if (runSec !== null) parts.push(`run ${clockText(Math.max(0, runSec))} left`);
    }
    return parts;
  }

  /** The default line of `done`. */
  ended(): string {
    const sec = (this.nowMs() - this.#startedMs) / 1000;
    const fields = Object.entries(this.#fields).map(([name, value]) => `, ${name} ${fieldText(value)}`);
    return `${counted(this.#done - this.#startAt, this.#unit ?? "part")} in ${clockText(sec)}${fields.join("")}`;
  }
}

/** Units per second over about the last ten seconds, so that a slow start does not count for long. */
class RecentRate {
  static readonly WINDOW_MS = 10_000;
  static readonly SAMPLE_EVERY_MS = 250;
  readonly #samples: { atMs: number; done: number }[];
  #latest: { atMs: number; done: number };

  constructor(startedMs: number, startAt: number) {
    this.#latest = { atMs: startedMs, done: startAt };
    this.#samples = [this.#latest];
  }

  add(atMs: number, done: number): void {
    this.#latest = { atMs, done };
    if (atMs - this.#samples.at(-1)!.atMs < RecentRate.SAMPLE_EVERY_MS) return;
    this.#samples.push(this.#latest);
    while (this.#samples.length > 2 && atMs - this.#samples[0]!.atMs > RecentRate.WINDOW_MS)
      this.#samples.shift();
  }

  perSec(): number {
    const oldest = this.#samples[0]!;
    const sec = (this.#latest.atMs - oldest.atMs) / 1000;
    // The first samples are too short to be accurate.
    return 1000 * sec < RecentRate.SAMPLE_EVERY_MS ? 0 : (this.#latest.done - oldest.done) / sec;
  }
}

function fieldText(value: string | number): string {
  if (typeof value === "string") return value;
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? value.toFixed(size < 100 ? 3 : 1) : value.toExponential(2);
}

function rateText(perSec: number): string {
  return perSec >= 10 ? String(Math.round(perSec)) : perSec.toFixed(1);
}

/** `mm:ss`, or `h:mm:ss` from an hour on. */
function clockText(sec: number): string {
  const whole = Math.round(sec);
  const two = (number: number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ""}${two(minutes)}:${two(whole % 60)}`;
}

function columnsOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
