// N = clips of a set, K = clips of one rank, O = outputs of the model.
import type { TargetTable } from "../data/targets.js";
import type { World } from "../distributed/world.js";
import { TrainingError } from "../errors.js";
import type { EvaluationRecord } from "../tasks/task.js";

/** Results of the clips that one rank evaluates. */
export class RankRecord {
  readonly #numOutputs: number;
  readonly #clips: number[] = [];
  readonly #losses: number[] = [];
  readonly #outputs: Float32Array[] = [];

  constructor(numOutputs: number) {
    this.#numOutputs = numOutputs;
  }

  /** Adds a batch: places of its clips [B], outputs [B, O] row-major, and losses [B]. */
  add(clips: Int32Array, outputs: Float32Array, losses: Float32Array): void {
    this.#clips.push(...clips);
    this.#losses.push(...losses);
    this.#outputs.push(outputs);
  }

  /**
   * All ranks: merges the records of all. Each rank sends the rows of its own clips.
   *
   * @param targets of every clip of the set
   * @throws TrainingError if a clip was evaluated twice
   */
  merge(world: World, targets: TargetTable, numClips: number): EvaluationRecord {
    const width = this.#numOutputs;
    const own: Rows = {
      clips: Int32Array.from(this.#clips),
      losses: Float32Array.from(this.#losses),
      outputs: concatenate(this.#outputs),
    };
    const ranks = world.size === 1 ? [own] : world.gatherBytes(pack(own)).map(unpack);
    const outputs = new Float32Array(numClips * width);
    const losses = new Float32Array(numClips);
    const isEvaluated = new Uint8Array(numClips);
    for (const rank of ranks) {
      for (const [row, clip] of rank.clips.entries()) {
        if (isEvaluated[clip] === 1)
          throw new TrainingError("ORDER", `evaluation: clip ${clip} was evaluated twice, expected once`);
        isEvaluated[clip] = 1;
        losses[clip] = rank.losses[row]!;
        outputs.set(rank.outputs.subarray(row * width, (row + 1) * width), clip * width);
      }
    }
    const evaluated = Int32Array.from([...isEvaluated.keys()].filter((clip) => isEvaluated[clip] === 1));
    return { outputs, losses, targets, evaluated };
  }
}

interface Rows {
  clips: Int32Array; // [K]
  losses: Float32Array; // [K]
  outputs: Float32Array; // [K, O]
}

function pack({ clips, losses, outputs }: Rows): Uint8Array {
  const header = Int32Array.of(clips.length);
  return Buffer.concat(
    [header, clips, losses, outputs].map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    ),
  );
}

function unpack(bytes: Uint8Array): Rows {
  // A copy is aligned.
  const { buffer, byteLength } = bytes.slice();
  const [numClips] = new Int32Array(buffer, 0, 1);
  return {
    clips: new Int32Array(buffer, 4, numClips),
    losses: new Float32Array(buffer, 4 + 4 * numClips!, numClips),
    outputs: new Float32Array(buffer, 4 + 8 * numClips!, byteLength / 4 - 1 - 2 * numClips!),
  };
}

function concatenate(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
