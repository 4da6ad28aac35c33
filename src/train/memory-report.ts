import { NativeError, TrainingError } from "../errors.js";
import type { Module } from "../nn/module.js";
import { addon } from "../ops/addon.js";
import { hookForwards } from "../profiling/hooks.js";

export function isOutOfMemory(error: unknown): error is NativeError {
  return error instanceof NativeError && error.code === "OUT_OF_MEMORY";
}

interface Circumstances {
  /** The step and its clips. */
  where: string;
  /** Of the part of the batch that did not fit. */
  numClips: number;
  batchSize: number;
  /** Forward and backward of so many of the clips; null where they cannot be tried. */
  run: ((numClips: number) => void) | null;
}

const MOST_SHOWN = 5;
/** Batch norm needs more than one. */
const FEWEST = 2;
/** Of the part that did not fit. */
const FEW_SHARE = 1 / 8;
/** Of what fits: other steps take a little more than this one. */
const CAUTION = 0.9;

/** Says what holds memory when it does not suffice, and what would fit. Costs nothing before. */
export class MemoryReport {
  readonly #model: Module;
  readonly #device: string;
  #largest: string[] = [];
  #heldBytes = 0;

  constructor(model: Module, device: string) {
    this.#model = model;
    this.#device = device;
  }

  /** Runs what may need too much, inside of the scope whose tensors would be gone when it is over. */
  watch(body: () => void): void {
    try {
      body();
    } catch (error) {
      if (isOutOfMemory(error)) this.#look();
      throw error;
    }
  }

  #look(): void {
    const names = new Map(
      [...this.#model.stateDict()].map(([name, { handle }]) => [handle, `model.${name}`]),
    );
    this.#heldBytes = this.#held();
    this.#largest = addon.largestTensors(MOST_SHOWN).map(({ tensor, bytes, handles }) => {
      const name = handles.map((handle) => names.get(handle)).find((one) => one !== undefined);
      return `${show(bytes)} ${tensor}${name === undefined ? "" : ` (${name})`}`;
    });
  }

  #held(): number {
    const memory = addon.memoryStats(this.#device);
    return memory.tensorBytes ?? memory.allocatedBytes ?? 0;
  }

  #peak(): number {
    const memory = addon.memoryStats(this.#device);
    return memory.peakTensorBytes ?? memory.peakAllocatedBytes ?? 0;
  }

  /** After that scope, and before anything is undone. */
  explain(error: NativeError, circumstances: Circumstances): TrainingError {
    const { where, numClips } = circumstances;
    const lines = [
      `${where}: out of memory: a part of ${numClips} clips does not fit. Tensors held ${show(this.#heldBytes)} when more was asked for (${error.message})`,
      `largest tensors: ${this.#largest.join("; ")}`,
      ...this.#tryFewer(circumstances),
      "training.precision=bf16 halves most activations",
    ];
    return new TrainingError("OUT_OF_MEMORY", lines.join("\n  "), { cause: error });
  }

  /** Two small sizes make a line: what is there whatever the batch, and what each clip adds. */
  #tryFewer({ numClips, batchSize, run }: Circumstances): string[] {
    if (run === null || numClips < 2 * FEWEST) return [];
    const fewClips = Math.max(FEWEST, Math.floor(FEW_SHARE * numClips));
    const moreClips = 2 * fewClips;
    try {
      const few = this.#peakOf(() => run(fewClips));
      const modules = new Map<string, number>();
      const unhook = hookForwards("model", this.#model, (path, _, forward) => {
        const before = this.#held();
        const output = forward();
        modules.set(path, this.#held() - before);
        return output;
      });
      let more: number;
      try {
        more = this.#peakOf(() => run(moreClips));
      } finally {
        unhook();
      }
      const perClip = (more - few) / (moreClips - fewClips);
      const fixed = Math.max(0, few - fewClips * perClip);
      const fits = Math.floor((CAUTION * this.#heldBytes - fixed) / perClip);
      return [
        `modules that keep most, for ${numClips} clips: ${this.#keeping(modules, numClips / moreClips).join("; ")}`,
        `a clip takes ${show(perClip)}, and ${show(fixed)} are there before any; ${this.#advice(fits, batchSize)}`,
      ];
    } catch (again) {
      if (!isOutOfMemory(again)) throw again;
      return [`not even ${moreClips} clips fit`];
    }
  }

  #peakOf(body: () => void): number {
    addon.resetPeakMemory(this.#device);
    body();
    return this.#peak();
  }

  /** Innermost modules alone: what they keep is in no other's. */
  #keeping(modules: ReadonlyMap<string, number>, factor: number): string[] {
    const paths = [...modules.keys()];
    return [...modules]
      .filter(([path, bytes]) => bytes > 0 && !paths.some((other) => other.startsWith(`${path}.`)))
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_SHOWN)
      .map(([path, bytes]) => `${path} ${show(bytes * factor)}`);
  }

  #advice(fits: number, batchSize: number): string {
    if (fits < 1) return "not one clip would fit beside them";
    const numParts = Array.from({ length: batchSize }, (_, i) => i + 1).find(
      (parts) => batchSize % parts === 0 && batchSize / parts <= fits,
    );
    const asParts =
      numParts === undefined || numParts === 1
        ? ""
        : `training.accumulation_steps=${numParts} computes the same batch in parts of ${batchSize / numParts}; `;
    return `about ${fits} clips would fit: ${asParts}training.batch_size=${fits} takes a smaller batch`;
  }
}

function show(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
