import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeWav16 } from "../audio/wav.js";
import { parseCsv } from "./csv.js";
import { openClips, openDataset } from "./dataset.js";
import { fingerprint } from "./fingerprint.js";

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
  it("accepts CR alone as a line end, and names the line of a quote that is never closed", () => {
    expect(parseCsv("a,b\r1,2\r", "m.csv")).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ["1", "2"] },
    ]);
    expect(() => parseCsv('a,b\n1,"x\ny\n', "m.csv")).toThrow(/m\.csv:2: a quote .* never closed/);
  });

  it("reads quotes, commas and line ends in fields, and counts lines correctly", () => {
    const rows = parseCsv('a,b\r\n"x, ""y""\nz",2\n\n3,4', "m.csv");
    expect(rows).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ['x, "y"\nz', "2"] },
      { line: 5, fields: ["3", "4"] },
    ]);
  });
});

describe("manifests", () => {
  it("reads CSV with paths relative to the manifest, and ignores extra columns", () => {
    write("a.wav");
    const path = write("m.csv", "path,label,start_sec,duration_sec,note\na.wav,x,0.5,2,hello\na.wav,y,,,\n");
    expect(openClips(path, "data.train")).toEqual([
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
    expect(
      openClips(path, "data.train").map(({ label, startSec, source }) => [label, startSec, source]),
    ).toEqual([
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
    ["m.csv", "path,label\n", /m\.csv: no clips in this manifest/],
    ["m.jsonl", "hello\n", /m\.jsonl:1: expected a JSON object, got hello/],
    [
      "m.csv",
      "path|label\na.wav|x\n",
      /m\.csv:1: .*got "path\|label": separated by vertical bars, expected commas/,
    ],
    [
      "m.csv",
      "path;label\na.wav,x\n",
      /m\.csv:2: expected 2 fields, got 1: separated by commas, expected semicolons/,
    ],
    ["m.csv", "path,label\na.wav;x\n", /m\.csv:2: expected 2 fields, got 1: separated by semicolons/],
    ["m.csv", 'path,label\n"a.wav,x\n', /m\.csv:2: a quote/],
    ["m.csv", "path,label\nsub\\b.wav,x\n", /m\.csv:2: .*sub\/b\.wav exists: write paths with \//],
    ["m.csv", "path,label\nsub,x\n", /m\.csv:2: .*sub: a folder, expected an audio file; give each/],
    ["m.csv", "path,label\n/dev/null,x\n", /m\.csv:2: \/dev\/null: a device, expected an audio file/],
    ["m.csv", "path,label\npipe.wav,x\n", /m\.csv:2: .*pipe\.wav: a named pipe/],
    [
      "m.csv",
      "path,label\ngone.wav,x\n",
      /m\.csv:2: .*gone\.wav: a symbolic link to nowhere, which does not exist/,
    ],
    [
      "m.csv",
      "path,label\nself.wav,x\n",
      /m\.csv:2: .*self\.wav: a symbolic link to self\.wav, which leads back to itself/,
    ],
    [
      "m.csv",
      "path,label\na.wav,x\nb.mp2,x\n",
      /m\.csv:3: .*in a format that is not read, as are 1 of 2 clips.*1 \.mp2; convert it to WAV \(ffmpeg/,
    ],
  ])("an invalid row in %s is refused with its line: %j", (name, text, message) => {
    write("a.wav");
    write("sub/b.wav");
    write("b.mp2", "x");
    symlinkSync("nowhere", join(root, "gone.wav"));
    symlinkSync("self.wav", join(root, "self.wav"));
    execFileSync("mkfifo", [join(root, "pipe.wav")]);
    const path = write(name, text);
    expect(() => openClips(path, "data.train")).toThrow(message);
  });
});

describe("text that is not UTF-8", () => {
  const rows = "path,label\na.wav,Bär\n";
  const utf16be = Buffer.from(rows, "utf16le").swap16();

  it.each([
    [
      "Latin-1",
      "m.csv",
      Buffer.from(rows, "latin1"),
      /m\.csv:2: column 8: the byte 0xe4 .*"a\.wav,Bä".* save it as "CSV UTF-8"/,
    ],
    [
      "Latin-1 after characters of two bytes",
      "m.csv",
      Buffer.concat([Buffer.from("path,label\nä,ü\n\uFFFD"), Buffer.from([0xe4])]),
      /m\.csv:3: column 2: the byte 0xe4/,
    ],
    [
      "an incomplete sequence at the end",
      "m.jsonl",
      Buffer.from([0x7b, 0xc3]),
      /m\.jsonl:1: column 2: the byte 0xc3.* save it as UTF-8/,
    ],
    [
      "UTF-16 with a byte order mark",
      "m.csv",
      Buffer.from(`\uFEFF${rows}`, "utf16le"),
      /m\.csv: the text is UTF-16, expected UTF-8/,
    ],
    ["UTF-16 without a byte order mark", "m.csv", Buffer.from(rows, "utf16le"), /UTF-16/],
    ["UTF-16, big-endian", "m.csv", utf16be, /UTF-16/],
    ["a zero byte", "m.csv", Buffer.from("path,label\na.wav,\0x\n"), /m\.csv:2: a zero byte at column 7/],
  ])("is refused with its line and column: %s", (_, name, bytes, message) => {
    expect(() => openClips(write(name, bytes), "data.train")).toThrow(message);
  });

  it("a byte order mark is accepted in UTF-8", () => {
    write("a.wav");
    const csv = write("m.csv", `\uFEFF"path",label\na.wav,Bär\n`);
    const json = write("m.jsonl", `\uFEFF{"path":"a.wav","label":"Bär"}\n`);
    for (const path of [csv, json])
      expect(openClips(path, "data.train").map(({ label }) => label)).toEqual(["Bär"]);
  });
});

describe("Unicode forms", () => {
  const [nfc, nfd] = ["M\u00f6we", "Mo\u0308we"];

  it("of a label (NFC, NFD) are one label, and a path matches a file name of the other form", () => {
    for (const i of [1, 2, 3]) {
      write(`train/${nfd}/${i}.wav`);
      write(`train/dog/${i}.wav`);
      write(`test/${nfd}/\u00e4${i}.wav`);
    }
    const test = write(
      "m.csv",
      `path,label\ntest/${nfc}/a\u03081.wav,${nfc}\ntest/${nfd}/\u00e42.wav,${nfd}\n`,
    );
    const options = { validation: null, validationFraction: 0.3, seed: 0 };
    const data = openDataset({ ...options, train: join(root, "train"), test });
    expect(data.labels).toEqual([nfc, "dog"]);
    expect(data.test.map(({ path, label }) => [path, label])).toEqual(
      [1, 2].map((i) => [join(root, "test", nfd, `\u00e4${i}.wav`), nfc]),
    );
  });

  it("of a folder's name open the same folder", () => {
    write(`${nfd}/a/1.wav`);
    expect(openClips(join(root, nfc), "data.train")).toHaveLength(1);
  });

  it("do not change the fingerprint", () => {
    const clip = { startSec: 0, durationSec: null };
    const print = (name: string) =>
      fingerprint([
        { ...clip, path: `/${name}/1.wav`, label: name },
        { ...clip, path: "/b/1.wav", label: "b" },
      ]);
    expect(print(nfc)).toBe(print(nfd));
    expect(print(nfc)).not.toBe(print("Mowe"));
  });
});

describe("folders", () => {
  it("reads one folder per label, with its files in a fixed order and without hidden files", () => {
    for (const name of ["b/2.wav", "b/1.wav", "a/deep/x.WAV", "a/.hidden.wav", "b/readme.txt"]) write(name);
    const clips = openClips(root, "data.train");
    expect(clips.map(({ path, label }) => [path.slice(root.length + 1), label])).toEqual([
      ["a/deep/x.WAV", "a"],
      ["b/1.wav", "b"],
      ["b/2.wav", "b"],
    ]);
  });

  it("refuses a class without audio files, and names it", () => {
    write("a/1.wav");
    write("b/readme.txt", "no audio");
    expect(() => openClips(root, "data.train")).toThrow(
      /\/b: the label "b" has no audio files; add some, or remove the folder/,
    );
  });

  it("names a missing path with its nearest existing folder, and the expected formats", () => {
    const missing = join(root, "x", "y");
    expect(() => openClips(missing, "data.train")).toThrow(
      `data.train: ${missing}: no such folder or file (${root} exists)`,
    );
    expect(() => openClips(root, "data.train")).toThrow(/expected one folder per label/);
    expect(() => openClips(write("a.mp3", "x"), "data.test")).toThrow(
      /data\.test: .*expected a folder, a \.csv, .* file with annotations, or \.tar shards/,
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

  it("holds out the same fraction of every label, and the same clips for the same seed", () => {
    const data = open();
    expect(data.labels).toEqual(["a", "b"]);
    expect(data.validation.map(({ label }) => label)).toEqual(["a", "a", "b", "b"]);
    expect(data.train.length).toBe(16);
    expect(new Set([...data.train, ...data.validation].map(({ path }) => path)).size).toBe(20);
    expect(open()).toEqual(data);
    expect(open({ seed: 2 }).validation).not.toEqual(data.validation);
  });

  const rowsOf = (...rows: string[]) => `path,label\n${rows.join("\n")}\n`;
  const ofTrain = ["a", "b"].flatMap((label) =>
    Array.from({ length: 10 }, (_, i) => `train/${label}/${i}.wav,${label}`),
  );

  it("keeps duplicate rows in one split, and names the first duplicate", () => {
    symlinkSync("0.wav", join(root, "train/a/link.wav"));
    const again = ofTrain.map((row) => `./${row}`);
    const train = write("m.csv", rowsOf(...ofTrain, ...again, "train/a/link.wav,a"));
    const warnings: string[] = [];
    const data = open({ train, warn: (message: string) => warnings.push(message) });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: data\.train: 21 of 41 clips repeat earlier ones; the first: .*m\.csv:22: .*train\/a\/0\.wav, which is .*m\.csv:2\./,
      ),
    ]);
    const real = (clips: readonly { path: string }[]) => new Set(clips.map(({ path }) => realpathSync(path)));
    const [trained, validated] = [real(data.train), real(data.validation)];
    expect([trained.size, validated.size]).toEqual([16, 4]);
    expect([...validated].filter((path) => trained.has(path))).toEqual([]);
    // The held-out clips are the same as without the duplicates.
    const once = open({ train: write("once.csv", rowsOf(...ofTrain)) });
    expect(real(once.validation)).toEqual(validated);
  });

  it("refuses a clip with two labels and names both lines, but accepts different stretches of one file", () => {
    const train = write("m.csv", rowsOf(...ofTrain, "train/a/0.wav,b"));
    expect(() => open({ train })).toThrow(
      /data\.train: .*m\.csv:22: .*a\/0\.wav has the label "b", and .*m\.csv:2, the same clip, has "a"/,
    );
    const stretches = write("s.csv", "path,label,start_sec\ntrain/a/0.wav,a,\ntrain/a/0.wav,b,0.001\n");
    expect(openClips(stretches, "data.train")).toHaveLength(2);
    symlinkSync("../a/1.wav", join(root, "train/b/other.wav"));
    expect(() => open()).toThrow(/b\/other\.wav has the label "b", and .*a\/1\.wav, the same clip, has "a"/);
  });

  it("warns about test clips that are also training clips", () => {
    const warnings: string[] = [];
    symlinkSync("train", join(root, "same"));
    const test = write("t.csv", rowsOf("same/a/3.wav,a", "train/b/1.wav,a", "new.wav,a"));
    write("new.wav");
    open({ test, warn: (message: string) => warnings.push(message) });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: data\.test: 2 of 3 clips are training clips too; the first: .*t\.csv:2: .*same\/a\/3\.wav/,
      ),
    ]);
  });

  it("warns that folders named like splits were read as labels, and suggests the keys to set", () => {
    for (const name of ["set/train/a/1.wav", "set/train/b/1.wav", "set/Val/a/2.wav", "set/Val/b/2.wav"])
      write(name);
    const warnings: string[] = [];
    const train = join(root, "set");
    open({ train, warn: (message: string) => warnings.push(message) });
    expect(warnings.join()).toContain(`set data.train=${train}/train data.validation=${train}/Val`);
    write("one/train/a/1.wav");
    expect(() => open({ train: join(root, "one") })).toThrow(/only "train"; .*set data\.train=.*one\/train/);
    // "train" beside "car" is a label, not a split.
    write("vehicles/train/1.wav");
    write("vehicles/train/2.wav");
    write("vehicles/car/1.wav");
    write("vehicles/car/2.wav");
    warnings.length = 0;
    open({ train: join(root, "vehicles"), warn: (message: string) => warnings.push(message) });
    expect(warnings).toEqual([]);
  });

  it("refuses a test label that training lacks, and names the label and the file", () => {
    write("test/a/1.wav");
    write("test/zebra/1.wav");
    expect(() => open({ test: join(root, "test") })).toThrow(
      /data\.test: .*zebra\/1\.wav: the label "zebra" is not in training, which has a, b/,
    );
  });

  it("takes an unknown label that is the name of a split for a folder of splits", () => {
    write("set/test/a/1.wav");
    expect(() => open({ test: join(root, "set") })).toThrow(
      /the label "test" is not in training, which has a, b; if it is the name of a split, give its folder/,
    );
  });

  it("warns of several labels in a cell that are read as one", () => {
    const rows = ["path,label", ..."abcd".split("").map((name) => `train/a/${name}.wav,`)];
    for (const name of "abcd") write(`train/a/${name}.wav`);
    const labels = ["dog", "dog", '"dog, rain"', '"dog, rain"'];
    const train = write("m.csv", rows.map((row, i) => row + (labels[i - 1] ?? "")).join("\n"));
    const warnings: string[] = [];
    open({ train, warn: (message: string) => warnings.push(message) });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: data\.train: "dog, rain" is read as one label, although "dog" is a label too\. /,
      ),
    ]);
  });

  it("refuses to split a label with one clip, and refuses a single label", () => {
    write("train/c/1.wav");
    expect(() => open()).toThrow(/"c" has one clip/);
    write("alone/a/1.wav");
    expect(() => open({ train: join(root, "alone") })).toThrow(/expected two labels or more, found only "a"/);
  });
});
