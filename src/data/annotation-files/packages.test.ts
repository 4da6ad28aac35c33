/* Clips compared with those that opensoundscape 0.13.2 and crowsetta 5.1.2 read: see tests/fixtures/annotations/record.py. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../../audio/wav.js";
import { packageRoot } from "../../package-root.js";
import { TagAnnotations, tagsIn } from "../../tasks/tagging/annotations.js";
import { openClips } from "../dataset.js";
import { compare } from "../files.js";
import { READ_AS_FOUND, type Reading, type WindowOptions } from "./reading.js";

interface Packages {
  durations: Record<string, number>;
  files: Record<string, string>;
  crowsetta: Record<string, [startSec: number, endSec: number, label: string][]>;
  windows: {
    options: Record<"sec" | "hop_sec", number> &
      Record<"min_overlap_sec" | "min_overlap_fraction", number | null> & { last: WindowOptions["last"] };
    clips: [recording: string, startSec: number, endSec: number, labels: string[]][];
  }[];
}

const RATE_HZ = 10_000;
const recorded = join(packageRoot, "tests/fixtures/annotations/packages.json");
const { durations, files, crowsetta, windows } = JSON.parse(readFileSync(recorded, "utf8")) as Packages;

const folder = mkdtempSync(join(tmpdir(), "woodshed-packages-"));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
for (const [name, sec] of Object.entries(durations))
  writeFileSync(join(folder, `${name}.wav`), encodeWav16(new Float32Array(sec * RATE_HZ), RATE_HZ));

const TAGS = new TagAnnotations("ignore");

function read(name: string, more: Partial<Reading> = {}) {
  const reading = { ...READ_AS_FOUND, columns: { label: "Species" }, ...more };
  return openClips(join(folder, name), "data.train", () => {}, TAGS, reading).map((clip) => ({
    recording: basename(clip.path, ".wav"),
    startSec: clip.startSec,
    durationSec: clip.durationSec!,
    labels: tagsIn(clip.label).labels,
  }));
}

describe("crowsetta", () => {
  it.each(Object.keys(crowsetta))("reads the same events from %s", (name) => {
    // crowsetta returns a selection of Raven once for each view.
    const expected = [...new Set(crowsetta[name]!.map((event) => JSON.stringify(event)))];
    const clips = read(name);
    expect(clips.map(({ recording }) => recording)).toEqual(expected.map(() => name.split(".")[0]));
    const events = clips.map(({ startSec, durationSec, labels }) => [
      startSec,
      Math.round((startSec + durationSec) * 1e9) / 1e9,
      labels[0],
    ]);
    expect(events).toEqual(expected.map((event) => JSON.parse(event)));
  });
});

describe("opensoundscape", () => {
  it.each(windows)("labels the same windows: $options", ({ options, clips: expected }) => {
    const { sec, hop_sec, min_overlap_sec, min_overlap_fraction, last } = options;
    const cut: WindowOptions = {
      ...{ sec, hopSec: hop_sec, minOverlapSec: min_overlap_sec, minOverlapFraction: min_overlap_fraction },
      ...{ last, background: "no_label" },
    };
    // All files of the folder: three of each recording, with the same events.
    const clips = read("", { windows: cut }).sort((a, b) => compare(a.recording, b.recording));
    const sorted = expected.toSorted(([a], [b]) => compare(a, b));
    expect(clips.map(({ recording, labels }) => [recording, labels])).toEqual(
      sorted.map(([recording, , , labels]) => [recording, labels]),
    );
    for (const [i, { startSec }] of clips.entries()) expect(startSec).toBeCloseTo(sorted[i]![1], 9);
  });
});
