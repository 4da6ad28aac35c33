/** Rules between keys, which the type of a single key cannot express. */
import { builtInSet } from "../data/built-in-sets.js";
import { featureNeeds } from "../models/options.js";
import { metricDirection } from "../tasks/directions.js";
import { evaluationMetricNames } from "../tasks/metrics.js";
import { frontEndOf, shortestClip } from "./feature-sizes.js";
import { checkOptimization, scheduleProperties } from "./optimization-checks.js";
import type { Problem, Refuse } from "./problems.js";
import type { Config } from "./schema.js";

/** Returns the problems of values that are valid alone and conflict with each other. */
export function checkTogether(config: Config): Problem[] {
  const problems: Problem[] = [];
  const refuse = (keys: string[], message: string) =>
    problems.push({ code: "CONFIG_CONFLICT", keys, message: `${keys[0]}: ${message}` });
  checkData(config, refuse);
  checkFolds(config, refuse);
  checkValidation(config, refuse);
  checkFeatures(config, refuse);
  checkBatch(config, refuse);
  checkDurations(config, refuse);
  checkDirections(config, refuse);
  checkPolicies(config, refuse);
  checkOptimization(config, refuse);
  return problems;
}

function checkData({ data }: Config, refuse: Refuse): void {
  if (data.dataset === null && data.train === null) {
    refuse(
      ["data.train", "data.dataset"],
      "required; name the folder or manifest of your training clips, or set data.dataset to instruments or soundscapes.",
    );
  }
  if (data.dataset !== null && data.train !== null) {
    refuse(
      ["data.train", "data.dataset"],
      `given together with data.dataset ${nameOfDataset(data)}; keep one and set the other to null.`,
    );
  }
  if (data.windows !== undefined && typeof data.dataset === "object" && data.dataset !== null) {
    refuse(
      ["data.windows", "data.dataset"],
      `given together with the data set ${nameOfDataset(data)}, whose rows are clips already; leave it out.`,
    );
  }
  const source =
    nameOfDataset(data) ?? (/\.(csv|tsv|txt|jsonl)$/i.test(data.train ?? "") ? data.train : null);
  if (data.shuffle_shards !== null && source !== null) {
    refuse(
      ["data.shuffle_shards", data.dataset === null ? "data.train" : "data.dataset"],
      `${data.shuffle_shards}, and ${source} is not in tar shards; set it to null, or make shards with woodshed data shard.`,
    );
  }
}

function checkFolds({ data }: Config, refuse: Refuse): void {
  const { folds, fold } = data;
  if (fold !== null && folds === null)
    refuse(
      ["data.fold", "data.folds"],
      `${fold} needs folds; set data.folds to the column with the fold of each clip, or to the number of folds to make.`,
    );
  if (folds === null) return;
  const test = builtInSet(data.dataset) === null ? data.test : `data.dataset ${nameOfDataset(data)}`;
  if (test !== null)
    refuse(
      ["data.folds", data.test === null ? "data.dataset" : "data.test"],
      `${folds} makes the fold that is held out the test set, and ${test} has test clips too; set one of them to null.`,
    );
}

/** True if a run has no validation clips, for certain: a data set of the user's may bring some. */
export function hasNoValidation({ data }: Config): boolean {
  return data.validation === null && data.validation_fraction === 0 && data.dataset === null;
}

function checkValidation(config: Config, refuse: Refuse): void {
  if (!hasNoValidation(config)) return;
  const { training, checkpoint } = config;
  const needs = (key: string): void =>
    refuse(
      [key, "data.validation_fraction", "data.folds"],
      "needs validation clips, and there are none: data.validation_fraction is 0, its default with data.folds. Turn it off, or hold out a part of the training clips, such as data.validation_fraction=0.1.",
    );
  if (training.early_stopping.patience !== null) needs("training.early_stopping.patience");
  if (checkpoint.save.some(({ best }) => best !== undefined)) needs("checkpoint.save");
  if (scheduleProperties(config).needsValidation) needs("optimization.schedule");
}

