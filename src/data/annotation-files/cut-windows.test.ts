import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../../audio/wav.js";
import { TagAnnotations } from "../../tasks/tagging/annotations.js";
import type { Annotations } from "../annotations.js";
import { openClips } from "../dataset.js";
import { decodeWindow } from "../decode.js";
import { writeShards } from "../shards/write.js";
import { SINGLE_LABEL } from "../single-label.js";
import { READ_AS_FOUND, type WindowOptions } from "./reading.js";

const RATE_HZ = 8000;
const TAGS = new TagAnnotations("ignore");
const WINDOWS: WindowOptions = {
  ...{ sec: 1, hopSec: 1, minOverlapSec: null, minOverlapFraction: null },
  ...{ last: "pad", background: "skip" },
};
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-cut-"));
  // Samples that tell their place: 3.5 s.
  const ramp = Float32Array.from({ length: 28_000 }, (_, i) => i / 32_768);
  writeFileSync(join(root, "a.wav"), encodeWav16(ramp, RATE_HZ));
  writeFileSync(join(root, "b.wav"), encodeWav16(ramp.subarray(0, 4000), RATE_HZ));
});
afterAll(() => rmSync(root, { recursive: true }));

function cut(events: string, options: Partial<WindowOptions> = {}, annotations: Annotations = TAGS) {
  writeFileSync(join(root, "a.txt"), events);
  return open("a.txt", options, annotations);
}

function open(name: string, options: Partial<WindowOptions>, annotations: Annotations = TAGS) {
  const warnings: string[] = [];
  const reading = { ...READ_AS_FOUND, windows: { ...WINDOWS, ...options } };
  const clips = openClips(
    join(root, name),
    "data.train",
    (line) => warnings.push(line),
    annotations,
    reading,
  );
  return { clips, warnings, shown: clips.map(({ startSec, label }) => `${startSec} ${label}`) };
}

describe("windows", () => {
  it("have the samples of their place, at any rate and hop", () => {
    const { clips } = cut("0\t3.5\tdog\n", { sec: 0.3, hopSec: 0.1001 });
    const target = new Float32Array(2400);
    for (const [i, clip] of clips.entries()) {
      const numSamples = decodeWindow(clip, i, 0, { sampleRateHz: RATE_HZ }, target);
      const first = Math.round(i * 800.8);
      expect(target[0]).toBeCloseTo(first / 32_768, 5);
      expect(numSamples).toBe(Math.min(2400, 28_000 - first));
    }
    expect(clips).toHaveLength(35);
  });

  it("that end after the recording are padded, left out, or moved to its end", () => {
    const startsWith = (last: WindowOptions["last"]) =>
      cut("0\t3.5\tdog\n", { last, hopSec: 0.75 }).clips.map(({ startSec }) => startSec);
    expect(startsWith("pad")).toEqual([0, 0.75, 1.5, 2.25, 3]);
    expect(startsWith("skip")).toEqual([0, 0.75, 1.5, 2.25]);
    expect(startsWith("shift")).toEqual([0, 0.75, 1.5, 2.25, 2.5]);
  });

  it("have the labels of all events that overlap them enough, to the frame", () => {
    // The second window has 0.1 s of a dog, a fifth of it, and 0.3 s of rain.
    const events = "0.6\t1.1\tdog\n1.7\t2.5\train\n";
    expect(cut(events).shown).toEqual(['0 ["dog"]', '1 ["dog","rain"]', '2 ["rain"]']);
    const sec = (minOverlapSec: number, minOverlapFraction: number | null = null) =>
      cut(events, { minOverlapSec, minOverlapFraction }).shown;
    expect(sec(0.1)).toEqual(['0 ["dog"]', '1 ["dog","rain"]', '2 ["rain"]']);
    expect(sec(0.100_125)).toEqual(['0 ["dog"]', '1 ["rain"]', '2 ["rain"]']);
    expect(sec(0.31)).toEqual(['0 ["dog"]', '2 ["rain"]']);
    expect(sec(0.31, 0.2)).toEqual(['0 ["dog"]', '1 ["dog","rain"]', '2 ["rain"]']);
  });

  it("without a label are left out, clips without labels, or clips of a class", () => {
    const events = "0.25\t0.5\tdog\n3.25\t3.25\tclick\n";
    expect(cut(events).shown).toEqual(['0 ["dog"]', '3 ["click"]']);
    expect(cut(events, { background: "no_label" }).shown).toEqual([
      '0 ["dog"]',
      "1 []",
      "2 []",
      '3 ["click"]',
    ]);
    const background = { label: "noise" };
    expect(cut(events, { background }, SINGLE_LABEL).shown).toEqual([
      "0 dog",
      "1 noise",
      "2 noise",
      "3 click",
    ]);
    expect(cut("", { background: "no_label" }).shown).toEqual(["0 []", "1 []", "2 []", "3 []"]);
  });

  it("are cut from folders of labels and from shards, too", async () => {
    mkdirSync(join(root, "classes/x"), { recursive: true });
    mkdirSync(join(root, "classes/y"), { recursive: true });
    for (const name of ["x/1.wav", "y/2.wav"])
      writeFileSync(join(root, "classes", name), encodeWav16(new Float32Array(12_000), RATE_HZ));
    const whole = openClips(join(root, "classes"), "source");
    await writeShards(whole, { output: join(root, "shards"), clipsPerShard: 5, seed: 0 });
    for (const name of ["classes", "shards"]) {
      const { clips } = open(name, { sec: 1, hopSec: 0.5 }, SINGLE_LABEL);
      const starts = clips.map(({ label, startSec }) => `${label} ${startSec}`).sort();
      expect(starts).toEqual(["x 0", "x 0.5", "x 1", "y 0", "y 0.5", "y 1"]);
    }
  });

  it("keep the columns that all rows of a recording share", () => {
    writeFileSync(join(root, "m.csv"), "path,label,end_sec,site,day\na.wav,dog,1,7,1\na.wav,dog,2,7,2\n");
    const reading = { ...READ_AS_FOUND, windows: WINDOWS, keep: ["site", "day"] };
    const clips = openClips(join(root, "m.csv"), "data.train", () => {}, SINGLE_LABEL, reading);
    expect(clips.map(({ columns }) => columns)).toEqual([{ site: "7" }, { site: "7" }]);
  });
});

