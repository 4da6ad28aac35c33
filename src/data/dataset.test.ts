import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeWav16 } from "../audio/wav.js";
import { parseCsv } from "./csv.js";
import { openClips, openDataset } from "./dataset.js";
import { readManifest } from "./manifest.js";

const audio = encodeWav16(new Float32Array(100), 8000);
let root: string;

function write(name: string, content: string | Uint8Array = audio): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-data-"));
});

describe("csv", () => {
  it("reads quotes, commas, line ends in fields, and counts lines", () => {
    const rows = parseCsv('a,b\r\n"x, ""y""\nz",2\n\n3,4');
    expect(rows).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ['x, "y"\nz', "2"] },
      { line: 5, fields: ["3", "4"] },
    ]);
  });
});

describe("manifests", () => {
  it("reads CSV, paths beside it, extra columns left alone", () => {
    write("a.wav");
    const path = write("m.csv", "path,label,start_sec,duration_sec,note\na.wav,x,0.5,2,hello\na.wav,y,,,\n");
    expect(readManifest(path)).toEqual([
      { path: join(root, "a.wav"), label: "x", startSec: 0.5, durationSec: 2, source: `${path}:2` },
      { path: join(root, "a.wav"), label: "y", startSec: 0, durationSec: null, source: `${path}:3` },
    ]);
  });

  it("reads JSON lines", () => {
    write("a.wav");
    const path = write(
      "m.jsonl",
      '{"path":"a.wav","label":"x"}\n\n{"path":"a.wav","label":"y","start_sec":1}\n',
    );
    expect(readManifest(path).map(({ label, startSec, source }) => [label, startSec, source])).toEqual([
      ["x", 0, `${path}:1`],
      ["y", 1, `${path}:3`],
    ]);
  });

  it.each([
    ["m.csv", "file,label\n", /m\.csv:1: expected the columns path,label.*got "file,label"/],
    ["m.csv", "path,label\na.wav\n", /m\.csv:2: expected 2 fields, got 1/],
    ["m.csv", "path,label\nnone.wav,x\n", /m\.csv:2: .*none\.wav: no such file/],
    ["m.csv", "path,label\na.wav,\n", /m\.csv:2: label: expected text, got ""/],
    ["m.csv", "path,label,start_sec\na.wav,x,soon\n", /m\.csv:2: start_sec: expected seconds.*"soon"/],
    ["m.csv", "path,label,duration_sec\na.wav,x,0\n", /m\.csv:2: duration_sec: expected more than zero/],
    ["m.csv", "path,label\n", /m\.csv: names no clips/],
    ["m.jsonl", "hello\n", /m\.jsonl:1: expected a JSON object, got hello/],
  ])("%s with %j names the line", (name, text, message) => {
    write("a.wav");
    const path = write(name, text);
    expect(() => readManifest(path)).toThrow(message);
  });
});

describe("folders", () => {
  it("takes one folder a class, files below it in a fixed order, hidden ones left out", () => {
    for (const name of ["b/2.wav", "b/1.wav", "a/deep/x.WAV", "a/.hidden.wav", "b/readme.txt"]) write(name);
    const clips = openClips(root, "data.train");
    expect(clips.map(({ path, label }) => [path.slice(root.length + 1), label])).toEqual([
      ["a/deep/x.WAV", "a"],
      ["b/1.wav", "b"],
      ["b/2.wav", "b"],
    ]);
  });

  it("names an empty class", () => {
    write("a/1.wav");
    write("b/readme.txt", "no audio");
    expect(() => openClips(root, "data.train")).toThrow(
      /\/b: the class "b" has no WAV files; add some, or remove the folder/,
    );
  });

  it("names what is missing and what is there", () => {
    const missing = join(root, "x", "y");
    expect(() => openClips(missing, "data.train")).toThrow(
      `data.train: ${missing}: no such folder or file (${root} exists)`,
    );
    expect(() => openClips(root, "data.train")).toThrow(/expected one folder a class/);
    expect(() => openClips(write("a.mp3", "x"), "data.test")).toThrow(
      /data\.test: .*expected a folder, a \.csv or \.jsonl manifest, or \.tar shards/,
    );
  });
});

describe("splits", () => {
  const open = (more: object = {}) =>
    openDataset({
      train: join(root, "train"),
      validation: null,
      test: null,
      validationFraction: 0.2,
      seed: 1,
      ...more,
    });

  beforeEach(() => {
    for (const label of ["a", "b"]) for (let i = 0; i < 10; i++) write(`train/${label}/${i}.wav`);
  });

  it("holds out the same share of every label, the same clips for a seed", () => {
    const data = open();
    expect(data.labels).toEqual(["a", "b"]);
    expect(data.validation.map(({ label }) => label)).toEqual(["a", "a", "b", "b"]);
    expect(data.train.length).toBe(16);
    expect(new Set([...data.train, ...data.validation].map(({ path }) => path)).size).toBe(20);
    expect(open()).toEqual(data);
    expect(open({ seed: 2 }).validation).not.toEqual(data.validation);
  });

  it("refuses a label in test that training lacks, naming label and file", () => {
    write("test/a/1.wav");
    write("test/zebra/1.wav");
    expect(() => open({ test: join(root, "test") })).toThrow(
      /data\.test: .*zebra\/1\.wav: the label "zebra" is not in training, which has a, b/,
    );
  });

  it("refuses a label with one clip to split, and a single label", () => {
    write("train/c/1.wav");
    expect(() => open()).toThrow(/"c" has one clip/);
    write("alone/a/1.wav");
    expect(() => open({ train: join(root, "alone") })).toThrow(/expected two labels or more, found only "a"/);
  });
});
