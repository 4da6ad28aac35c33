import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav16 } from "../../src/audio/wav.js";
import { randomFloat } from "../../src/data/random.js";

const TONES = { low: 300, mid: 900, high: 2700 };
const NUM_SAMPLES = 4000;

/** Writes quarter-second clips and a manifest, and returns its path: mixtures of tones with the names of those heard. */
export function makeMixtures(numClips = 60): string {
  const rows = Array.from({ length: numClips }, (_, i) => {
    const labels = Object.entries(TONES).filter((_, k) => randomFloat(5, i, k) < 0.45);
    const sound = (j: number): number =>
      labels.reduce((sum, [, hz]) => sum + 0.25 * Math.sin((2 * Math.PI * hz * j) / 16000), 0);
    const secondary = i % 10 === 0 ? "high" : "";
    return { sound, columns: [labels.map(([name]) => name).join(";"), secondary] };
  });
  return write("path,labels,secondary_labels", rows);
}

/** Writes quarter-second tones and a manifest, and returns its path: the target is the pitch as a MIDI note number. */
export function makePitches(numClips = 60): string {
  const rows = Array.from({ length: numClips }, (_, i) => {
    const pitch = 40 + 50 * randomFloat(9, i);
    const hz = 440 * 2 ** ((pitch - 69) / 12);
    return {
      sound: (j: number) => 0.4 * Math.sin((2 * Math.PI * hz * j) / 16000),
      columns: [pitch.toFixed(2)],
    };
  });
  return write("path,target", rows);
}

/** The data of each task but classification. */
export const TASK_DATA: Readonly<Record<"tagging" | "regression", () => string>> = {
  tagging: makeMixtures,
  regression: makePitches,
};

function write(head: string, rows: readonly { sound: (j: number) => number; columns: string[] }[]): string {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-task-"));
  mkdirSync(join(folder, "clips"));
  const lines = rows.map(({ sound, columns }, i) => {
    const samples = Float32Array.from(
      { length: NUM_SAMPLES },
      (_, j) => sound(j) + 0.05 * (randomFloat(7, i, j) - 0.5),
    );
    writeFileSync(join(folder, "clips", `${i}.wav`), encodeWav16(samples, 16000));
    return [`clips/${i}.wav`, ...columns].join(",");
  });
  const path = join(folder, "clips.csv");
  writeFileSync(path, `${[head, ...lines].join("\n")}\n`);
  return path;
}
