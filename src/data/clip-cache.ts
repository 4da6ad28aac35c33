/**
 * Decoded clips in memory that the trainer and its workers share: what a worker decoded in one epoch another reads in the
 * next, the same samples to the bit. It fills once and keeps what it has: of a set that is larger, the same part is read
 * from memory every epoch, where one that drops what was used longest ago would have dropped each clip before its turn.
 */
export interface ClipCache {
  /** float32, one clip after the other; the system gives memory for what is written alone. */
  samples: SharedArrayBuffer;
  /** int32 [clips]: STATES. */
  states: SharedArrayBuffer;
  /** float64 [clips, 2]: where a clip's samples begin, and how many there are. */
  places: SharedArrayBuffer;
  /** int32: samples in use, in steps of UNIT. */
  used: SharedArrayBuffer;
}

const STATES = { unknown: 0, taken: 1, ready: 2 } as const;
/** An int32 counts up to 8 TB with it. */
const UNIT = 1024;

/** null where nothing is to be kept. */
export function allocateCache(numClips: number, bytes: number): ClipCache | null {
  if (bytes < 4 * UNIT) return null;
  return {
    samples: new SharedArrayBuffer(4 * UNIT * Math.floor(bytes / 4 / UNIT)),
    states: new SharedArrayBuffer(4 * numClips),
    places: new SharedArrayBuffer(16 * numClips),
    used: new SharedArrayBuffer(4),
  };
}

/** A clip's samples; undefined when it is not there. Not to be written to. */
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
  // Last: from now on others read it.
  Atomics.store(states, clip, STATES.ready);
}
