import { NativeError, TrainingError } from "../errors.js";
import type { Module } from "../nn/module.js";
import { hookForwards } from "../profiling/hooks.js";
import { addon } from "../tensor/addon.js";

export function isOutOfMemory(error: unknown): error is NativeError {
  return error instanceof NativeError && error.code === "OUT_OF_MEMORY";
}

interface Circumstances {
  /** Names the step and its clips. */
  where: string;
  /** Clips in the part of the batch that did not fit. */
  numClips: number;
  batchSize: number;
  /** Runs forward and backward of n of the clips; null if that is not possible. */
  run: ((numClips: number) => void) | null;
}

const MOST_SHOWN = 5;
/** Smallest batch to try: batch norm needs more than one clip. */
const FEWEST = 2;
/** Size of the smaller trial, as a fraction of the part that did not fit. */
const FEW_SHARE = 1 / 8;
/** Fraction of the clips that would fit: other steps may need a little more memory. */
const CAUTION = 0.9;

/** Explains an out-of-memory error: which tensors hold the memory, and which batch would fit. Free until then. */
export class MemoryReport {
  readonly #model: Module;
  readonly #device: string;
  #largest: string[] = [];
  #heldBytes = 0;

  constructor(model: Module, device: string) {
    this.#model = model;
    this.#device = device;
  }

  /** Runs `body`, and looks at the tensors before its scope frees them if memory runs out. */
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

  /** Call after the scope, and before the step is undone. */
  explain(error: NativeError, circumstances: Circumstances): TrainingError {
    const { where, numClips } = circumstances;
    const lines = [
      `${where}: out of memory: a part of ${numClips} clips does not fit. Tensors held ${show(this.#heldBytes)} at the failed allocation (${error.message})`,
      `largest tensors: ${this.#largest.join("; ")}`,
      ...this.#tryFewer(circumstances),
      "training.precision=bf16 halves most activations",
    ];
    return new TrainingError("OUT_OF_MEMORY", lines.join("\n  "), { cause: error });
  }

  /** Measures two small sizes and extrapolates: a fixed part, and a part per clip. */
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
        `modules that hold most memory, for ${numClips} clips: ${this.#keeping(modules, numClips / moreClips).join("; ")}`,
        `a clip takes ${show(perClip)}, beside a fixed ${show(fixed)}; ${this.#advice(fits, batchSize)}`,
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

  /** Innermost modules alone, so that no memory is counted twice. */
  #keeping(modules: ReadonlyMap<string, number>, factor: number): string[] {
    const paths = [...modules.keys()];
    return [...modules]
      .filter(([path, bytes]) => bytes > 0 && !paths.some((other) => other.startsWith(`${path}.`)))
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_SHOWN)
      .map(([path, bytes]) => `${path} ${show(bytes * factor)}`);
  }

  #advice(fits: number, batchSize: number): string {
    if (fits < 1) return "not even one clip would fit";
    const numParts = Array.from({ length: batchSize }, (_, i) => i + 1).find(
      (parts) => batchSize % parts === 0 && batchSize / parts <= fits,
    );
    const asParts =
      numParts === undefined || numParts === 1
        ? ""
        : `training.accumulation_steps=${numParts} computes the same batch in parts of ${batchSize / numParts}; `;
    return `about ${fits} clips would fit: ${asParts}training.batch_size=${fits} uses a smaller batch`;
  }
}

function show(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
