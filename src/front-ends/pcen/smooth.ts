// B = clips, C = channels, F = frames, K = frames of a block, N = blocks, G = C, or 1 for the same decay of all channels.
import { ShapeError } from "../../errors.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { upload } from "../../tensor/upload.js";

/** Frames of a block, K. */
const BLOCK = 32;
/** Blocks of blocks: enough for clips of hours. */
const LEVELS = 4;
const MOST_FRAMES = BLOCK ** LEVELS - 1;

/**
 * Smooths frames in time by `m[t] = (1 - s) m[t - 1] + s x[t]`: [B, C, F] to [B, C, F], with gradients.
 *
 * @param smoothing s, [G], from 0 to 1
 * @param initial m[-1], [B, C, 1]
 * @throws ShapeError for more than a million frames
 */
export function smoothFrames(frames: Tensor, smoothing: Tensor, initial: Tensor): Tensor {
  const numFrames = frames.shape[2]!;
  if (numFrames > MOST_FRAMES) {
    throw new ShapeError(
      "SHAPE",
      `smoothFrames: expected at most ${MOST_FRAMES} frames, got ${numFrames}; take shorter clips or a longer hop`,
    );
  }
  const { dtype, device } = frames;
  const constant = (values: number[], shape: number[]) =>
    upload(Tensor.from(Float64Array.from(values), { shape }).to(dtype), device);
  // [i, k]: frames from k to i; those of the future have no weight.
  const ages = Array.from({ length: BLOCK * BLOCK }, (_, i) => Math.floor(i / BLOCK) - (i % BLOCK));
  const block: Block = {
    age: constant(
      ages.map((one) => Math.max(0, one)),
      [BLOCK, BLOCK],
    ),
    isPast: constant(
      ages.map((one) => Number(one >= 0)),
      [BLOCK, BLOCK],
    ),
    elapsed: constant(
      Array.from({ length: BLOCK }, (_, i) => i + 1),
      [BLOCK],
    ),
  };
  const weighted = frames.mul(smoothing.unsqueeze(1));
  const summed = decayingSum(ops.cat([initial, weighted], 2), smoothing.neg().add(1), block, LEVELS);
  return summed.narrow(2, 1, numFrames);
}

/** Numbers of a block that do not depend on the decay. */
interface Block {
  age: Tensor; // [K, K]
  isPast: Tensor; // [K, K]
  elapsed: Tensor; // [K]
}

/**
 * Computes `y[t] = decay y[t - 1] + x[t]` of x [B, C, F] without a loop over frames, exact but for rounding: within blocks of K
 * frames as a product with a triangular matrix; the sums up to the ends of blocks are the same recursion over F / K values.
 */
function decayingSum(x: Tensor, decay: Tensor, block: Block, levels: number): Tensor {
  // One block of the level below, so one value is left.
  if (levels === 0) return x;
  const perChannel = decay.reshape([-1, 1, 1]); // [G, 1, 1]
  const weights = perChannel.pow(block.age).mul(block.isPast); // [G, K, K]
  const blocks = ops.pad(x, [0, BLOCK - 1]).unfold(2, BLOCK, BLOCK); // [B, C, N, K]
  const within = blocks.matmul(weights.transpose(1, 2)); // [B, C, N, K]
  const ends = decayingSum(within.select(3, BLOCK - 1), decay.pow(BLOCK), block, levels - 1); // [B, C, N]
  const before = ops.pad(ends, [1, -1]).unsqueeze(3); // [B, C, N, 1]
  const carried = before.mul(perChannel.pow(block.elapsed)); // [B, C, N, K]
  return within.add(carried).flatten(2).narrow(2, 0, x.shape[2]!);
}
