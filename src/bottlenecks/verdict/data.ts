import { numChannelsOf } from "../../audio/sample-format.js";
import { needThreads } from "../../augment/batched/names.js";
import { DECODE_PARTS } from "../../timing/decode-clock.js";
import { clipsOfStep, type RunFigures } from "../figures.js";
import { rarerAugmentation, slowestAugmentation } from "./augmentation.js";
import { type Change, type Finding, gainOf, ms, percent, shareOf } from "./finding.js";

/** Waits below this share of a step are noise. */
const LEAST_SHARE = 0.1;
/** Threads that use a smaller share of the available time than this have time to spare. */
const IDLE_SHARE = 0.5;
/** Largest share of the memory for cached clips. */
const MOST_CACHE_SHARE = 0.25;
/** Largest share of a GPU's free memory for them: the largest batches may need more than was in use. */
const MOST_GPU_SHARE = 0.5;
const WORKERS_PER_CORE_ON_DISK = 4;

/** Finds the slowest part of preparing clips, if the loop waits for them, and checks if more threads would help. */
export function diagnoseData(figures: RunFigures): Finding | null {
  const { times, clip, numWorkers, machine, ranks } = figures;
  if (shareOf(figures, times.data) < LEAST_SHARE || clip === null) return null;
  if (isDecoded(figures)) return cuttingBatches(figures);
  const clipMs = DECODE_PARTS.reduce((sum, part) => sum + clip[part], 0);
  const numRanks = Math.max(1, ranks.length);
  const { config, numTrainClips, stepsPerEpoch } = figures;
  const demandMs = (clipMs * clipsOfStep(config, numTrainClips, stepsPerEpoch)) / numRanks;
  const otherMs = figures.stepMs - times.data;
  // Threads with time to spare are late for other reasons: the first batch of an epoch, or a loaded machine.
  if (numWorkers > 0 && demandMs / numWorkers < IDLE_SHARE * otherMs) return null;
  const diskMs = clip.open + clip.read;
  const isDisk = diskMs > 0.5 * clipMs;
  const cores = Math.max(1, Math.floor(machine.numCores / numRanks));
  const mostWorkers = isDisk ? WORKERS_PER_CORE_ON_DISK * cores : cores;
  const canKeepUp = demandMs / mostWorkers < otherMs;
  const heaviest = DECODE_PARTS.reduce((a, b) => (clip[a] > clip[b] ? a : b));
  const slow = slowestAugmentation(figures);
  const tooSlow = slow?.isHeaviest === true ? "augmentation" : "decoding";
  const cause = isDisk ? "disk" : numWorkers < mostWorkers && canKeepUp ? "workers" : tooSlow;
  const title = {
    disk: "data: the disk, where clips are opened and read",
    workers: `data: ${numWorkers === 0 ? "no separate thread decodes" : `${numWorkers} decoding thread${numWorkers === 1 ? "" : "s"}`}`,
    decoding: `data: decoding is slow, mostly "${heaviest}"`,
    augmentation: `data: ${slow?.name} is slow`,
  }[cause];
  return {
    cause,
    title,
    share: shareOf(figures, times.data),
    evidence: [
      `the step waits ${ms(times.data)} of ${ms(figures.stepMs)} for data (${percent(shareOf(figures, times.data))})`,
      // Second, because only two lines are shown of a finding that is not the first.
      ...(slow === null ? [] : [slow.evidence]),
      `a clip takes ${ms(clipMs)} of thread time: ${DECODE_PARTS.map((part) => `${part} ${ms(clip[part])}`).join(", ")}`,
      `a batch needs ${ms(demandMs)} of decoding; ${numWorkers === 0 ? "the training thread does it" : `${numWorkers} threads do it in ${ms(demandMs / numWorkers)}`}, the rest of the step takes ${ms(otherMs)}`,
      ...whyNotOnDevice(figures),
      ...figures.slowestClips.slice(0, 3).map((one) => `slowest: ${one.name} ${ms(one.ms)}`),
    ],
    changes: [
      ...moreWorkers(figures, demandMs, mostWorkers),
      ...keepClips(figures),
      ...cacheClips(figures, clip, demandMs),
      ...rarerAugmentation(figures, slow, (savedMs) =>
        waitWith(figures, demandMs * (1 - savedMs / clipMs), Math.max(1, numWorkers)),
      ),
    ],
  };
}

/** True for a run whose clips are kept decoded, and whose first epoch is over: no thread decodes any more. */
function isDecoded({ config, numSteps, stepsPerEpoch }: RunFigures): boolean {
  const { cache_on: where } = config.data;
  return (where === "device" || where === "pinned") && stepsPerEpoch !== null && numSteps > stepsPerEpoch;
}

/** The training thread prepares the batches of such a run by itself. */
function cuttingBatches(figures: RunFigures): Finding {
  const { times, stepMs, config } = figures;
  const share = shareOf(figures, times.data);
  return {
    cause: "augmentation",
    title: `data: the training thread cuts and augments batches (data.cache_on=${config.data.cache_on})`,
    share,
    evidence: [
      `the step takes ${ms(times.data)} of ${ms(stepMs)} for it (${percent(share)}), and nothing is decoded`,
      "larger batches need as many calls of operators",
    ],
    changes: [],
  };
}

