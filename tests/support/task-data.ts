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

/** Writes recordings of a second with tones that begin and end, and a manifest, and returns its path: JSON lines with events. */
export function makeScenes(numRecordings = 60): string {
  const all = Array.from({ length: numRecordings }, (_, i) =>
    Object.entries(TONES).flatMap(([label, hz], k) => {
      if (randomFloat(6, i, k) < 0.4) return [];
      const onset_sec = Math.round(700 * randomFloat(6, i, k, 1)) / 1000;
      const offset_sec = onset_sec + 0.1 + Math.round(200 * randomFloat(6, i, k, 2)) / 1000;
      return [{ hz, label, onset_sec, offset_sec }];
    }),
  );
  const folder = writeSounds(
    all.map((events) => (j: number) => {
      const sounding = events.filter(
        ({ onset_sec, offset_sec }) => j >= 16000 * onset_sec && j < 16000 * offset_sec,
      );
      return sounding.reduce((sum, { hz }) => sum + 0.25 * Math.sin((2 * Math.PI * hz * j) / 16000), 0);
    }),
    16000,
  );
  const path = join(folder, "scenes.jsonl");
  const lines = all.map((events, i) =>
    JSON.stringify({ path: `clips/${i}.wav`, events: events.map(({ hz: _, ...event }) => event) }),
  );
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** The data of each task but classification. */
export const TASK_DATA: Readonly<Record<"tagging" | "regression" | "detection", () => string>> = {
  tagging: makeMixtures,
  regression: makePitches,
  detection: makeScenes,
};

/** Writes `clips/0.wav` and so on, with a little noise, and returns the folder. @param sounds samples by their place */
function writeSounds(sounds: readonly ((j: number) => number)[], numSamples: number): string {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-task-"));
  mkdirSync(join(folder, "clips"));
  for (const [i, sound] of sounds.entries()) {
    const samples = Float32Array.from(
      { length: numSamples },
      (_, j) => sound(j) + 0.05 * (randomFloat(7, i, j) - 0.5),
    );
    writeFileSync(join(folder, "clips", `${i}.wav`), encodeWav16(samples, 16000));
  }
  return folder;
}

function write(head: string, rows: readonly { sound: (j: number) => number; columns: string[] }[]): string {
  const folder = writeSounds(
    rows.map(({ sound }) => sound),
    NUM_SAMPLES,
  );
  const lines = rows.map(({ columns }, i) => [`clips/${i}.wav`, ...columns].join(","));
  const path = join(folder, "clips.csv");
  writeFileSync(path, `${[head, ...lines].join("\n")}\n`);
  return path;
}
