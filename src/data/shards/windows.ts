import { ConfigError } from "../../errors.js";
import { type Clip, clipName } from "../clip.js";
import type { ShardWindows } from "../order.js";

/**
 * What `data.shuffle_shards` means for these clips; null where it is not set.
 *
 * @throws ConfigError when it is set and a clip is not from a shard
 */
export function shardWindows(clips: readonly Clip[], shuffleShards: number | null): ShardWindows | null {
  if (shuffleShards === null) return null;
  const numbers = new Map<string, number>();
  const shards = Int32Array.from(clips, (clip) => {
    if (clip.range === undefined) {
      throw new ConfigError(
        "CONFIG_CONFLICT",
        `data.shuffle_shards: ${shuffleShards}, and data.train holds ${clipName(clip)}, which is no part of a tar shard; ` +
          "set it to null, or make shards with woodshed data shard",
      );
    }
    // By first appearance: wherever the shards lie, the order is the same.
    const number = numbers.get(clip.path) ?? numbers.size;
    numbers.set(clip.path, number);
    return number;
  });
  return { shards, numShards: shuffleShards };
}