/** Returns the wait of a step with `numWorkers` decoding threads. */
function waitWith(figures: RunFigures, demandMs: number, numWorkers: number): number {
  return Math.max(0, demandMs / numWorkers - (figures.stepMs - figures.times.data));
}

function moreWorkers(figures: RunFigures, demandMs: number, most: number): Change[] {
  const { numWorkers, times } = figures;
  const candidates = [...new Set([1, 2, 4, 8, 16, most])]
    .filter((n) => n > numWorkers && n <= most)
    .sort((a, b) => a - b);
  const enough = candidates.find((n) => waitWith(figures, demandMs, n) === 0) ?? candidates.at(-1);
  if (enough === undefined) return [];
  const saved = times.data - waitWith(figures, demandMs, enough);
  const why = `${enough} threads decode a batch in ${ms(demandMs / enough)}`;
  return [{ key: "data.workers", value: enough, gain: gainOf(figures, saved), why, isSafe: true }];
}

/** Returns the estimated size of all decoded training clips; null if their number is unknown. */
function clipBytes({ config, numTrainClips }: RunFigures): number | null {
  if (numTrainClips === null) return null;
  // Complete recordings are cached, which may be longer than the clips cut from them; their length is unknown here.
  const { channels, sample_rate_hz, clip_sec } = config.data;
  return 1.1 * numTrainClips * 4 * numChannelsOf(channels) * sample_rate_hz * clip_sec;
}

function isOnGpu({ machine, config }: RunFigures): boolean {
  return machine.numGpus > 0 && config.training.device !== "cpu";
}

/** Names the augmentations that keep a run's clips from a GPU. */
function whyNotOnDevice(figures: RunFigures): string[] {
  const inThreads = needThreads(figures.config.data.augmentations);
  if (!isOnGpu(figures) || inThreads.length === 0) return [];
  return [
    `without ${inThreads.join(", ")}, which only decoding threads apply, data.cache_on=device would decode nothing after the first epoch`,
  ];
}

/** Suggests to keep the clips on the GPU, or where they do not fit, in memory that it reads by itself. */
function keepClips(figures: RunFigures): Change[] {
  const { config, machine, ranks } = figures;
  const { cache_on: where, cache_gb: limitGb, augmentations } = config.data;
  const bytes = clipBytes(figures);
  const isPossible = isOnGpu(figures) && needThreads(augmentations).length === 0;
  if (bytes === null || !isPossible || where === "device" || (limitGb > 0 && bytes > 1e9 * limitGb))
    return [];
  const roomOfGpu = MOST_GPU_SHARE * (freeOfGpu(figures) ?? Infinity);
  const roomOfHost = (MOST_CACHE_SHARE * machine.memoryBytes) / Math.max(1, ranks.length);
  const value = bytes <= roomOfGpu ? "device" : bytes <= roomOfHost ? "pinned" : null;
  if (value === null || value === where) return [];
  const size = `${(bytes / 1e9).toFixed(2)} GB if clips are no longer than data.clip_sec`;
  return [
    {
      ...{ key: "data.cache_on", value },
      gain: gainOf(figures, figures.times.data),
      why: `the GPU cuts and augments clips that are decoded once (${size})`,
      isSafe: true,
    },
  ];
}

/** Returns the bytes that the fullest GPU has left, by the metrics of a run; null if they are unknown. */
function freeOfGpu({ system }: RunFigures): number | null {
  const free = Object.entries(system).flatMap(([name, usedGb]) => {
    const gpu = /^system\/(gpu\d+)_memory_gb$/.exec(name)?.[1];
    const percent = gpu === undefined ? 0 : (system[`system/${gpu}_memory_percent`] ?? 0);
    return percent > 0 ? [1e9 * usedGb * (100 / percent - 1)] : [];
  });
  return free.length === 0 ? null : Math.min(...free);
}

/** Suggests the cache: epochs after the first decode nothing, if the clips fit into a quarter of the memory. */
function cacheClips(figures: RunFigures, clip: NonNullable<RunFigures["clip"]>, demandMs: number): Change[] {
  const { config, machine, numWorkers } = figures;
  const bytes = clipBytes(figures);
  if (bytes === null || config.data.cache_gb > 0 || config.data.cache_on !== null) return [];
  const roomGb = Math.floor((MOST_CACHE_SHARE * machine.memoryBytes) / 1e9);
  if (roomGb < 1) return [];
  const clipMs = DECODE_PARTS.reduce((sum, part) => sum + clip[part], 0);
  const leftMs = (demandMs * (clip.augment + clip.collate)) / clipMs;
  const saved = figures.times.data - waitWith(figures, leftMs, Math.max(1, numWorkers));
  return [
    {
      key: "data.cache_gb",
      value: roomGb,
      gain: gainOf(figures, Math.max(0, saved)),
      why: `epochs after the first read decoded clips from memory (${(bytes / 1e9).toFixed(2)} GB if clips are no longer than data.clip_sec)`,
      isSafe: true,
    },
  ];
}
