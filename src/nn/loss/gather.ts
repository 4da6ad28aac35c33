import type { Tensor } from "../../tensor/index.js";

/**
 * Collects rows [B, ...] of all ranks: `all` [N, ...], in which this rank's rows begin at `start`. Gradients flow to each
 * rank's rows from the losses of all ranks, so that ranks whose losses are added compute the same as one.
 */
export type GatherRows = (rows: Tensor) => { all: Tensor; start: number };

const OWN: GatherRows = (rows) => ({ all: rows, start: 0 });

/** How the loss that is computed now collects rows. */
let current = OWN;

/**
 * Collects the clips of all ranks in a loss that declares `couplesClips`: pass it as the option `gather` of a loss, or
 * call it with outputs or targets. All ranks must call it in the same order. Outside of a training step it returns the rows
 * alone.
 */
export function gatherClips(rows: Tensor): { all: Tensor; start: number } {
  return current(rows);
}

/** Runs `body`, a loss, with `gather` behind `gatherClips`; null leaves this rank's rows alone. */
export function withGather<T>(gather: GatherRows | null, body: () => T): T {
  const before = current;
  current = gather ?? OWN;
  try {
    return body();
  } finally {
    current = before;
  }
}
