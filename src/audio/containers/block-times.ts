const SAMPLES_A_MS = 48;

interface Block {
  /** Length that its packets state, in samples at 48 kHz. */
  samples: number;
  timeMs: number;
  /** Place in the file. */
  start: number;
}

/**
 * Compares the lengths that blocks of Opus state with their times. The first byte of a packet states its length, and has no
 * checksum. Times alone prove nothing, since those of browsers jitter: a block is damaged if both of its neighbours have another
 * length, the same, which fits better to the time until the next block.
 */
export class BlockTimes {
  /** The last two. */
  readonly #last: Block[] = [];
  #isBegin = true;

  /** Returns the place of a damaged block before this one, or null. */
  add(block: Block): number | null {
    const [a, b] = this.#last;
    this.#last.push(block);
    if (a === undefined || b === undefined) return null;
    this.#last.shift();
    if (this.#isBegin && isOdd(a, b, [b, block])) return a.start;
    this.#isBegin = false;
    return isOdd(b, block, [a, block]) ? b.start : null;
  }
}

/** Returns true if a block has another length than two others, which fits less to the time until the next block. */
function isOdd(block: Block, next: Block, [one, other]: [Block, Block]): boolean {
  if (one.samples !== other.samples || block.samples === one.samples) return false;
  const gap = (next.timeMs - block.timeMs) * SAMPLES_A_MS;
  return Math.abs(gap - one.samples) < Math.abs(gap - block.samples);
}
