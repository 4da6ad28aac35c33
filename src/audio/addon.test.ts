import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { sqliteAddonPath } from "../../tests/support/sqlite-addon.js";
import { audioAddon, audioAddonPath, loadAudioAddon } from "./addon.js";

test("a missing, a damaged and a foreign addon are errors that name the file and the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-audio-addon-"));
  try {
    const path = join(folder, "woodshed_audio.node");
    expect(() => loadAudioAddon(path)).toThrow(
      /^The audio addon is not built: .*woodshed_audio\.node does not exist\.\nRun `node .*setup\.mjs`/,
    );
    writeFileSync(path, "text");
    expect(() => loadAudioAddon(path)).toThrow(/woodshed_audio\.node did not load: .*\nDelete it and run/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(() => loadAudioAddon(sqliteAddonPath())).toThrow(
    /is of another version of Woodshed: it has no resample/,
  );
});

test("several threads load the addon and write to shared memory, and it loads again after they ended", async () => {
  const code = `
    const { workerData } = require("node:worker_threads");
    const { path, output } = workerData;
    require(path).resample(output, 0, Float32Array.of(1, 2, 3), 0, 1, 1, 1, Int32Array.of(0), Float64Array.of(2));
  `;
  const output = new Float32Array(new SharedArrayBuffer(12));
  for (let turn = 0; turn < 2; turn++) {
    output.fill(0);
    const workers = [0, 1].map(
      () => new Worker(code, { eval: true, workerData: { path: audioAddonPath, output } }),
    );
    const codes = await Promise.all(workers.map((worker) => once(worker, "exit")));
    expect(codes).toEqual([[0], [0]]);
    expect([...output]).toEqual([2, 4, 6]);
  }
});

test("arrays of the wrong kind or size are refused", () => {
  const addon = loadAudioAddon(audioAddonPath);
  const output = new Float32Array(3);
  const starts = Int32Array.of(0);
  expect(() => addon.resample(output, 0, output, 0, 1, 1, 2, starts, Float64Array.of(1))).toThrow(
    "argument 5: expected the sizes of the kernel's arrays",
  );
  const wrong = new Float64Array(3) as unknown as Float32Array;
  expect(() => addon.resample(output, 0, wrong, 0, 1, 1, 1, starts, Float64Array.of(1))).toThrow(
    "argument 3: expected a typed array of the right kind",
  );
});

test("finds samples that are not finite, at each place", () => {
  const { areFinite } = audioAddon();
  const largest = 3.4028234663852886e38;
  expect([areFinite(new Float32Array(0)), areFinite(Float32Array.of(0, -0, largest, -largest))]).toEqual([
    true,
    true,
  ]);
  for (let i = 0; i < 37; i++)
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const samples = new Float32Array(new SharedArrayBuffer(4 * 37));
      samples[i] = value;
      expect(areFinite(samples)).toBe(false);
    }
});
