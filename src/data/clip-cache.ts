import { toInt16 } from "../audio/int16.js";

/**
 * Decoded clips in memory that the trainer and its workers share: a clip that one worker decoded is read by another in
 * the next epoch, the same to the bit. The cache fills once and never evicts: if the set is larger, the same part of it
 * comes from memory in every epoch. Evicting the least recently used clip would drop each one before its next use.
 *
 * Clips whose samples are 16-bit numbers, as those of most files that are neither resampled nor mixed, are stored as such.
 */
export interface ClipCache {
  /** float32 or int16, one clip after the other; the system allocates only the pages that are written. */
  samples: SharedArrayBuffer;
  /** int32 [clips]: values of STATES. */
  states: SharedArrayBuffer;
  /** float64 [clips, 2]: place in bytes and number of a clip's samples, those of all channels. */
  places: SharedArrayBuffer;
  /** int32: bytes in use, in units of UNIT_BYTES. */
  used: SharedArrayBuffer;
}

const STATES = { unknown: 0, taken: 1, float32: 2, int16: 3 } as const;
/** An int32 counts up to 8 TB in such units. */
const UNIT_BYTES = 4096;

/** Allocates a cache of at most `bytes`; null if nothing fits. */
export function allocateCache(numClips: number, bytes: number): ClipCache | null {
  if (bytes < UNIT_BYTES) return null;
  return {
    samples: new SharedArrayBuffer(UNIT_BYTES * Math.floor(bytes / UNIT_BYTES)),
    states: new SharedArrayBuffer(4 * numClips),
    places: new SharedArrayBuffer(16 * numClips),
    used: new SharedArrayBuffer(4),
  };
}

/** Returns the size of a cache that holds all clips as float32. @param lengths samples of a channel of each clip */
export function bytesInCache(lengths: Float64Array, numChannels: number): number {
  return lengths.reduce((sum, length) => sum + UNIT_BYTES * unitsOf(4 * numChannels * length), 0);
}

const unitsOf = (bytes: number): number => Math.ceil(bytes / UNIT_BYTES);

/** Returns a clip's samples or their 16-bit numbers, which must not be written to; undefined if it is not stored. */
export function readCache(cache: ClipCache, clip: number): Float32Array | Int16Array | undefined {
  const state = Atomics.load(new Int32Array(cache.states), clip);
  if (state !== STATES.float32 && state !== STATES.int16) return undefined;
  const places = new Float64Array(cache.places);
  const [place, count] = [places[2 * clip]!, places[2 * clip + 1]!];
  return state === STATES.int16
    ? new Int16Array(cache.samples, place, count)
    : new Float32Array(cache.samples, place, count);
}

/** True if a clip is not in the cache and would fit as float32. Another thread may take the room before `writeCache`. */
export function hasRoom(cache: ClipCache, clip: number, numSamples: number): boolean {
  const isUnknown = Atomics.load(new Int32Array(cache.states), clip) === STATES.unknown;
  const first = Atomics.load(new Int32Array(cache.used), 0);
  return isUnknown && UNIT_BYTES * (first + unitsOf(4 * numSamples)) <= cache.samples.byteLength;
}

/** Stores a copy, if there is room and no other thread was first. */
export function writeCache(cache: ClipCache, clip: number, samples: Float32Array): void {
  const states = new Int32Array(cache.states);
  if (Atomics.compareExchange(states, clip, STATES.unknown, STATES.taken) !== STATES.unknown) return;
  const numbers = toInt16(samples);
  const units = unitsOf((numbers ?? samples).byteLength);
  const used = new Int32Array(cache.used);
  const first = Atomics.add(used, 0, units);
  if (UNIT_BYTES * (first + units) > cache.samples.byteLength) {
    // A shorter clip may still fit.
    Atomics.sub(used, 0, units);
    return;
  }
  const place = UNIT_BYTES * first;
  if (numbers === null) new Float32Array(cache.samples, place, samples.length).set(samples);
  else new Int16Array(cache.samples, place, samples.length).set(numbers);
  const places = new Float64Array(cache.places);
  places[2 * clip] = place;
  places[2 * clip + 1] = samples.length;
  // Stored last: from now on other threads read the clip.
  Atomics.store(states, clip, numbers === null ? STATES.float32 : STATES.int16);
}
