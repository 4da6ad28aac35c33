import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { TagAnnotations } from "../../tasks/tagging/annotations.js";
import { READ_AS_FOUND } from "../annotation-files/reading.js";
import type { Clip } from "../clip.js";
import { openDataset } from "../dataset.js";
import { SINGLE_LABEL } from "../single-label.js";
import { Corrections, correctedSet } from "./corrections.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-data-corrections-"));
afterAll(() => rmSync(folder, { recursive: true }));

const clip = (name: string, label: string): Clip => ({
  ...{ path: join(folder, name), startSec: 0, durationSec: null, label },
});

function write(name: string, lines: readonly object[]): string {
  const path = join(folder, name);
  const common = { start_sec: 0, duration_sec: null, column: "label", time_ms: 1 };
  writeFileSync(path, lines.map((line) => `${JSON.stringify({ ...common, ...line })}\n`).join(""));
  return path;
}

function open(corrections: readonly string[]) {
  const warnings: string[] = [];
  const { train, validation, labels } = openDataset({
    train: { name: "train", clips: [clip("a.wav", "dog"), clip("b.wav", "dog"), clip("c.wav", "cat")] },
    validation: { name: "validation", clips: [clip("d.wav", "dog")] },
    test: null,
    ...{ validationFraction: 0, seed: 1, reading: { ...READ_AS_FOUND, corrections } },
    warn: (line) => warnings.push(line),
  });
  return {
    warnings,
    labels,
    read: [...train, ...validation].map(({ path, label }) => [path.slice(-5), label]),
  };
}

test("corrections replace annotations in all splits and leave out rejected clips; the newest counts", () => {
  const file = write("a.jsonl", [
    { path: "a.wav", label: "cat", was: "dog" },
    { path: "a.wav", label: "wolf", was: "cat" },
    { path: "b.wav", label: null, was: "dog" },
    { path: join(folder, "d.wav"), label: "cat", was: "dog" },
  ]);
  expect(open([file])).toEqual({
    warnings: [],
    labels: ["cat", "wolf"],
    read: [
      ["a.wav", "wolf"],
      ["c.wav", "cat"],
      ["d.wav", "cat"],
    ],
  });
  // The later one of two files counts.
  const later = write("later.jsonl", [{ path: "a.wav", label: "fox", was: "dog" }]);
  expect(open([file, later]).read[0]).toEqual(["a.wav", "fox"]);
});

test("a correction of an annotation that is another by now is left out, with a warning", () => {
  const file = write("stale.jsonl", [
    { path: "a.wav", label: "cat", was: "bird" },
    { path: "b.wav", label: "dog", was: "bird" },
  ]);
  const { warnings, read } = open([file]);
  expect(read[0]).toEqual(["a.wav", "dog"]);
  expect(warnings).toEqual([
    expect.stringMatching(/1 correction of data\.train left out: .*a\.wav "dog"; correct it/),
  ]);
});

test("files that name no clip of the data, that are of another task or that do not exist are named", () => {
  const elsewhere = write("elsewhere.jsonl", [{ path: "other/a.wav", label: "cat", was: "dog" }]);
  expect(open([elsewhere]).warnings).toEqual([
    expect.stringContaining("no correction is of a clip of this data"),
  ]);
  const tags = write("tags.jsonl", [{ path: "a.wav", label: "[]", was: "[]", column: "labels" }]);
  expect(() => open([tags])).toThrow(
    /tags\.jsonl: no line is a correction of label; .*, got corrections of labels, which another task reads/,
  );
  expect(() => open([join(folder, "none.jsonl")])).toThrow(/none\.jsonl: cannot be read/);
});

test("corrections are counted by their effect; those that were undone have none", () => {
  const file = write("counted.jsonl", [
    { path: "a.wav", label: "cat", was: "dog" },
    { path: "b.wav", label: null, was: "dog" },
    { path: "c.wav", label: "cat", was: "dog" },
    { path: "d.wav", label: "cat", was: "bird" },
    { path: "e.wav", label: "cat", was: "dog" },
    { path: "f.wav", label: "cat", was: "dog" },
    { path: "f.wav", label: "dog", was: "cat" },
  ]);
  const corrections = Corrections.read([file], SINGLE_LABEL);
  const warnings: string[] = [];
  const clips = [clip("a.wav", "dog"), clip("b.wav", "dog"), clip("c.wav", "cat"), clip("d.wav", "dog")];
  const read = corrections.apply([...clips, clip("f.wav", "bird")], "data.train", (line) =>
    warnings.push(line),
  );
  expect(read.map(({ label }) => label)).toEqual(["cat", "cat", "dog", "bird"]);
  expect(warnings).toEqual([expect.stringContaining("d.wav")]);
  expect(corrections.counts()).toEqual({
    ...{ numRelabelled: 1, numRejected: 1, numPresent: 1, numStale: 1, numUnnamed: 1 },
  });
});

test("a later file may correct what an earlier one made of a clip", () => {
  const first = write("first.jsonl", [{ path: "a.wav", label: "cat", was: "dog" }]);
  const second = write("second.jsonl", [{ path: "a.wav", label: "wolf", was: "cat" }]);
  expect(open([first, second])).toMatchObject({
    warnings: [],
    read: [["a.wav", "wolf"], ["b.wav", "dog"], {}, {}],
  });
  const back = write("back.jsonl", [{ path: "a.wav", label: "dog", was: "cat" }]);
  expect(open([first, back])).toMatchObject({ warnings: [], read: [["a.wav", "dog"], {}, {}, {}] });
});

test("a set whose clips are all rejected is refused", () => {
  const file = write("all.jsonl", [{ path: "a.wav", label: null, was: "dog" }]);
  const corrections = Corrections.read([file], SINGLE_LABEL);
  const options = { annotations: SINGLE_LABEL, key: "data.test", warn: () => {} };
  expect(() => correctedSet([clip("a.wav", "dog")], corrections, options)).toThrow(
    /data\.test: no clip is left: .*all\.jsonl rejects 1 clip/,
  );
});

test("corrections of a run apply to labels that are read to be copied, with secondary ones apart", () => {
  const was = JSON.stringify({ labels: ["dog"], ignored: ["rain"] });
  const file = write("secondary.jsonl", [{ path: "a.wav", label: '["cat"]', was, column: "labels" }]);
  const copied = new TagAnnotations("keep");
  const label = copied.parse({ labels: "dog", secondary_labels: "rain" }, "");
  const corrections = Corrections.read([file], copied);
  expect(corrections.apply([clip("a.wav", label)], "source", () => {})).toMatchObject([{ label: '["cat"]' }]);
});
