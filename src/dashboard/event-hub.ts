import { randomBytes } from "node:crypto";
import type { StreamEvents } from "./api.js";
import type { Readers } from "./readers.js";
import type { KnownRun, Runs } from "./runs.js";

export interface EventSink {
  /** Returns false, and ends the stream, if the reader is too slow. */
  send(text: string): boolean;
  /** Called once when the reader is gone or the server closes. */
  onEnd(done: () => void): void;
  end(): void;
}

const MOST_READERS = 128;
/** At most 4 events in a second for each run. */
const LEAST_PAUSE_MS = 250;
/** Values of a metric in one event; a page that missed more reads the curve again. */
const MOST_VALUES = 500;
const HEARTBEAT_MS = 15_000;

interface Reader {
  sink: EventSink;
  /** Keys of the runs whose values it gets. */
  followed: ReadonlySet<string>;
}

/** The state of a run's events. */
interface Told {
  generation: number;
  /** Position of its last event, and of its last rewind. */
  changedAt: number;
  rewoundAt: number;
  /** Last step that was sent, by metric. */
  after: Map<string, number>;
  sentMs: number;
  timer: NodeJS.Timeout | null;
  isSending: boolean;
  isDirty: boolean;
}

/**
 * Sends what changes to browsers: see `StreamEvents`. A position counts the events; it is worth nothing to another start of the
 * dashboard, so it has a number of this one.
 */
export class EventHub {
  readonly #runs: Runs;
  readonly #readers: Readers;
  readonly #streams = new Set<Reader>();
  readonly #told = new Map<string, Told>();
  readonly #epoch = randomBytes(4).toString("hex");
  #position = 0;
  #listedAt = 0;
  #listTimer: NodeJS.Timeout | null = null;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(runs: Runs, readers: Readers) {
    this.#runs = runs;
    this.#readers = readers;
    runs.on("run", (run) => this.#onRun(run));
    runs.on("list", () => this.#onList());
    this.#heartbeat = setInterval(() => this.#toAll(": \n\n"), HEARTBEAT_MS).unref();
  }

  get isFull(): boolean {
    return this.#streams.size >= MOST_READERS;
  }

  /** @param lastEvent position of the last event that the browser got; null for a new page */
  add(sink: EventSink, followed: ReadonlySet<string>, lastEvent: string | null): void {
    const reader = { sink, followed };
    const unfollow = [...followed].map((key) => this.#runs.follow(key));
    sink.onEnd(() => {
      this.#streams.delete(reader);
      for (const stop of unfollow) stop();
    });
    this.#streams.add(reader);
    sink.send("retry: 1000\n\n");
    const [epoch, position] = lastEvent?.split("-") ?? [];
    if (epoch === this.#epoch && /^\d{1,15}$/.test(position ?? "")) this.#catchUp(reader, Number(position));
    else {
      if (lastEvent !== null) this.#send(reader, "list", {});
      for (const key of followed) this.#sendRun(reader, this.#runs.find(key));
    }
  }

  close(): void {
    clearInterval(this.#heartbeat);
    if (this.#listTimer !== null) clearTimeout(this.#listTimer);
    for (const { timer } of this.#told.values()) if (timer !== null) clearTimeout(timer);
    for (const { sink } of this.#streams) sink.end();
  }

  #catchUp(reader: Reader, position: number): void {
    if (this.#listedAt > position) this.#send(reader, "list", {});
    for (const [key, told] of this.#told) {
      if (told.changedAt <= position || !this.#runs.has(key)) continue;
      const run = this.#runs.find(key);
      if (told.rewoundAt > position && reader.followed.has(key))
        this.#send(reader, "rewind", { run: key, generation: told.generation, step: -1 });
      this.#sendRun(reader, run);
    }
  }

  /** The first reading of a thousand runs changes the list a thousand times. */
  #onList(): void {
    this.#listTimer ??= setTimeout(() => {
      this.#listTimer = null;
      this.#listedAt = ++this.#position;
      for (const reader of this.#streams) this.#send(reader, "list", {});
      for (const key of this.#told.keys()) if (!this.#runs.has(key)) this.#told.delete(key);
    }, LEAST_PAUSE_MS).unref();
  }

  #onRun(run: KnownRun): void {
    const told = this.#toldOf(run);
    told.isDirty = true;
    if (told.isSending || told.timer !== null) return;
    const waitMs = told.sentMs + LEAST_PAUSE_MS - Date.now();
    if (waitMs <= 0) void this.#tell(run, told);
    else
      told.timer = setTimeout(() => {
        told.timer = null;
        void this.#tell(run, told);
      }, waitMs).unref();
  }

  async #tell(run: KnownRun, told: Told): Promise<void> {
    told.isDirty = false;
    told.isSending = true;
    told.sentMs = Date.now();
    try {
      await this.#tellOnce(run, told);
    } finally {
      told.isSending = false;
    }
    if (told.isDirty) this.#onRun(run);
  }

  async #tellOnce(run: KnownRun, told: Told): Promise<void> {
    const { row, key } = run;
    if (row === null) return;
    const before = told.generation;
    const isRewound = row.generation !== before;
    told.generation = row.generation;
    told.changedAt = ++this.#position;
    if (isRewound) {
      told.rewoundAt = this.#position;
      told.after = new Map();
      const step = before === row.generation - 1 ? Math.min(row.resumes.at(-1) ?? -1, row.step) : -1;
      this.#toFollowers(key, "rewind", { run: key, generation: row.generation, step });
    }
    for (const reader of this.#streams) this.#sendRun(reader, run);
    if (![...this.#streams].some(({ followed }) => followed.has(key))) {
      // Nobody gets the values: the next reader gets the newest ones.
      told.after = new Map();
      return;
    }
    try {
      const tails = await this.#readers.call("tails", [run.folder, told.after, MOST_VALUES], {
        affinity: key,
      });
      // A resume between the two readings is told by the next event.
      if (tails.generation !== told.generation) {
        this.#runs.lookSoon(key);
        return;
      }
      for (const [name, values] of Object.entries(tails.series)) {
        const last = values.at(-1);
        if (last !== undefined) told.after.set(name, last.step);
      }
      this.#toFollowers(key, "metrics", { run: key, generation: tails.generation, series: tails.series });
    } catch {
      // The record cannot be read now: the next look reports it.
    }
  }

  #toldOf({ key, row }: KnownRun): Told {
    let told = this.#told.get(key);
    if (told === undefined) {
      told = {
        ...{ generation: row?.generation ?? 0, changedAt: 0, rewoundAt: 0, after: new Map() },
        ...{ sentMs: 0, timer: null, isSending: false, isDirty: false },
      };
      this.#told.set(key, told);
    }
    return told;
  }

  #sendRun(reader: Reader, run: KnownRun): void {
    if (run.row === null) return;
    const { generation, step, updatedMs } = run.row;
    this.#send(reader, "run", { key: run.key, status: run.status, generation, step, updatedMs });
  }

  #toFollowers<K extends keyof StreamEvents>(key: string, name: K, value: StreamEvents[K]): void {
    for (const reader of this.#streams) if (reader.followed.has(key)) this.#send(reader, name, value);
  }

  #send<K extends keyof StreamEvents>(reader: Reader, name: K, value: StreamEvents[K]): void {
    reader.sink.send(
      `event: ${name}\nid: ${this.#epoch}-${this.#position}\ndata: ${JSON.stringify(value)}\n\n`,
    );
  }

  #toAll(text: string): void {
    for (const { sink } of this.#streams) sink.send(text);
  }
}
