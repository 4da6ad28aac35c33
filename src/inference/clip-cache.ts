// N = clips of a set.
import { totalmem } from "node:os";
import { numChannelsOf } from "../audio/sample-format.js";
import { needThreads } from "../augment/batched/names.js";
import { CachedLoader, type CachedLoaderOptions } from "../cached-clips/loader.js";
import { type ClipMemory, DeviceMemory, PinnedMemory } from "../cached-clips/memory.js";
import type { Config } from "../config/schema.js";
import type { Clip } from "../data/clip.js";
import { bytesInCache } from "../data/clip-cache.js";
import { clipLengths } from "../data/lengths.js";
import { ConfigError, NativeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import type { Device } from "../tensor/index.js";

/** Memory that all training clips of a recipe take when they are decoded. */
export interface ClipRoom {
  /** Samples of a channel of each clip. */
  lengths: Float64Array; // [N]
  bytes: number;
}

/** Largest share of the machine's memory, unless `data.cache_gb` says how much. */
const MOST_MEMORY_SHARE = 0.5;
/** Modules of the user's tell durations in seconds, and may round samples otherwise. */
const OWN_ROWS_SLACK = 2;

/** Returns the room that complete clips need, from the files' headers. @throws DataError for a clip whose length nothing tells */
export function roomOf({ data }: Config, clips: readonly Clip[]): ClipRoom {
  const numChannels = numChannelsOf(data.channels);
  const lengths = clipLengths(clips, data.sample_rate_hz, Infinity, "data.cache_on").map((length, i) =>
    clips[i]!.own === undefined ? length : length + OWN_ROWS_SLACK,
  );
  const bytes =
    data.cache_on === "ram"
      ? bytesInCache(lengths, numChannels)
      : 4 * numChannels * lengths.reduce((sum, length) => sum + length, 0);
  return { lengths, bytes };
}

/**
 * Checks that the training clips can be kept where `data.cache_on` says. Every rank keeps all of them: each epoch's shuffle gives
 * it others.
 *
 * @param numRanks that share the memory of this machine
 * @param device of training; null if it is unknown
 * @throws ConfigError naming the size that is needed, or the augmentations that only decoding threads apply
 */
export function assertCanCache(
  { data }: Config,
  clips: readonly Clip[],
  { bytes }: ClipRoom,
  numRanks: number,
  device: Device | null,
): void {
  const { cache_on: where, cache_gb: limitGb } = data;
  const refuse = (message: string): never => {
    throw new ConfigError("CONFIG_CONFLICT", `data.cache_on is ${where}: ${message}`);
  };
  if (where !== "ram") {
    const inThreads = needThreads(data.augmentations);
    if (inThreads.length > 0)
      refuse(
        `the training device changes the clips, and ${listed(inThreads)} can run in decoding threads alone; leave ${inThreads.length === 1 ? "it" : "them"} out, or set data.cache_on to ram, which allows all augmentations`,
      );
  }
  const need = `the ${clips.length} training clips take ${gb(bytes)} GB as float32 at ${data.sample_rate_hz} Hz`;
  const instead =
    where === "device"
      ? "set data.cache_on to pinned or ram, which need memory of the host"
      : "set data.cache_on to null, which caches the clips that fit into data.cache_gb";
  if (limitGb > 0) {
    if (bytes > 1e9 * limitGb)
      refuse(`${need}, data.cache_gb allows ${limitGb}; set data.cache_gb=${gb(bytes)}, or ${instead}`);
    return;
  }
  // The memory of a GPU is known when it is allocated.
  if (where === "device" && device !== "cpu") return;
  const most = MOST_MEMORY_SHARE * memoryOfMachine();
  if (bytes * numRanks > most) {
    const ranks = numRanks === 1 ? "" : ` on each of ${numRanks} ranks of this machine`;
    refuse(
      `${need}${ranks}, more than half of its ${gb(memoryOfMachine())} GB of memory; allow it by data.cache_gb=${gb(bytes)}, or ${instead}`,
    );
  }
}

const PLACES = { ram: "in memory", pinned: "in pinned memory", device: "on the training device" } as const;

/** Returns where the training clips are kept and their size, for a run's first lines; null if not all are kept. */
export function describeCache(config: Config, clips: readonly Clip[]): string | null {
  const { cache_on: where } = config.data;
  if (where === null) return null;
  // Clips of 16-bit numbers take half of it there, which their headers alone do not tell.
  const most = where === "ram" ? "at most " : "";
  return `all training clips are kept ${PLACES[where]} once they are decoded: ${most}${gb(roomOf(config, clips).bytes)} GB`;
}

/** Returns a loader whose clips are kept on the device or in pinned memory. @throws ConfigError if they cannot be allocated */
export function openCachedLoader(
  options: Omit<CachedLoaderOptions, "clipRoom">,
  room: ClipRoom,
  where: "device" | "pinned",
  device: Device,
): CachedLoader {
  const { lengths } = room;
  let memory: ClipMemory;
  try {
    const sizes = { lengths, numChannels: numChannelsOf(options.channels) };
    memory = where === "device" ? new DeviceMemory(sizes, device) : new PinnedMemory(sizes, device);
  } catch (error) {
    if (!(error instanceof NativeError)) throw error;
    throw new ConfigError(
      "CACHE",
      `data.cache_on is ${where}: ${gb(room.bytes)} GB for ${lengths.length} training clips could not be allocated${heldOn(device)}; set data.cache_on to ${where === "device" ? "pinned or ram" : "ram"} (${error.message})`,
      { cause: error },
    );
  }
  try {
    return new CachedLoader({ ...options, clipRoom: lengths }, memory);
  } catch (error) {
    memory[Symbol.dispose]();
    throw error;
  }
}

/** Returns what tensors hold on a GPU already, for messages. */
function heldOn(device: Device): string {
  const { allocatedBytes, reservedBytes } = addon.memoryStats(device);
  if (allocatedBytes === undefined || reservedBytes === undefined) return "";
  return `, beside ${gb(allocatedBytes)} GB of tensors on ${device} (${gb(reservedBytes)} GB are reserved)`;
}

/** Bytes of memory, of the container if it has fewer. */
function memoryOfMachine(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

/** Returns gigabytes of three digits, rounded up, so that a limit of this size is enough. */
function gb(bytes: number): number {
  if (bytes <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(bytes)) - 2);
  return Number(((Math.ceil(bytes / unit) * unit) / 1e9).toPrecision(3));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
