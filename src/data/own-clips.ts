/** Clips of a data set of the user's: rows whose sound its module decodes. */
import type { ChannelChoice } from "../audio/reader.js";
import { resample } from "../audio/resample.js";
import { joinChannels, numChannelsOf, type SampleFormat } from "../audio/sample-format.js";
import type { OwnChoice } from "../components/component.js";
import { guarded, requireOwn } from "../components/create.js";
import { loadedDefinition } from "../components/loaded.js";
import { describeAt } from "../components/trace.js";
import { DataError } from "../errors.js";
import type { Annotations, Row } from "./annotations.js";
import type { Clip, OwnRow } from "./clip.js";
import type { DatasetDefinition, SplitRows } from "./define-dataset.js";
import { keptColumns } from "./kept-columns.js";

/** Clips of the splits that a data set has; null for one that it leaves out. */
export interface OwnClips {
  train: Clip[];
  validation: Clip[] | null;
  test: Clip[] | null;
}

/**
 * Lists the clips of a data set of the user's.
 *
 * @param keep keys of rows whose values clips keep
 * @throws ConfigError, DataError naming the module, and the row where there is one
 */
export async function openOwnClips(
  dataset: OwnChoice,
  annotations: Annotations,
  keep: readonly string[] = [],
): Promise<OwnClips> {
  const { use, code } = dataset;
  const place = `data.dataset.use ${use}`;
  const { definition, options } = requireOwn<DatasetDefinition>("data.dataset", dataset);
  const listed = guarded(`${place}: rows`, () => definition.rows(options));
  const rows = await guardedLater(`${place}: rows`, listed);
  const clipsOf = (split: keyof SplitRows): Clip[] | null => {
    const list: unknown = rows?.[split];
    if (list === undefined && split !== "train") return null;
    if (!Array.isArray(list) || (split === "train" && list.length === 0)) {
      const got = Array.isArray(list) ? "no rows" : typeof list;
      throw new DataError("ROWS", `${place}: rows: expected { train: [row, ...] }, got ${got} for ${split}`);
    }
    return list.map((row: Row, i) => {
      const source = `${use}: ${split} row ${i}`;
      const text = jsonOf(row, source);
      const durationSec =
        definition.durationSec === undefined
          ? null
          : guarded(`${source}: durationSec`, () => definition.durationSec!(row, options));
      return {
        path: `${use}/${split}/${typeof row["id"] === "string" || typeof row["id"] === "number" ? row["id"] : i}`,
        startSec: 0,
        durationSec,
        label: annotations.parse(row, source),
        ...keptColumns(row, keep, source),
        source,
        own: { code, options, row: JSON.parse(text) as Row },
      };
    });
  };
  return { train: clipsOf("train")!, validation: clipsOf("validation"), test: clipsOf("test") };
}

async function guardedLater<Result>(place: string, running: Result | Promise<Result>): Promise<Result> {
  try {
    return await running;
  } catch (error) {
    throw new DataError("ROWS", `${place} failed: ${describeAt(error)}`, { cause: error });
  }
}

/** Rows travel to threads as JSON. */
function jsonOf(row: unknown, source: string): string {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) {
    try {
      return JSON.stringify(row);
    } catch {
      // The error below says what is expected.
    }
  }
  throw new DataError("ROWS", `${source}: expected an object of plain JSON values, got ${typeof row}`);
}

/** Decodes a row to planar samples in the format of the recipe. @throws DataError for sound that is none, or has other channels */
export function decodeOwn({ code, options, row }: OwnRow, format: SampleFormat): Float32Array {
  const definition = loadedDefinition(code) as DatasetDefinition;
  const { samples, sampleRateHz, numChannels = 1 } = definition.decode(row, options) ?? {};
  if (!(samples instanceof Float32Array) || samples.length === 0)
    throw new DataError("DECODE", "decode: expected { samples: Float32Array, sampleRateHz }, got no samples");
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 1)
    throw new DataError("DECODE", `decode: expected a sampleRateHz in whole Hz, got ${String(sampleRateHz)}`);
  if (!Number.isInteger(numChannels) || numChannels < 1 || samples.length % numChannels !== 0)
    throw new DataError(
      "DECODE",
      `decode: expected planar samples [numChannels * T], got ${samples.length} samples and numChannels ${String(numChannels)}`,
    );
  const channels = chooseChannels(samples, numChannels, format.channels ?? "mix");
  return joinChannels(
    channels.map((one) => resample(one, sampleRateHz, format.sampleRateHz, format.resampling)),
  );
}

/** Returns the channels that a choice takes of planar samples. */
function chooseChannels(samples: Float32Array, numChannels: number, choice: ChannelChoice): Float32Array[] {
  const length = samples.length / numChannels;
  const channel = (c: number): Float32Array => samples.subarray(c * length, (c + 1) * length);
  if (choice === "first" || (choice === "mix" && numChannels === 1)) return [channel(0)];
  if (choice === "mix") {
    const sumAt = (i: number): number => {
      let sum = 0;
      for (let c = 0; c < numChannels; c++) sum += samples[c * length + i]!;
      return sum;
    };
    return [Float32Array.from({ length }, (_, i) => sumAt(i) / numChannels)];
  }
  const wanted = numChannelsOf(choice);
  const isMonoTwice = choice === "stereo" && numChannels === 1;
  if (numChannels !== wanted && !isMonoTwice)
    throw new DataError(
      "CHANNELS",
      `decode: expected ${wanted} channels (data.channels ${choice}), got ${numChannels}; return them as planar samples with numChannels, or set data.channels to mix or first`,
    );
  return Array.from({ length: wanted }, (_, c) => channel(Math.min(c, numChannels - 1)));
}
