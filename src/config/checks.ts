/** Rules between keys, which the type of a single key cannot express. */
import { betterDirection } from "./directions.js";
import { featureSamples, leastSize, shortestClip } from "./feature-samples.js";
import type { Problem } from "./problems.js";
import type { Config } from "./schema.js";
import { TASK_KEYS } from "./sections/task.js";

/** Returns the problems of values that are valid alone and conflict with each other. */
export function checkTogether(config: Config): Problem[] {
  const problems: Problem[] = [];
  const refuse = (keys: string[], message: string) =>
    problems.push({ code: "CONFIG_CONFLICT", keys, message: `${keys[0]}: ${message}` });
  checkData(config, refuse);
  checkTask(config, refuse);
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

function checkTask({ task }: Config, refuse: Refuse): void {
  const { losses, only } = TASK_KEYS[task.name];
  if (task.loss !== null && !losses.includes(task.loss)) {
    refuse(
      ["task.loss", "task.name"],
      `${task.loss} is not a loss of task.name ${task.name}; take ${losses.join(", ")}, or null.`,
    );
  }
  for (const [name, keys] of Object.entries(TASK_KEYS)) {
    for (const { key, unset } of name === task.name ? [] : keys.only) {
      if (task[key] === unset || only.some((own) => own.key === key)) continue;
      refuse([`task.${key}`, "task.name"], `${task[key]} is for task.name ${name}; leave it out.`);
    }
  }
}

function checkFeatures({ data, features, model }: Config, refuse: Refuse): void {
  const { fft_samples, window_samples, window_ms, hop_samples, hop_ms, num_mels, min_hz, max_hz } = features;
  const isAmbiguous = [
    checkPair(["window_ms", window_ms], ["window_samples", window_samples], refuse),
    checkPair(["hop_ms", hop_ms], ["hop_samples", hop_samples], refuse),
  ].includes(false);
  if (isAmbiguous) return;
  const { fftSamples, windowSamples, hopSamples } = featureSamples({ data, features });
  const lengthOf = (key: string, ms: number | null, samples: number | null, resolved: number) =>
    samples === null
      ? { key: `features.${key}_ms`, text: `${ms} ms (${resolved} samples)` }
      : { key: `features.${key}_samples`, text: String(samples) };
  const window = lengthOf("window", window_ms, window_samples, windowSamples);
  const hop = lengthOf("hop", hop_ms, hop_samples, hopSamples);
  // A transform that follows the window has no key of its own in the recipe.
  const transform =
    fft_samples === null ? `${window.key} (${fftSamples} samples)` : `features.fft_samples ${fft_samples}`;
  if (windowSamples > fftSamples) {
    refuse(
      [window.key, "features.fft_samples", "data.sample_rate_hz"],
      `${window.text} is longer than features.fft_samples ${fft_samples}; shorten the window, or set features.fft_samples to null.`,
    );
  }
  if (hopSamples > windowSamples) {
    refuse(
      [hop.key, window.key, "data.sample_rate_hz"],
      `${hop.text} is longer than ${window.key} ${window.text}, so samples between frames would be lost.`,
    );
  }
  const numBins = Math.floor(fftSamples / 2) + 1;
  if (num_mels > numBins) {
    refuse(
      ["features.num_mels", "features.fft_samples", window.key, "data.sample_rate_hz"],
      `${num_mels} bands out of the ${numBins} frequencies of a transform of ${fftSamples} samples (${transform}); take at most ${numBins}, or lengthen the transform.`,
    );
  }
  const numBlocks = model.channels.length;
  const blocks = `${numBlocks} block${numBlocks === 1 ? "" : "s"} of model.channels`;
  const least = leastSize({ model });
  if (num_mels < least) {
    refuse(
      ["features.num_mels", "model.channels"],
      `${num_mels} bands are too few for the ${blocks}, each of which halves them; take at least ${least}, or fewer blocks.`,
    );
  }
  const clipSamples = Math.round(data.clip_sec * data.sample_rate_hz);
  const shortest = shortestClip({ data, features, model });
  if (clipSamples < shortest) {
    const need =
      shortest === fftSamples
        ? `one transform takes ${fftSamples} samples (${transform})`
        : `the ${blocks} need ${least} frames, ${hop.key} ${hop.text} apart`;
    refuse(
      ["data.clip_sec", hop.key, window.key, "features.fft_samples", "model.channels", "data.sample_rate_hz"],
      `${data.clip_sec} s are ${clipSamples} samples at data.sample_rate_hz ${data.sample_rate_hz}, and ${need}; ` +
        `take at least ${secondsOf(shortest, data.sample_rate_hz)} s${shortest === fftSamples ? "" : ", a shorter hop, or fewer blocks"}.`,
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
}

/** Returns true if exactly one of two keys is set. */
function checkPair(
  [msKey, ms]: [string, number | null],
  [samplesKey, samples]: [string, number | null],
  refuse: Refuse,
): boolean {
  const keys = [`features.${samplesKey}`, `features.${msKey}`];
  if (ms === null && samples === null)
    refuse(keys.reverse(), `null, and features.${samplesKey} is null; set one of them.`);
  else if (ms !== null && samples !== null) {
    refuse(
      keys,
      `${samples} given together with features.${msKey} ${ms}; keep one and set the other to null.`,
    );
  } else return true;
  return false;
}

/** The shortest time of at least n samples, rounded up to a tenth of a millisecond where that is enough. */
function secondsOf(samples: number, sampleRateHz: number): number {
  const sec = Math.ceil((1e4 * samples) / sampleRateHz - 1e-6) / 1e4;
  return Math.round(sec * sampleRateHz) >= samples ? sec : samples / sampleRateHz;
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

/** Monitoring accuracy with the default `min` would silently keep the worst model. */
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
