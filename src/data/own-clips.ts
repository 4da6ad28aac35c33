/** Clips of a data set of the user's: rows whose sound its module decodes. */
import { resample } from "../audio/resample.js";
import type { OwnChoice } from "../components/component.js";
import { guarded, requireOwn } from "../components/create.js";
import { loadedDefinition } from "../components/modules.js";
import { describeAt } from "../components/trace.js";
import { DataError } from "../errors.js";
import type { Annotations, Row } from "./annotations.js";
import type { Clip, OwnRow } from "./clip.js";
import type { DatasetDefinition, SplitRows } from "./define-dataset.js";

/** Clips of the splits that a data set has; null for one that it leaves out. */
export interface OwnClips {
  train: Clip[];
  validation: Clip[] | null;
  test: Clip[] | null;
}

/**
 * Lists the clips of a data set of the user's.
 *
 * @throws ConfigError, DataError naming the module, and the row where there is one
 */
export async function openOwnClips(dataset: OwnChoice, annotations: Annotations): Promise<OwnClips> {
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

/** Decodes a row, at the sample rate of the recipe. @throws DataError for sound that is none */
export function decodeOwn({ code, options, row }: OwnRow, rateHz: number): Float32Array {
  const definition = loadedDefinition(code) as DatasetDefinition;
  const { samples, sampleRateHz } = definition.decode(row, options) ?? {};
  if (!(samples instanceof Float32Array) || samples.length === 0)
    throw new DataError("DECODE", "decode: expected { samples: Float32Array, sampleRateHz }, got no samples");
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 1)
    throw new DataError("DECODE", `decode: expected a sampleRateHz in whole Hz, got ${String(sampleRateHz)}`);
  return resample(samples, sampleRateHz, rateHz);
}