describe("warnings and errors", () => {
  it("name events that label no window, and recordings that are too short", () => {
    writeFileSync(join(root, "b.txt"), "0\t0.5\tdog\n");
    writeFileSync(
      join(root, "m.tsv"),
      "filename\tonset\toffset\tevent_label\nb.wav\t0\t0.5\tdog\na.wav\t1\t1.5\tdog\na.wav\t0\t0.2\tdog\n",
    );
    const { warnings, clips } = open("m.tsv", { last: "skip", minOverlapSec: 0.25 });
    expect(clips.map(({ path, startSec }) => `${relative(root, path)} ${startSec}`)).toEqual(["a.wav 1"]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /2 annotations without a window to label; the first: .*m\.tsv:2, at 0 s\. Set a shorter data\.windows\.min_overlap_sec/,
      ),
      expect.stringMatching(/1 recording shorter than a window left out; the first: .*b\.wav/),
    ]);
    expect(() => open("b.txt", { last: "skip" })).toThrow(/b\.txt: no recording is as long as a window/);
    expect(() => cut("1\t1.1\tdog\n", { minOverlapSec: 0.5 })).toThrow(
      /no annotation labels any of 4 windows/,
    );
  });

  it("name both events of a window with two labels, where a clip has one", () => {
    const events = "0\t1.4\tdog\n1.4\t3\train\n";
    expect(() => cut(events, {}, SINGLE_LABEL)).toThrow(
      /data\.windows: .*a\.wav: the window from 1 s on has two annotations with the labels "dog" \(.*a\.txt:1\) and "rain" \(.*a\.txt:2\), expected one; set task\.name to tagging/,
    );
    expect(cut(events, { minOverlapSec: 0.51 }, SINGLE_LABEL).shown).toEqual(["0 dog", "1 rain", "2 rain"]);
  });

  it("name a background that the task has not", () => {
    expect(() => cut("0\t1\tdog\n", { background: "no_label" }, SINGLE_LABEL)).toThrow(
      /data\.windows\.background: no_label, and each clip needs a label; set it to skip/,
    );
  });
});