function nameOfDataset({ dataset }: Config["data"]): string | null {
  return typeof dataset === "object" && dataset !== null ? (dataset as { use: string }).use : dataset;
}

function checkFeatures(config: Config, refuse: Refuse): void {
  const { data, model } = config;
  const frontEnd = frontEndOf(config);
  if (frontEnd === null) return;
  const conflicts = frontEnd.conflicts();
  for (const { keys, message } of conflicts) refuse([...keys], message);
  if (conflicts.length > 0) return;
  const { channels, hop, shortest } = frontEnd.sizes();
  const needs = featureNeeds(model);
  if (channels.count < needs.channels) {
    refuse(
      [...channels.keys, ...needs.keys],
      `${channels.count} channels of features are too few for the model: ${needs.reason}; take at least ${needs.channels}, or ${needs.remedy}.`,
    );
  }
  const misfit = channels.count < needs.channels ? null : (needs.refuse?.(channels.count) ?? null);
  if (misfit !== null) {
    // Lengths in frames of another front end would mislead.
    refuse(["front_end.name", ...channels.keys, ...needs.keys], misfit);
    return;
  }
  const clipSamples = Math.round(data.clip_sec * data.sample_rate_hz);
  const numFrames = Math.floor(clipSamples / hop.samples);
  if (needs.most !== undefined && numFrames > needs.most.frames) {
    refuse(
      ["data.clip_sec", ...hop.keys, ...needs.keys],
      `${data.clip_sec} s are about ${numFrames} frames, ${hop.text} apart, and the model takes at most ${needs.most.frames}; take shorter clips, a longer hop, or ${needs.most.remedy}.`,
    );
  }
  const least = shortestClip(config);
  if (clipSamples >= least) return;
  const isFrontEnd = least === shortest.samples;
  const need = isFrontEnd
    ? shortest.reason
    : `the model needs ${needs.frames} frames, ${hop.text} apart (${needs.reason})`;
  refuse(
    ["data.clip_sec", ...hop.keys, ...shortest.keys, ...needs.keys, "data.sample_rate_hz"],
    `${data.clip_sec} s are ${clipSamples} samples at data.sample_rate_hz ${data.sample_rate_hz}, and ${need}; ` +
      `take at least ${secondsOf(least, data.sample_rate_hz)} s${isFrontEnd ? "" : `, a shorter hop, or ${needs.remedy}`}.`,
  );
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
  const { batch_sec, batch_shapes } = training;
  if (batch_sec === null) {
    if (batch_shapes !== null) {
      refuse(
        ["training.batch_shapes", "training.batch_sec"],
        `is ${batch_shapes}, and batches of training.batch_size clips have one length; set training.batch_sec, or training.batch_shapes to null.`,
      );
    }
    return;
  }
  if (batch_sec < data.clip_sec) {
    refuse(
      ["training.batch_sec", "data.clip_sec"],
      `${batch_sec} s cannot hold one clip of data.clip_sec ${data.clip_sec} s; take at least that, or shorten the clips.`,
    );
  }
  if (data.balance !== "none") {
    refuse(
      ["training.batch_sec", "data.balance"],
      "the clips of batches by duration are the same in every epoch, and data.balance draws others each epoch; set training.batch_sec to null or data.balance to none.",
    );
  }
  if (data.shuffle_shards !== null) {
    refuse(
      ["training.batch_sec", "data.shuffle_shards"],
      "batches by duration take clips from anywhere, and data.shuffle_shards from a few shards at a time; set one of them to null.",
    );
  }
}

/** Monitoring accuracy with the default `min` would silently keep the worst model. Other names are refused by the run. */
function checkDirections(config: Config, refuse: Refuse): void {
  const { checkpoint, training } = config;
  const known = evaluationMetricNames(config);
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
    const right = known.includes(metric) ? metricDirection(metric) : undefined;
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
