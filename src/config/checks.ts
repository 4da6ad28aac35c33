/** Rules between keys, which no single key's type can express. */
import { betterDirection } from "./directions.js";
import type { Problem } from "./problems.js";
import type { Config } from "./schema.js";

/** Problems with values that are each right and do not fit together. */
export function checkTogether(config: Config): Problem[] {
  const problems: Problem[] = [];
  const refuse = (keys: string[], message: string) =>
    problems.push({ code: "CONFIG_CONFLICT", keys, message: `${keys[0]}: ${message}` });
  checkData(config, refuse);
  checkFeatures(config, refuse);
  checkBatch(config, refuse);
  checkDurations(config, refuse);
  checkDirections(config, refuse);
  checkPolicies(config, refuse);
  return problems;
}

type Refuse = (keys: string[], message: string) => void;

function checkData({ data }: Config, refuse: Refuse): void {
  if (data.dataset === null && data.train === null) {
    refuse(
      ["data.train", "data.dataset"],
      "required; name the folder or manifest of your training clips, or set data.dataset to instruments.",
    );
  }
  if (data.dataset !== null && data.train !== null) {
    refuse(
      ["data.train", "data.dataset"],
      `given together with data.dataset ${data.dataset}; keep one and set the other to null.`,
    );
  }
  const source = data.dataset ?? (/\.(csv|jsonl)$/.test(data.train ?? "") ? data.train : null);
  if (data.shuffle_shards !== null && source !== null) {
    refuse(
      ["data.shuffle_shards", data.dataset === null ? "data.train" : "data.dataset"],
      `${data.shuffle_shards}, and ${source} is not in tar shards; set it to null, or make shards with woodshed data shard.`,
    );
  }
}

function checkFeatures({ data, features }: Config, refuse: Refuse): void {
  const { fft_samples, window_samples, hop_samples, num_mels, min_hz, max_hz } = features;
  if (window_samples > fft_samples) {
    refuse(
      ["features.window_samples", "features.fft_samples"],
      `${window_samples} is longer than features.fft_samples ${fft_samples}; shorten the window or lengthen the transform.`,
    );
  }
  if (hop_samples > window_samples) {
    refuse(
      ["features.hop_samples", "features.window_samples"],
      `${hop_samples} is longer than features.window_samples ${window_samples}, so samples between frames would be lost.`,
    );
  }
  const numBins = Math.floor(fft_samples / 2) + 1;
  if (num_mels > numBins) {
    refuse(
      ["features.num_mels", "features.fft_samples"],
      `${num_mels} bands out of the ${numBins} frequencies of features.fft_samples ${fft_samples}; take fewer.`,
    );
  }
  const halfRateHz = data.sample_rate_hz / 2;
  const highestHz = max_hz ?? halfRateHz;
  if (highestHz > halfRateHz) {
    refuse(
      ["features.max_hz", "data.sample_rate_hz"],
      `${highestHz} Hz is above half of data.sample_rate_hz ${data.sample_rate_hz}; take at most ${halfRateHz}, or null.`,
    );
  }
  if (min_hz >= highestHz) {
    refuse(
      ["features.min_hz", "features.max_hz", "data.sample_rate_hz"],
      `${min_hz} Hz is not below the upper edge of ${highestHz} Hz.`,
    );
  }
  const clipSamples = Math.round(data.clip_sec * data.sample_rate_hz);
  if (clipSamples < fft_samples) {
    refuse(
      ["data.clip_sec", "features.fft_samples", "data.sample_rate_hz"],
      `${data.clip_sec} s are ${clipSamples} samples, fewer than one transform of ${fft_samples}; lengthen the clip or shorten features.fft_samples.`,
    );
  }
}

function checkBatch({ training }: Config, refuse: Refuse): void {
  const { batch_size, accumulation_steps, distributed } = training;
  const parts = accumulation_steps * distributed.world_size;
  if (batch_size % parts !== 0) {
    const ranks = distributed.world_size === 1 ? "" : ` times ${distributed.world_size} ranks`;
    refuse(
      ["training.batch_size", "training.accumulation_steps", "training.distributed.world_size"],
      `${batch_size} clips cannot be split evenly over training.accumulation_steps ${accumulation_steps}${ranks}; take a multiple of ${parts}.`,
    );
  }
}

function checkDurations({ training, data }: Config, refuse: Refuse): void {
  const { batch_sec } = training;
  if (batch_sec === null) return;
  if (batch_sec < data.clip_sec) {
    refuse(
      ["training.batch_sec", "data.clip_sec"],
      `${batch_sec} s cannot hold one clip of data.clip_sec ${data.clip_sec} s; take at least that, or shorten the clips.`,
    );
  }
  if (data.shuffle_shards !== null) {
    refuse(
      ["training.batch_sec", "data.shuffle_shards"],
      "batches by duration take clips from anywhere, and data.shuffle_shards from a few shards at a time; set one of them to null.",
    );
  }
}

/** Watching accuracy with the default `min` would keep the worst model without a word. */
function checkDirections({ checkpoint, training }: Config, refuse: Refuse): void {
  const watched = [
    ["checkpoint.mode", checkpoint.mode, "checkpoint.monitor", checkpoint.monitor],
    [
      "training.early_stopping.mode",
      training.early_stopping.mode,
      "training.early_stopping.metric",
      training.early_stopping.metric,
    ],
    ...checkpoint.save.map(
      ({ best, mode }, i) => [`checkpoint.save[${i}].mode`, mode, "checkpoint.save", best ?? ""] as const,
    ),
  ] as const;
  for (const [modeKey, mode, metricKey, metric] of watched) {
    const right = betterDirection(metric);
    if (right !== undefined && mode !== undefined && right !== mode) {
      refuse([modeKey, metricKey], `${mode} would prefer the worst ${metric}; set it to ${right}.`);
    }
  }
}

function checkPolicies({ checkpoint }: Config, refuse: Refuse): void {
  const seen = new Set([`best ${checkpoint.monitor}`]);
  for (const [i, { keep_top, keep_last, keep_every, mode, ...when }] of checkpoint.save.entries()) {
    const key = `checkpoint.save[${i}]`;
    const given = Object.entries(when).filter(([, value]) => value !== undefined);
    if (given.length !== 1) {
      const names = given.map(([name]) => name).join(" and ") || "none of them";
      refuse(
        [key, "checkpoint.save"],
        `expects one of every_steps, every_epochs, every_minutes and best, got ${names}.`,
      );
      continue;
    }
    const isBest = when.best !== undefined;
    const strangers = Object.entries(isBest ? { keep_last, keep_every } : { keep_top, mode });
    for (const [name, value] of strangers) {
      if (value === undefined) continue;
      const instead = isBest ? "keep_top" : "keep_last or keep_every";
      refuse([key, "checkpoint.save"], `${name} does not go with ${given[0]![0]}; use ${instead}.`);
    }
    const rule = given[0]!.join(" ");
    if (seen.has(rule)) refuse([key, "checkpoint.save"], `${rule} is given twice; keep one.`);
    seen.add(rule);
  }
}
