import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeError } from "../describe-error.js";
import { DataError } from "../errors.js";
import { allocateBatchBuffer } from "./batch-buffer.js";
import type { Clip } from "./clip.js";
import { clipDecoder } from "./decode-task.js";
import { DecodePool } from "./pool.js";
import { shareRows } from "./row-table.js";

/** Decodes the first of `clips` and returns the error. */
async function errorOf(clips: Clip[], numWorkers: number): Promise<unknown> {
  const pool = new DecodePool(
    clipDecoder({
      clips: shareRows(clips),
      buffers: [allocateBatchBuffer({ numClips: 1, numSamples: 100, numChannels: 1 })],
      decode: { sampleRateHz: 8000, seed: 0, augment: null },
      code: {},
    }),
    numWorkers,
  );
  try {
    await pool.fill(0, { indices: Int32Array.of(0), samples: 100, epoch: 0, repeats: null, firsts: null });
  } catch (error) {
    return error;
  } finally {
    await pool.close();
  }
  throw new Error("expected an error");
}

it("describes the error of a clip in a worker as in the main thread", async () => {
  const path = join(tmpdir(), "woodshed-no-such-file.wav");
  const clip: Clip = { path, startSec: 0, durationSec: null, label: "a", source: "train.csv:2" };
  const [here, there] = [await errorOf([clip], 0), await errorOf([clip], 1)];
  expect(here).toBeInstanceOf(DataError);
  expect(there).toBeInstanceOf(DataError);
  expect(describeError(there)).toBe(describeError(here));
});

it("describes a defect in a worker with the stack of the worker", async () => {
  const [here, there] = [describeError(await errorOf([], 0)), describeError(await errorOf([], 1))];
  expect(there.split("\n")[0]).toBe(here.split("\n")[0]);
  expect(there).toMatch(/dist\/bundle\/data\/worker\.js/);
  expect(there).toContain("This is a defect in Woodshed");
});
