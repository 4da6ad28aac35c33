/** Differences between the configuration of a checkpoint and that of the run that resumes from it. */
import { describeKeys } from "./describe.js";
import { frontEndOf } from "./feature-sizes.js";
import { LISTS } from "./own-places.js";
import type { Config } from "./schema.js";
import { show, valueAt } from "./values.js";

export interface Difference {
  key: string;
  before: unknown;
  now: unknown;
  /** True if it changes no number of the run. */
  isHarmless: boolean;
  /** Explanation for values that do not show the difference. */
  note?: string;
}

/**
 * Keys, and sections that end in a dot, that change no number of a run. Any other key counts as harmful,
 * so that a new key is refused until it is added here.
 */
const HARMLESS = [
  "name",
  "runs_dir",
  // Places of the clips; the fingerprint shows whether the clips are the same.
  "data.root",
  "data.train",
  "data.validation",
  "data.test",
  "data.format",
  "data.columns.",
  "data.audio_folders",
  "data.corrections",
  "data.on_bad_clip",
  "data.workers",
  "data.prefetch_batches",
  "data.cache_gb",
  "data.cache_on",
  // Used once, before the first step.
  "model.init_from",
  "model.init_keys",
  // The resolved values are compared instead, with the checkpoint's platform.
  "training.device",
  "training.precision",
  "training.channels_last",
  "training.threads",
  // A graph has the same bits as its operators.
  "training.cuda_graphs",
  // Allowed, and reported separately with its effects.
  "training.distributed.world_size",
  "training.distributed.timeout_sec",
  "training.distributed.hang_warning_sec",
  "training.distributed.gradient_as_bucket_view",
  "training.distributed.find_unused_parameters",
  "training.distributed.static_graph",
  "checkpoint.keep_top",
  "checkpoint.save",
  "checkpoint.resume",
  "checkpoint.on_failed_save",
  "checkpoint.export",
  "optimization.hyperparameter_search.",
  "logging.",
  "profiling.",
  "registry.",
];

/** Returns each key whose value differs, in the schema's order. */
export function findDifferences(before: Config, now: Config): Difference[] {
  const [old, current] = [comparable(before), comparable(now)];
  const keys = [...describeKeys(before), ...describeKeys(now)].map(({ key }) => key);
  return [...new Set(keys)].flatMap((key) => {
    const path = key.split(".");
    const [was, is] = [valueAt(old, path), valueAt(current, path)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    // Lists of components of the same number differ by the keys of their elements.
    // Options of a part that is a value as a whole, such as those of an optimizer, are in the difference of that value.
    const above = path.slice(0, -1).map((_, i) => path.slice(0, i + 1).join("."));
    if (above.some((one) => keys.includes(one) && !LISTS.includes(one))) return [];
    const list = LISTS.find((one) => key === one || key.startsWith(`${one}.`));
    if (list !== undefined && (key === list) === hasSameLength(list, old, current)) return [];
    // The hash of a module's code is compared instead of its path.
    const isHarmless =
      key.endsWith(".use") || HARMLESS.some((one) => (one.endsWith(".") ? key.startsWith(one) : key === one));
    return [{ key, before: was, now: is, isHarmless }];
  });
}

function hasSameLength(list: string, ...configs: unknown[]): boolean {
  const [before, now] = configs.map(
    (config) => (valueAt(config, list.split(".")) as unknown[] | undefined)?.length,
  );
  return before === now;
}

/** Front ends that compute the same are equal, such as one with lengths in milliseconds and one in samples. */
function comparable(config: Config) {
  const front_end = frontEndOf(config)?.resolved() ?? config.front_end;
  return { ...config, front_end };
}

/** `training.epochs: 10 before, 20 now` */
export function describeDifference({ key, before, now, note }: Difference): string {
  const text = `${key}: ${show(before)} before, ${show(now)} now`;
  return note === undefined ? text : `${text}, ${note}`;
}
