import { ConfigError } from "../../errors.js";
import { type Clip, clipName } from "../clip.js";
import type { ShardWindows } from "../order.js";

/**
 * Returns the shard of each clip for `data.shuffle_shards`, or null if it is not set.
 *
 * @throws ConfigError if it is set and a clip is not from a shard
 */
export function shardWindows(clips: readonly Clip[], shuffleShards: number | null): ShardWindows | null {
  if (shuffleShards === null) return null;
  const numbers = new Map<string, number>();
  const shards = Int32Array.from(clips, (clip) => {
    if (clip.range === undefined) {
      throw new ConfigError(
        "CONFIG_CONFLICT",
        `data.shuffle_shards: ${shuffleShards}, and data.train contains ${clipName(clip)}, which is not in a tar shard; ` +
          "set it to null, or make shards with woodshed data shard",
      );
    }
    // Numbered by first appearance, so that the order does not depend on where the shards are.
    const number = numbers.get(clip.path) ?? numbers.size;
    numbers.set(clip.path, number);
    return number;
  });
  return { shards, numShards: shuffleShards };
}
