/**
 * Decoded clips in memory that the trainer and its workers share: a clip that one worker decoded is read by another in
 * the next epoch, the same to the bit. The cache fills once and never evicts: if the set is larger, the same part of it
 * comes from memory in every epoch. Evicting the least recently used clip would drop each one before its next use.
 */
export interface ClipCache {
  /** float32, one clip after the other; the system allocates only the pages that are written. */
  samples: SharedArrayBuffer;
  /** int32 [clips]: values of STATES. */
  states: SharedArrayBuffer;
  /** float64 [clips, 2]: place and number of a clip's samples, those of all channels. */
  places: SharedArrayBuffer;
  /** int32: samples in use, in units of UNIT. */
  used: SharedArrayBuffer;
}

const STATES = { unknown: 0, taken: 1, ready: 2 } as const;
/** In samples: an int32 counts up to 8 TB in such units. */
const UNIT = 1024;

/** Allocates a cache of at most `bytes`; null if nothing fits. */
export function allocateCache(numClips: number, bytes: number): ClipCache | null {
  if (bytes < 4 * UNIT) return null;
  return {
    samples: new SharedArrayBuffer(4 * UNIT * Math.floor(bytes / 4 / UNIT)),
    states: new SharedArrayBuffer(4 * numClips),
    places: new SharedArrayBuffer(16 * numClips),
    used: new SharedArrayBuffer(4),
  };
}

/** Returns the size of a cache that holds all clips. @param lengths samples of a channel of each clip */
export function bytesInCache(lengths: Float64Array, numChannels: number): number {
  return lengths.reduce((sum, length) => sum + 4 * UNIT * Math.ceil((numChannels * length) / UNIT), 0);
}

/** Returns a clip's samples, which must not be written to; undefined if it is not stored. */
export function readCache(cache: ClipCache, clip: number): Float32Array | undefined {
  if (Atomics.load(new Int32Array(cache.states), clip) !== STATES.ready) return undefined;
  const places = new Float64Array(cache.places);
  return new Float32Array(cache.samples, 4 * places[2 * clip]!, places[2 * clip + 1]);
}

/** True if a clip is not in the cache and would fit. Another thread may take the room before `writeCache`. */
export function hasRoom(cache: ClipCache, clip: number, numSamples: number): boolean {
  const isUnknown = Atomics.load(new Int32Array(cache.states), clip) === STATES.unknown;
  const first = Atomics.load(new Int32Array(cache.used), 0);
  return isUnknown && 4 * UNIT * (first + Math.ceil(numSamples / UNIT)) <= cache.samples.byteLength;
}

/** Stores a copy, if there is room and no other thread was first. */
export function writeCache(cache: ClipCache, clip: number, samples: Float32Array): void {
  const states = new Int32Array(cache.states);
  if (Atomics.compareExchange(states, clip, STATES.unknown, STATES.taken) !== STATES.unknown) return;
  const units = Math.ceil(samples.length / UNIT);
  const used = new Int32Array(cache.used);
  const first = Atomics.add(used, 0, units);
  if (4 * UNIT * (first + units) > cache.samples.byteLength) {
    // A shorter clip may still fit.
    Atomics.sub(used, 0, units);
    return;
  }
  new Float32Array(cache.samples, 4 * UNIT * first, samples.length).set(samples);
  const places = new Float64Array(cache.places);
  places[2 * clip] = UNIT * first;
  places[2 * clip + 1] = samples.length;
  // Stored last: from now on other threads read the clip.
  Atomics.store(states, clip, STATES.ready);
}
