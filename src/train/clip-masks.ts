// B = clips of a part of a batch.
import { PURPOSES, randomUint32 } from "../data/random.js";
import { ShapeError } from "../errors.js";
import type { DropoutMasks } from "../nn/index.js";
import { type Device, keep, scope, Tensor } from "../tensor/index.js";
import { upload } from "../tensor/upload.js";

/** Positions whose factors are computed at first. */
const NUM_POSITIONS = 1024;

/**
 * Draws masks of dropout that depend on seed, step and clip alone: any number of ranks, any order of the clips and any
 * division of the batch have the same masks. Repetitions of a clip in a balanced epoch have masks of their own.
 *
 * A clip has a random 64-bit key in each step. Each dropout call of a forward pass and each position in a clip's values
 * has a fixed random factor. All are odd. A value is kept if key * factors modulo 2^64 is below a threshold, which is
 * multiply-shift hashing (Dietzfelbinger et al., 1997) of call and position. Integers have the same products on every device.
 */
export class ClipMasks {
  readonly #seed: number;
  readonly #device: Device;
  /** Factors of the first positions, as many as a call needed so far. */
  #factors: Tensor; // [positions] int64
  /** Shorter ones, which graphs of earlier steps may read. */
  readonly #before: Tensor[] = [];

  constructor(seed: number, device: Device) {
    this.#seed = seed;
    this.#device = device;
    this.#factors = this.#factorsOf(NUM_POSITIONS);
  }

  /** Returns the masks of a forward pass over `clips`; arguments as of `keysOf`. */
  of(step: number, clips: Int32Array, repeats: Int32Array | null = null): DropoutMasks {
    return this.from(this.keysOf(step, clips, repeats));
  }

  /**
   * Returns the keys of clips in a step, [B] int64 on the device.
   *
   * @param step steps done before this one
   * @param clips each clip's place in the data set
   * @param repeats how often the epoch drew each of them before; null: never
   */
  keysOf(step: number, clips: Int32Array, repeats: Int32Array | null = null): Tensor {
    return this.#place(
      randomOdd(clips.length, (i, half) =>
        randomUint32(PURPOSES.dropout, this.#seed, step, clips[i]!, 2 * (repeats?.[i] ?? 0) + half),
      ),
    );
  }

  /** Returns the masks of a forward pass over clips of these keys. */
  from(keys: Tensor): DropoutMasks {
    return this.#from(keys, keys.shape[0]!, 0);
  }

  /** Returns the masks of the dropout calls of a forward pass from number `firstCall` on. @param keys of the clips, [B] */
  #from(keys: Tensor, numClips: number, firstCall: number): DropoutMasks {
    let numCalls = firstCall;
    return {
      draw: (input, probability) => {
        const [numRows, ...row] = input.shape;
        if (numRows !== numClips) throw notByClip(input.shape, numClips);
        const call = numCalls++;
        const [factor] = randomOdd(1, (_, half) => randomUint32(PURPOSES.dropoutCall, call, half));
        const callKeys = keys.mul(factor!).reshape([numRows, ...row.map(() => 1)]); // [B, 1, ...]
        return callKeys.mul(this.#factorsLike(row)).lt(thresholdOf(probability)); // [B, ...]
      },
      copy: () => this.#from(keys, numClips, numCalls),
    };
  }

  /** Returns the factors of the positions in a row of this shape. */
  #factorsLike(row: readonly number[]): Tensor {
    const count = row.reduce((product, size) => product * size, 1);
    if (count > this.#factors.numel) {
      this.#before.push(this.#factors);
      this.#factors = this.#factorsOf(2 ** Math.ceil(Math.log2(count)));
    }
    return this.#factors.narrow(0, 0, count).reshape(row);
  }

  #factorsOf(count: number): Tensor {
    const values = randomOdd(count, (i, half) => randomUint32(PURPOSES.dropoutPosition, i, half));
    return keep(scope(() => this.#place(values)));
  }

  #place(values: BigInt64Array): Tensor {
    return upload(Tensor.from(values), this.#device);
  }

  dispose(): void {
    for (const factors of [this.#factors, ...this.#before]) factors.dispose();
  }
}

/** Returns the product, as a signed integer, below which a value is kept. */
function thresholdOf(probability: number): bigint {
  // 32 bits of the product decide; the probability between 0 and 1 is not rounded to either.
  const kept = Math.min(2 ** 32 - 1, Math.max(1, Math.round((1 - probability) * 2 ** 32)));
  return (BigInt(kept) << 32n) - 2n ** 63n;
}

/** Returns odd 64-bit integers from the random halves of each. */
function randomOdd(count: number, halfOf: (i: number, half: number) => number): BigInt64Array {
  const values = new BigInt64Array(count);
  const halves = new Uint32Array(values.buffer);
  for (let i = 0; i < count; i++) {
    halves[2 * i] = halfOf(i, 0) | 1;
    halves[2 * i + 1] = halfOf(i, 1);
  }
  return values;
}

function notByClip(shape: readonly number[], numClips: number): ShapeError {
  return new ShapeError(
    "SHAPE",
    `Dropout: training.dropout_masks=by_clip expects one row for each of the ${numClips} clips in dimension 0, input is [${shape.join(", ")}]; ` +
      "set training.dropout_masks=by_rank, or move the layer to where dimension 0 counts clips",
  );
}
