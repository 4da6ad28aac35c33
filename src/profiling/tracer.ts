import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/schema.js";
import type { World } from "../distributed/world.js";
import type { Module } from "../nn/module.js";
import { addon } from "../tensor/addon.js";
import { hookModules, hookOperators, type Unhook } from "./hooks.js";
import { readEvents } from "./trace-events.js";
import { compressTrace } from "./trace-file.js";
import { STAGE, STEP, summarize } from "./trace-summary.js";

export interface TracerOptions {
  config: Config["profiling"];
  /** Output folder for `rank0-step13.trace.json.gz` and `rank0-step13.summary.json`. */
  folder: string;
  world: World;
  device: string;
  /** Modules, by name, whose forwards become ranges of the trace. */
  modules: Readonly<Record<string, Module>>;
  warn: (message: string) => void;
}

/** Size of an operator's event in the file, with input shapes and its share of memory events; measured: 620. */
const BYTES_PER_EVENT = 800;

type Phase = "wait" | "prepare" | "active" | "done";

/** Records traces on the recipe's schedule: wait, warm up, record, repeat. */
export class Tracer {
  readonly #options: TracerOptions;
  #numDone = 0;
  #firstStep = 0;
  #phase: Phase = "wait";
  #hooks: Unhook[] = [];
  #numActive = 0;
  #startBytes = 0;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: TracerOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true });
    this.#enter(this.#phaseAfter(0), 0);
  }

  /** Called at the end of each step; `step` optimizer steps are done. */
  stepDone(step: number): void {
    if (this.#phase === "done") return;
    this.#numDone++;
    if (this.#phase === "active") {
      this.#numActive++;
      this.#closeStep();
      const isFull = this.#isFull();
      // The rest of the cycle is not recorded.
      if (isFull && this.#phaseAfter(this.#numDone) === "active") {
        const { active_steps, max_mb } = this.#options.config;
        this.#options.warn(
          `note: the trace ends after ${this.#numActive} of ${active_steps} steps, before it grows beyond profiling.max_mb=${max_mb}`,
        );
        this.#numDone += active_steps - this.#numActive;
      }
    }
    this.#enter(this.#phaseAfter(this.#numDone), step);
  }

  /** True if another step of this size would exceed the limit. */
  #isFull(): boolean {
    const bytes = BYTES_PER_EVENT * addon.profilerEventCount();
    return bytes + bytes / this.#numActive > 1e6 * this.#options.config.max_mb;
  }

  /** Returns the phase of the step after `numSteps` steps. */
  #phaseAfter(numSteps: number): Phase {
    const { wait_steps, prepare_steps, active_steps, repeat } = this.#options.config;
    const cycle = wait_steps + prepare_steps + active_steps;
    if (numSteps >= cycle * repeat) return "done";
    const place = numSteps % cycle;
    if (place < wait_steps) return "wait";
    return place < wait_steps + prepare_steps ? "prepare" : "active";
  }

  #isFirstActive(): boolean {
    const { wait_steps, prepare_steps, active_steps } = this.#options.config;
    return this.#numDone % (wait_steps + prepare_steps + active_steps) === wait_steps + prepare_steps;
  }

  /** Closes the ranges of the stage and of the step. */
  #closeStep(): void {
    addon.endRange();
    addon.endRange();
  }

  #enter(phase: Phase, step: number): void {
    const { stages } = this.#options.world;
    const before = this.#phase;
    this.#phase = phase;
    if (before === "active" && (phase !== "active" || this.#isFirstActive())) this.#stop(step);
    if (phase === "prepare" && before !== "prepare") this.#prepare();
    if (phase !== "active") return;
    if (this.#hooks.length === 0) {
      if (before !== "prepare") this.#prepare();
      this.#start(step);
    }
    addon.beginRange(`${STEP}${step}`);
    // A stage may extend over the end of a step: its range is cut there.
    addon.beginRange(STAGE + stages.stage);
  }

  #settings(): [cuda: boolean, shapes: boolean, memory: boolean] {
    const { config, device } = this.#options;
    return [device.startsWith("cuda"), config.shapes, config.memory];
  }

  #prepare(): void {
    this.#inStage(() => addon.prepareProfiler(...this.#settings()));
  }

  #start(step: number): void {
    const { world, modules, config, device } = this.#options;
    this.#inStage(() => {
      this.#firstStep = step;
      this.#numActive = 0;
      this.#hooks = Object.entries(modules).map(([name, module]) => hookModules(name, module));
      if (config.stacks) this.#hooks.push(hookOperators());
      const memory = addon.memoryStats(device);
      this.#startBytes = memory.tensorBytes ?? memory.allocatedBytes ?? 0;
      addon.startProfiler(...this.#settings());
      // Read by tools for many ranks (Holistic Trace Analysis); named as in Python.
      const place = { rank: world.rank, world_size: world.size };
      addon.addTraceMetadata("distributedInfo", JSON.stringify(place));
    });
    // Each stage is a range: the innermost open one.
    world.stages.onEnter = (stage) => {
      addon.endRange();
      addon.beginRange(STAGE + stage);
    };
  }

  #stop(step: number): void {
    const { world, folder, device } = this.#options;
    world.stages.onEnter = null;
    this.#inStage(() => {
      const trace = addon.stopProfiler();
      for (const unhook of this.#hooks.splice(0)) unhook();
      try {
        const name = join(folder, `rank${world.rank}-step${this.#firstStep + 1}`);
        addon.saveTrace(trace, `${name}.trace.json`);
        const summary = summarize(readEvents(addon.traceEvents(trace), device), this.#startBytes);
        writeFileSync(`${name}.summary.json`, `${JSON.stringify(summary)}\n`);
        this.#saving = this.#saving.then(() => this.#compress(`${name}.trace.json`));
      } catch (error) {
        this.#options.warn(
          `warning: the trace up to step ${step} could not be saved: ${(error as Error).message}`,
        );
      } finally {
        addon.releaseObject(trace);
      }
    });
  }

  async #compress(path: string): Promise<void> {
    const maxBytes = 1e6 * this.#options.config.max_mb;
    try {
      await compressTrace(path, `${path}.gz`, maxBytes);
    } catch (error) {
      this.#options.warn(`warning: ${path} could not be compressed: ${(error as Error).message}`);
      return;
    }
    rmSync(path);
  }

  /** Counts the cost of recording as tracing, not as another stage. */
  #inStage(body: () => void): void {
    const { stages } = this.#options.world;
    const before = stages.enter("tracing");
    try {
      body();
    } finally {
      stages.enter(before);
    }
  }

  /** Ends a trace in progress, and resolves when all traces are on the disk. */
  async close(): Promise<void> {
    if (this.#hooks.length > 0) {
      this.#closeStep();
      this.#phase = "done";
      this.#stop(this.#firstStep + this.#numActive);
    }
    await this.#saving;
  }
}
