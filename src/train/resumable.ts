/** Decides whether a run may resume from a checkpoint. */
import { type Platform, type RecipeManifest, TRAINING_FILE } from "../checkpoint/index.js";
import { type Difference, describeDifference, findDifferences } from "../config/differences.js";
import { overrideConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { RANDOM_VERSION } from "../data/random.js";
import { displayPath } from "../display-path.js";
import { CheckpointError, ConfigError } from "../errors.js";
import { shellWord } from "../shell-word.js";
import type { DataIdentity } from "./data-identity.js";
import type { ResumedFrom } from "./resume.js";

/** The run that `assertResumable` compares with a checkpoint. */
export interface ResumeTerms {
  config: Config;
  platform: Platform;
  /** The clips that this run would train on. */
  identity: DataIdentity;
  labels: readonly string[];
  /** Reports harmful differences instead of refusing them. */
  allowChanges: boolean;
}

/**
 * Reports each difference between a checkpoint and the run that would resume from it.
 *
 * @throws CheckpointError, ConfigError for a difference that changes results
 */
export function assertResumable(
  { folder, manifest }: Pick<ResumedFrom, "folder" | "manifest">,
  terms: ResumeTerms,
  report: (message: string) => void,
): void {
  if (!(TRAINING_FILE in manifest.files)) {
    throw new CheckpointError(
      "WEIGHTS_ONLY",
      `${folder}: holds weights only and cannot be resumed; start a new run from them with --init-from ${shellWord(displayPath(folder))}`,
    );
  }
  const before = overrideConfig(manifest.config, []);
  if (before.task.name !== terms.config.task.name) {
    throw new ConfigError(
      "RESUME",
      `${folder}: was trained with task.name ${before.task.name}, and the recipe has ${terms.config.task.name}; start a new run, or set task.name to ${before.task.name}`,
    );
  }
  const change = labelDifference(manifest.labels, terms.labels);
  if (change !== null) {
    const sources = ["train", "validation"].flatMap((split) => {
      const path = terms.config.data[split as "train" | "validation"];
      return path === null ? [] : [`data.${split} ${path}`];
    });
    throw new ConfigError(
      "RESUME",
      `${folder}: was trained on the ${manifest.labels.length} labels ${shorten(manifest.labels)}; the data now has ${terms.labels.length}, ${change} (${sources.join(", ") || `data.dataset ${terms.config.data.dataset}`}). ` +
        `Start a new run, from these weights with --init-from ${folder} --init-keys '!head.*'`,
    );
  }
  const differences = [
    ...findDifferences(before, terms.config),
    ...platformDifferences(manifest.platform, terms),
    ...dataDifferences(manifest, terms),
    ...randomDifferences(manifest),
  ];
  // If the clips differ, their paths explain the difference.
  const isOtherData = manifest.data.fingerprint !== terms.identity.fingerprint;
  const harmful = differences.filter(({ isHarmless }) => !isHarmless);
  const shown = differences.filter(
    ({ key, isHarmless }) => !isHarmless || (isOtherData && /^data\.(root|train|validation)$/.test(key)),
  );
  if (harmful.length > 0 && !terms.allowChanges) {
    throw new ConfigError(
      "RESUME",
      `${displayPath(folder)}: with ${isOtherData ? "other data" : "another configuration"} the resumed run would be a different one:\n` +
        `${shown.map((one) => `  ${describeDifference(one)}\n`).join("")}` +
        `Undo the changes, resume anyway with --allow-changes, or start a new run from these weights with --init-from ${shellWord(displayPath(folder))}`,
    );
  }
  for (const one of differences)
    report(`${one.isHarmless ? "changed" : "changed, which changes results"}: ${describeDifference(one)}`);
  reportRanks(manifest.worldSize, terms.config.training, report);
}

/** Reports another number of ranks, which is allowed: the clips of each step stay the same. */
function reportRanks(
  before: number,
  { dropout_masks, distributed }: Config["training"],
  report: (message: string) => void,
): void {
  const { world_size: now } = distributed;
  if (before === now) return;
  const counts = `${before} rank${before === 1 ? "" : "s"} before, ${now} now: sums of gradients round differently`;
  if (dropout_masks === "by_clip") {
    report(`${counts}; batches and masks of dropout stay the same`);
    return;
  }
  const [first, last] = [Math.min(before, now), Math.max(before, now) - 1];
  const ranks = first === last ? `rank ${first}` : `ranks ${first} to ${last}`;
  const random = `those of ${ranks} are ${now > before ? "new" : "not needed"}`;
  report(`${counts}, and dropout draws other random numbers (${random}); batches stay the same`);
}

/** Compares platforms: explicit settings must be equal, resolved `auto` settings may follow the machine. */
function platformDifferences(before: Platform, { config, platform }: ResumeTerms): Difference[] {
  const { training } = config;
  const asked = {
    device: training.device,
    precision: training.precision,
    channelsLast: training.channels_last,
    threads: training.threads,
    libtorch: "auto",
  } as const;
  return (Object.keys(asked) as (keyof Platform)[]).flatMap((name) => {
    if (before[name] === platform[name]) return [];
    const key = name === "libtorch" ? name : `training.${name === "channelsLast" ? "channels_last" : name}`;
    return [{ key, before: before[name], now: platform[name], isHarmless: asked[name] === "auto" }];
  });
}

function dataDifferences({ data }: RecipeManifest, { identity }: ResumeTerms): Difference[] {
  const mixedIn: Difference[] =
    data.augmentationFiles === identity.augmentationFiles
      ? []
      : [
          {
            key: "files that data.augmentations mix in",
            before: data.augmentationFiles?.slice(0, 12),
            now: identity.augmentationFiles?.slice(0, 12),
            isHarmless: false,
          },
        ];
  // Another number of shapes is a difference of the configuration.
  const isOtherLayout =
    data.batchShapes !== undefined &&
    identity.batchShapes !== undefined &&
    data.batchShapes !== identity.batchShapes;
  const layout: Difference[] = isOtherLayout
    ? [
        {
          ...{ key: "training batches", before: data.batchShapes, now: identity.batchShapes },
          isHarmless: false,
          note: "(batches of clips x samples), by the lengths of the clips",
        },
      ]
    : [];
  return [...mixedIn, ...clipDifferences(data, identity), ...layout];
}

function clipDifferences(data: DataIdentity, identity: DataIdentity): Difference[] {
  if (data.fingerprint === identity.fingerprint) return [];
  const difference = {
    key: "training and validation clips",
    before: data.numClips,
    now: identity.numClips,
    isHarmless: false,
  };
  const isSameNumber = data.numClips === identity.numClips;
  return [isSameNumber ? { ...difference, note: "with other paths, labels or order" } : difference];
}

/** Compares the ways in which random numbers are drawn: an older version drew others for the same seed. */
function randomDifferences({ randomVersion }: RecipeManifest): Difference[] {
  if (randomVersion === RANDOM_VERSION) return [];
  const note =
    "saved by another version of Woodshed: the order of clips, crops, gains and the split by data.validation_fraction differ; the rest of an unfinished epoch repeats some clips and omits others";
  return [
    {
      key: "version of random numbers",
      before: randomVersion,
      now: RANDOM_VERSION,
      isHarmless: false,
      note,
    },
  ];
}

/** `mid is gone, middle is new`; null for the same labels. */
function labelDifference(before: readonly string[], now: readonly string[]): string | null {
  if (before.join("\n") === now.join("\n")) return null;
  const [gone, added] = [
    before.filter((label) => !now.includes(label)),
    now.filter((label) => !before.includes(label)),
  ];
  const parts = [
    ...(gone.length === 0 ? [] : [`without ${shorten(gone)}`]),
    ...(added.length === 0 ? [] : [`with ${shorten(added)} in addition`]),
  ];
  return parts.length === 0 ? "in another order" : parts.join(", ");
}

const MAX_LABELS = 10;

function shorten(labels: readonly string[]): string {
  const more = labels.length - MAX_LABELS;
  return `${labels.slice(0, MAX_LABELS).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
