import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../audio/wav.js";
import type { Clip } from "./clip.js";
import { decodeClip } from "./decode.js";
import { clipLengths } from "./lengths.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-lengths-"));
afterAll(() => rmSync(folder, { recursive: true }));

function clip(rateHz: number, numFrames: number, startSec = 0, durationSec: number | null = null): Clip {
  const path = join(folder, `${rateHz}-${numFrames}.wav`);
  writeFileSync(path, encodeWav16(new Float32Array(numFrames).fill(0.1), rateHz));
  return { path, startSec, durationSec, label: "x" };
}

describe("clipLengths", () => {
  it("returns the decoded lengths at any rate and for any stretch", () => {
    const rates = [8000, 11025, 16000, 22050, 32000, 44100, 48000];
    const clips = rates.flatMap((rate) => [
      ...[1, 2, 441, 1000, 4999, 7001].map((numFrames) => clip(rate, numFrames)),
      clip(rate, 7003, 0.1),
      clip(rate, 7003, 0.0777, 0.05),
      clip(rate, 7003, 0.1, 10),
    ]);
    const samples = 3000;
    const options = { sampleRateHz: 16000, seed: 0, augment: null };
    const decoded = clips.map((one, i) =>
      Math.min(samples, decodeClip(one, i, 0, options, new Float32Array(samples))),
    );
    expect([...clipLengths(clips, 16000, samples)]).toEqual(decoded);
  });

  it("refuses a stretch without audio, and names the clip", () => {
    const late = { ...clip(16000, 1600, 0.2), source: "train.csv:3" };
    expect(() => clipLengths([late], 16000, 3000)).toThrow(
      /train\.csv:3: \S+1600\.wav: expected audio from 0\.2 s on, the file has 0\.100 s/,
    );
  });
});
