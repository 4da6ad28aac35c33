import type { RunFigures } from "../figures.js";
import { type Finding, gainOf, ms, percent, shareOf } from "./finding.js";

const LEAST_SHARE = 0.15;
/** Ranks differ by up to this share by chance. */
const LEAST_EXCESS = 0.15;

/** Finds a rank that works while the others wait for it. */
export function diagnoseImbalance(figures: RunFigures): Finding | null {
  const { ranks } = figures;
  if (ranks.length < 2) return null;
  const slowest = ranks.reduce((a, b) => (a.busyMs > b.busyMs ? a : b));
  const others = ranks.filter((one) => one !== slowest);
  const mean = (of: (one: (typeof ranks)[number]) => number): number =>
    others.reduce((sum, one) => sum + of(one), 0) / others.length;
  const excessMs = slowest.busyMs - mean(({ busyMs }) => busyMs);
  const share = shareOf(figures, excessMs);
  if (share < LEAST_EXCESS) return null;
  const [dataMs, computeMs] = [
    slowest.dataMs - mean((one) => one.dataMs),
    slowest.computeMs - mean((one) => one.computeMs),
  ];
  const where = dataMs > computeMs ? "its data" : "computing";
  return {
    cause: "imbalance",
    title: `rank ${slowest.rank} is slower than the others, in ${where}`,
    share,
    evidence: [
      `rank ${slowest.rank} is busy for ${ms(slowest.busyMs)} per step, the others for ${ms(mean(({ busyMs }) => busyMs))} and then wait ${ms(mean(({ waitMs }) => waitMs))} (${percent(share)} of the step)`,
      `it takes ${ms(Math.max(0, dataMs))} longer for data and ${ms(Math.max(0, computeMs))} longer for computing`,
      "check its host or GPU for other programs, its clock and temperature, and its disk",
    ],
    changes: [],
  };
}

/** Finds slow sums of gradients, when no rank is late. */
export function diagnoseAllReduce(figures: RunFigures): Finding | null {
  const { times, config } = figures;
  const share = shareOf(figures, times.all_reduce);
  if (share < LEAST_SHARE) return null;
  const { distributed } = config.training;
  return {
    cause: "all_reduce",
    title: "summing gradients over the ranks",
    share,
    evidence: [
      `a step waits ${ms(times.all_reduce)} of ${ms(figures.stepMs)} for sums that backward did not hide (${percent(share)})`,
    ],
    changes: [
      ...(distributed.compression === "none"
        ? [
            {
              key: "training.distributed.compression",
              value: "bf16",
              gain: gainOf(figures, 0.5 * times.all_reduce),
              why: "half the bytes; gradients are rounded for the transfer",
              isSafe: false,
            },
          ]
        : []),
      {
        key: "training.distributed.bucket_mb",
        value: distributed.bucket_mb >= 25 ? 5 : 25,
        gain: gainOf(figures, 0.2 * times.all_reduce),
        why: "sums begin earlier, or use fewer messages",
        isSafe: true,
      },
      ...(distributed.sync_batch_norm
        ? [
            {
              key: "training.distributed.sync_batch_norm",
              value: false,
              gain: gainOf(figures, 0.3 * times.all_reduce),
              why: "no communication in forward and backward; each rank has its own statistics",
              isSafe: false,
            },
          ]
        : []),
    ],
  };
}
