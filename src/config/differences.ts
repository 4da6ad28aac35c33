/** What changed between the configuration of a checkpoint and the one that is to go on from it. */
import { describeKeys } from "./describe.js";
import type { Config } from "./schema.js";
import { show, valueAt } from "./values.js";

export interface Difference {
  key: string;
  before: unknown;
  now: unknown;
  /** Whether it changes no number of the run. */
  isHarmless: boolean;
}

/**
 * Keys, and sections that end in a dot, that change no number of a run. A key that is not here is
 * taken for harmful: whoever adds one decides.
 */
const HARMLESS = [
  "name",
  "runs_dir",
  // Where the clips lie; that they are the same is checked by their fingerprint.
  "data.root",
  "data.train",
  "data.validation",
  "data.test",
  "data.workers",
  "data.prefetch_batches",
  "data.cache_gb",
  // Used once, before the first step.
  "model.init_from",
  "model.init_keys",
  // What `auto` came to is compared instead, with the checkpoint's platform.
  "training.device",
  "training.precision",
  "training.channels_last",
  "training.threads",
  // Allowed, and said apart with what it changes.
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

/** Every key whose value differs, in the schema's order. */
export function findDifferences(before: Config, now: Config): Difference[] {
  return describeKeys().flatMap(({ key }) => {
    const path = key.split(".");
    const [was, is] = [valueAt(before, path), valueAt(now, path)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const isHarmless = HARMLESS.some((one) => (one.endsWith(".") ? key.startsWith(one) : key === one));
    return [{ key, before: was, now: is, isHarmless }];
  });
}

/** `training.epochs: 10 before, 20 now` */
export function describeDifference({ key, before, now }: Difference): string {
  return `${key}: ${show(before)} before, ${show(now)} now`;
}
