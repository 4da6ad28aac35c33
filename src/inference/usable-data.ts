/** Leaves bad clips out of a recipe's data (`data.on_bad_clip: skip`) before labels, splits and folds are made of it. */
import { availableParallelism } from "node:os";
import type { SampleFormat } from "../audio/sample-format.js";
import type { Config } from "../config/schema.js";
import { counted } from "../counted.js";
import type { Clip } from "../data/clip.js";
import { type ClipsSource, type DatasetOptions, sourceOptionsOf } from "../data/dataset.js";
import { examine } from "../data/examination/examine.js";
import type { ExaminedFiles } from "../data/examination/examined-files.js";
import { describeLeftOut, withoutBad } from "../data/examination/leave-out.js";
import { type ListedSets, listSet, listSets, listSplits } from "../data/examination/listed-sets.js";
import type { Examination, ExaminedClips, LeftOut } from "../data/examination/report.js";
import type { SourceOptions } from "../data/read-source.js";
import type { World } from "../distributed/world.js";
import { DistributedError } from "../errors.js";
import { sampleFormatOf } from "./sample-format.js";

/** The ranks that open data together. */
export type Ranks = Pick<World, "rank" | "size" | "localRank" | "localSize" | "together" | "gather">;

/** A process without other ranks; a `World` would load libtorch. */
export const ALONE: Ranks = {
  ...{ rank: 0, size: 1, localRank: 0, localSize: 1 },
  together: async (body) => body(),
  gather: (value) => [value],
};

export interface ExaminingOptions {
  /** Called while recordings are examined. */
  onExamine?: (done: number, total: number) => void;
  /** The examination of the run that is resumed or evaluated: it counts if the same clips are listed. */
  known?: Examination | null | undefined;
  /** Reports of earlier examinations. */
  files?: ExaminedFiles;
  signal?: AbortSignal;
  /** Receives one line for each warning about the data, such as files that are left out. */
  warn?: (message: string) => void;
}

/** How recordings are examined. */
interface HowExamined extends ExaminingOptions {
  /** How a training reads them. */
  format: SampleFormat;
  /** Threads; `auto` is one for each core. */
  workers: "auto" | number;
}

/** Clips that are printed; the run's record has all of them. */
const MOST_PRINTED = 20;

/**
 * All ranks: returns the sets without their bad clips, which all ranks leave out alike; each rank examines its share of the
 * recordings.
 *
 * @throws DataError if a set, or a label of the training clips, has no other clips
 */
export async function leaveOutBad(
  given: DatasetOptions,
  config: Config,
  options: ExaminingOptions,
  ranks: Ranks,
): Promise<{ given: DatasetOptions; examined: ExaminedClips }> {
  const listed = await ranks.together(() => listSplits(given));
  const format = sampleFormatOf(config);
  const { workers } = config.data;
  const found = await usableSets(listed, sourceOptionsOf(given), { ...options, format, workers }, ranks);
  const usable = new Map(listed.sets.map(({ key, name }, i) => [key, { name, clips: found.clips[i]! }]));
  const of = (key: string): ClipsSource | null => usable.get(key) ?? null;
  const { examined } = found;
  return {
    given: {
      ...given,
      train: of("data.train")!,
      validation: of("data.validation"),
      test: of("data.test"),
    },
    examined,
  };
}

/** Returns the clips at a path without bad ones. @param key for messages */
export async function usableClips(
  path: string,
  key: string,
  source: SourceOptions,
  how: HowExamined,
): Promise<Clip[]> {
  const listed = listSets([listSet(path, key, source)]);
  const { clips } = await usableSets(listed, source, how, ALONE);
  return clips[0]!;
}

async function usableSets(
  listed: ListedSets,
  source: SourceOptions,
  how: HowExamined,
  ranks: Ranks,
): Promise<{ clips: Clip[][]; examined: ExaminedClips }> {
  const { known, warn = () => {} } = how;
  const listings = ranks.gather(listed.fingerprint);
  await ranks.together(() => assertSameListing(listings));
  const isKnown = known?.listing === listed.fingerprint;
  const examination = isKnown ? known : await examineTogether(listed, how, ranks);
  const { clips, leftOut } = await ranks.together(() => withoutBad(listed, examination, source));
  for (const line of linesOf(leftOut, isKnown)) warn(line);
  return { clips, examined: { examination, leftOut } };
}

async function examineTogether(
  listed: ListedSets,
  { format, workers, onExamine, files, signal }: HowExamined,
  ranks: Ranks,
): Promise<Examination> {
  const own = await ranks.together(() =>
    examine(listed, {
      format,
      // Nothing else runs yet.
      numThreads:
        workers === "auto" ? Math.max(1, Math.floor(availableParallelism() / ranks.localSize)) : workers,
      files: files ?? null,
      share: ranks,
      signal: signal ?? new AbortController().signal,
      onProgress: (done, total) => onExamine?.(done, total),
    }),
  );
  const bad = ranks
    .gather(own)
    .flat()
    .sort((a, b) => a.place - b.place);
  return { listing: listed.fingerprint, bad };
}

/** Ranks examine shares of one list of recordings. */
function assertSameListing(listings: readonly string[]): void {
  const other = listings.findIndex((listing) => listing !== listings[0]);
  if (other < 0) return;
  throw new DistributedError(
    "RANKS_DIFFER",
    `rank ${other} lists other clips than rank 0. Every host needs the same recipe and the same audio`,
  );
}

/** Lists what is left out, once: a run that resumes knows it. */
function linesOf(leftOut: readonly LeftOut[], isKnown: boolean): string[] {
  if (leftOut.length === 0) return [];
  const keys = [...new Set(leftOut.map(({ key }) => key))];
  const counts = keys.map((key) => `${leftOut.filter((one) => one.key === key).length} of ${key}`);
  const summary = `${counted(leftOut.length, "clip")} left out (data.on_bad_clip: skip): ${counts.join(", ")}`;
  if (isKnown) return [`${summary}, as the run recorded`];
  const rest = leftOut.length - MOST_PRINTED;
  return [
    `warning: ${summary}`,
    ...leftOut.slice(0, MOST_PRINTED).map((one) => `  ${describeLeftOut(one)}`),
    ...(rest > 0 ? [`  and ${counted(rest, "more", "more")}`] : []),
  ];
}
