// N = clips of a set.
import type { World } from "../distributed/world.js";

/**
 * Collects what tasks keep of recordings besides their rows (`RecordingOutputs.trace`), up to a number of bytes. Which recordings are
 * kept depends on the sizes alone: all in an order that spreads evenly over the set, until the first that does not fit. So it is the
 * same over any number of ranks, and at each evaluation. A recording that is larger than the limit is left out.
 */
export class TraceCollector {
  readonly #mostBytes: number;
  /** By the clip's place in the set, in no order. */
  #kept = new Map<number, Uint8Array>();
  #bytes = 0;
  /** Recordings at this turn and later ones do not fit. */
  #end = Number.POSITIVE_INFINITY;

  /** @param mostBytes of all ranks together; a rank holds up to a quarter more before it drops some. 0 keeps nothing */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get isEmpty(): boolean {
    return this.#mostBytes === 0;
  }

  add(clip: number, trace: Uint8Array): void {
    if (trace.length > this.#mostBytes || turnOf(clip) >= this.#end) return;
    this.#kept.set(clip, trace);
    this.#bytes += trace.length;
    // Dropping one by one would search all for the last each time.
    if (this.#bytes > 1.25 * this.#mostBytes) this.#drop();
  }

  /** Drops the traces that do not fit. */
  #drop(): void {
    const inTurns = [...this.#kept].sort(([a], [b]) => turnOf(a) - turnOf(b));
    this.#bytes = 0;
    const end = inTurns.findIndex(([, { length }]) => {
      const isFull = this.#bytes + length > this.#mostBytes;
      if (!isFull) this.#bytes += length;
      return isFull;
    });
    this.#end = turnOf(inTurns[end]![0]);
    this.#kept = new Map(inTurns.slice(0, end));
  }

  /** All ranks: returns the traces that fit of all ranks, by the clip's place in the set, ascending. */
  merge(world: World): ReadonlyMap<number, Uint8Array> {
    const kept = [...this.#kept].map(([clip, { length }]) => ({ clip, length }));
    const ranks = world.gather({ end: this.#end === Number.POSITIVE_INFINITY ? null : this.#end, kept });
    const fitting = this.#fitting(ranks);
    const own = kept.filter(({ clip }) => fitting.has(clip)).map(({ clip }) => this.#kept.get(clip)!);
    const traces = world.gatherBytes(Buffer.concat(own)).flatMap((bytes, rank) => {
      let end = 0;
      return ranks[rank]!.kept.filter(({ clip }) => fitting.has(clip)).map(
        ({ clip, length }): [number, Uint8Array] => {
          end += length;
          return [clip, Uint8Array.from(bytes.subarray(end - length, end))];
        },
      );
    });
    return new Map(traces.sort(([a], [b]) => a - b));
  }

  /** Returns the clips whose traces fit together. */
  #fitting(ranks: readonly RankTraces[]): ReadonlySet<number> {
    // A rank that left recordings out ends the turns of all.
    const end = Math.min(...ranks.map((rank) => rank.end ?? Number.POSITIVE_INFINITY));
    const fitting = new Set<number>();
    let bytes = 0;
    for (const { clip, length } of ranks
      .flatMap(({ kept }) => kept)
      .sort((a, b) => turnOf(a.clip) - turnOf(b.clip))) {
      bytes += length;
      if (bytes > this.#mostBytes || turnOf(clip) >= end) break;
      fitting.add(clip);
    }
    return fitting;
  }
}

/** The traces that a rank kept. */
interface RankTraces {
  /** The first turn that did not fit; null if all did. */
  end: number | null;
  kept: readonly { clip: number; length: number }[];
}

/** Returns a clip's turn: its place with the bits reversed, so that the first k turns are spread evenly for any k. */
function turnOf(clip: number): number {
  let [turn, rest] = [0, clip];
  for (let bit = 0; bit < 32; bit++, rest = Math.floor(rest / 2)) turn = 2 * turn + (rest % 2);
  return turn;
}
