// N = number of clips in a set.
import { type BalancedDraw, drawClips } from "./balance.js";
import { PURPOSES, permutation } from "./random.js";

export interface OrderOptions {
  numClips: number;
  seed: number;
  shuffle: boolean;
  /** Shuffles within windows of shards, so that reads stay near each other; null shuffles over all clips. */
  windows?: ShardWindows | null;
  /** Draws clips by weights; null takes each once. Not for an order that is not shuffled. */
  balance?: BalancedDraw | null;
}

export interface ShardWindows {
  /** Each clip's shard, counted from 0. */
  shards: Int32Array; // [N]
  /** Number of shards in a window. */
  numShards: number;
}

/** Returns the clips of an epoch, over all ranks: a function of (seed, epoch) alone. Without a balance each clip once. */
export function epochOrder(options: OrderOptions, epoch: number): Int32Array {
  const { numClips, seed, shuffle, windows, balance } = options;
  const all = Int32Array.from({ length: numClips }, (_, i) => i);
  if (!shuffle) return all;
  const clips = balance ? drawClips(balance, seed, epoch) : all;
  if (windows) return windowOrder(windows, clips, seed, epoch);
  return permutation(numClips, PURPOSES.clipOrder, seed, epoch).map((place) => clips[place]!);
}

/** Orders the shards at random and mixes the clips of `numShards` consecutive shards, window after window. */
function windowOrder(
  { shards, numShards }: ShardWindows,
  drawn: Int32Array,
  seed: number,
  epoch: number,
): Int32Array {
  const clipsOf: number[][] = Array.from({ length: Math.max(...shards) + 1 }, () => []);
  for (const clip of drawn) clipsOf[shards[clip]!]!.push(clip);
  const shardOrder = permutation(clipsOf.length, PURPOSES.shardOrder, seed, epoch);
  const order = new Int32Array(shards.length);
  let at = 0;
  for (let from = 0; from < shardOrder.length; from += numShards) {
    const clips = [...shardOrder.subarray(from, from + numShards)].flatMap((shard) => clipsOf[shard] ?? []);
    for (const place of permutation(clips.length, PURPOSES.windowOrder, seed, epoch, from))
      order[at++] = clips[place]!;
  }
  return order;
}
