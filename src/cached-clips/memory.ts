// B = clips of a batch, A = channels, T = samples of a channel in a row, N = clips of the set.
import { placesOf, wholeColumns } from "../augment/batched/index.js";
import type { Crop } from "../data/decode.js";
import { type Device, keep, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { upload } from "../tensor/upload.js";

/** A crop of a clip of the set. */
export interface ClipCrop extends Crop {
  clip: number;
}

/** Where complete clips are kept, once they are decoded. */
export interface ClipMemory extends Disposable {
  has(clip: number): boolean;
  /** Returns the samples of a channel of a clip that it has. */
  lengthOf(clip: number): number;
  /**
   * Copies clips into their places. `wave` may change when it returns.
   *
   * @param wave on the host [B, A, T] @param lengths samples of a channel of each clip, which are less than its room
   */
  store(clips: Int32Array, wave: Float32Array, lengths: Float64Array): void;
  /** Returns rows of `samples` on the training device, with zeros beside each crop [B, A, T]. */
  crops(crops: readonly ClipCrop[], samples: number): Tensor;
}

/** Room for each clip, in samples of a channel. */
export interface ClipRoom {
  lengths: Float64Array; // [N]
  numChannels: number;
}

/** Facts of each clip that both kinds of memory know. */
class Places {
  readonly numChannels: number;
  /** First sample of each clip, counted over all clips. */
  readonly first: Float64Array; // [N]
  readonly totalSamples: number;
  /** Samples of a channel; NaN for a clip that is not stored. */
  readonly #stored: Float64Array; // [N]

  constructor({ lengths, numChannels }: ClipRoom) {
    this.numChannels = numChannels;
    let total = 0;
    this.first = lengths.map((length) => {
      const first = total;
      total += numChannels * length;
      return first;
    });
    this.totalSamples = total;
    this.#stored = new Float64Array(lengths.length).fill(Number.NaN);
  }

  has(clip: number): boolean {
    return !Number.isNaN(this.#stored[clip]);
  }

  lengthOf(clip: number): number {
    return this.#stored[clip]!;
  }

  setLength(clip: number, length: number): void {
    this.#stored[clip] = length;
  }
}

/** Clips in one tensor on the training device: a batch is one gather. */
export class DeviceMemory implements ClipMemory {
  readonly #places: Places;
  readonly #samples: Tensor;

  /** @throws NativeError if the device has too little memory */
  constructor(room: ClipRoom, device: Device) {
    this.#places = new Places(room);
    this.#samples = keep(ops.empty([this.#places.totalSamples], { dtype: "float32", device }));
  }

  has(clip: number): boolean {
    return this.#places.has(clip);
  }

  lengthOf(clip: number): number {
    return this.#places.lengthOf(clip);
  }

  store(clips: Int32Array, wave: Float32Array, lengths: Float64Array): void {
    const { numChannels, first } = this.#places;
    const rows = upload(
      Tensor.view(wave, [clips.length, numChannels, wave.length / clips.length / numChannels]),
      this.#samples.device,
    );
    for (const [row, clip] of clips.entries()) {
      const length = lengths[row]!;
      const own = this.#samples.narrow(0, first[clip]!, numChannels * length).reshape([numChannels, length]);
      own.copy_(rows.select(0, row).narrow(1, 0, length));
      this.#places.setLength(clip, length);
    }
  }

  crops(crops: readonly ClipCrop[], samples: number): Tensor {
    const { numChannels, first } = this.#places;
    const { device } = this.#samples;
    // In one table: each copy to a GPU costs as much as several operators.
    const [starts, strides, begins, ends] = wholeColumns(
      [
        crops.map((crop) => first[crop.clip]! + crop.first - crop.targetPlace),
        crops.map(({ clip }) => this.lengthOf(clip)),
        crops.map(({ targetPlace }) => targetPlace),
        crops.map(({ targetPlace, count }) => targetPlace + count),
      ],
      device,
    ) as [Tensor, Tensor, Tensor, Tensor];
    const places = placesOf(samples, device);
    const mono = places.add(starts); // [B, 1, T]
    const channels = placesOf(numChannels, device).reshape([numChannels, 1]);
    const index = numChannels === 1 ? mono : mono.add(strides.mul(channels)); // [B, A, T]
    if (crops.every(({ count }) => count === samples)) return this.#samples.take(index);
    const isInside = places.ge(begins).logicalAnd(places.lt(ends)); // [B, 1, T]
    return ops.where(isInside, this.#samples.take(ops.where(isInside, index, 0)), 0);
  }

  [Symbol.dispose](): void {
    this.#samples.dispose();
  }
}

/** Samples of a block. libtorch rounds pinned memory up to a power of two, so that one large block might take twice its size. */
const BLOCK_SAMPLES = 2 ** 26;

/** Clips in pinned memory of the host: the GPU copies each crop from there by itself. */
export class PinnedMemory implements ClipMemory {
  readonly #places: Places;
  readonly #device: Device;
  readonly #blocks: Tensor[];
  /** The block of each clip, and its place there. */
  readonly #block: Int32Array; // [N]
  readonly #first: Float64Array; // [N]

  /** @throws NativeError if the host has too little memory that can be pinned */
  constructor(room: ClipRoom, device: Device) {
    this.#places = new Places(room);
    this.#device = device;
    const sizes: number[] = [];
    const placed = Array.from(room.lengths, (length) => {
      const size = room.numChannels * length;
      const isNew = sizes.length === 0 || sizes.at(-1)! + size > BLOCK_SAMPLES;
      const first = isNew ? 0 : sizes.at(-1)!;
      if (isNew) sizes.push(size);
      else sizes[sizes.length - 1]! += size;
      return { block: sizes.length - 1, first };
    });
    this.#block = Int32Array.from(placed, ({ block }) => block);
    this.#first = Float64Array.from(placed, ({ first }) => first);
    this.#blocks = [];
    try {
      for (const size of sizes) this.#blocks.push(keep(allocateBlock(size, device)));
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  has(clip: number): boolean {
    return this.#places.has(clip);
  }

  lengthOf(clip: number): number {
    return this.#places.lengthOf(clip);
  }

  store(clips: Int32Array, wave: Float32Array, lengths: Float64Array): void {
    const { numChannels } = this.#places;
    const size = wave.length / clips.length;
    for (const [row, clip] of clips.entries()) {
      const length = lengths[row]!;
      const samples = Tensor.view(wave.subarray(row * size, (row + 1) * size), [
        numChannels,
        size / numChannels,
      ]);
      const own = this.#clip(clip, 0, numChannels * length).reshape([numChannels, length]);
      own.copy_(samples.narrow(1, 0, length));
      this.#places.setLength(clip, length);
    }
  }

  crops(crops: readonly ClipCrop[], samples: number): Tensor {
    const { numChannels } = this.#places;
    const wave = ops.zeros([crops.length, numChannels, samples], { dtype: "float32", device: this.#device });
    for (const [row, { clip, first, count, targetPlace }] of crops.entries()) {
      for (let channel = 0; channel < numChannels; channel++) {
        const from = this.#clip(clip, channel * this.lengthOf(clip) + first, count);
        // A clip that is stored never changes, so that nothing has to wait for the copy.
        wave.select(0, row).select(0, channel).narrow(0, targetPlace, count).copy_(from, true);
      }
    }
    return wave;
  }

  #clip(clip: number, first: number, count: number): Tensor {
    return this.#blocks[this.#block[clip]!]!.narrow(0, this.#first[clip]! + first, count);
  }

  [Symbol.dispose](): void {
    for (const block of this.#blocks) block.dispose();
  }
}

function allocateBlock(size: number, device: Device): Tensor {
  // Memory is pinned for a GPU alone.
  return ops.empty([size], { dtype: "float32", device: "cpu", pinMemory: device !== "cpu" });
}
