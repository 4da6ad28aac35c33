import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeWav16, readWav, readWavInfo } from "../../audio/wav.js";
import { clipName, describeClip } from "../clip.js";
import { openClips, openDataset } from "../dataset.js";
import { decodeClip } from "../decode.js";
import { fingerprint } from "../fingerprint.js";
import { END_MARK, padding, tarHeader } from "./tar-write.js";

const ramp = Float32Array.from({ length: 800 }, (_, i) => i / 1000);
const audio = encodeWav16(ramp, 8000);
let root: string;

type Content = string | Uint8Array;

function writeTar(name: string, files: readonly (readonly [string, Content])[]): string {
  const path = join(root, name);
  const parts = files.flatMap(([member, content]) => {
    const bytes = Buffer.from(content as string);
    return [tarHeader(member, bytes.length), bytes, padding(bytes.length)];
  });
  writeFileSync(path, Buffer.concat([...parts, END_MARK]));
  return path;
}

const open = (path: string) => openClips(path, "data.train");

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-shards-"));
});

describe("samples of a tar", () => {
  it("take the label from a file beside the audio in any order, else from the folder", () => {
    const path = writeTar("t.tar", [
      ["x/1.cls", "cat\n"],
      ["x/1.wav", audio],
      ["2.wav", audio],
      ["2.json", '{"label": "owl", "start_sec": 0.01, "duration_sec": 0.02}'],
      ["2.txt", "a transcript"],
      ["3.WAV", audio],
      ["3.txt", "fox"],
      ["split/dog/4.5.wav", audio],
      ["y/5.wav", audio],
      ["y/5.json", '{"label": 7}'],
      ["y/6.wav", audio],
      ["y/6.cls", "bee"],
      ["y/6.json", '{"label": "ant", "duration_sec": 0.05}'],
      ["y/._6.wav", "what macOS leaves"],
      ["README.txt", "two\nlines"],
    ]);
    const clips = open(path);
    expect(
      clips.map(({ label, startSec, durationSec, range }) => [range!.member, label, startSec, durationSec]),
    ).toEqual([
      ["x/1.wav", "cat", 0, null],
      ["2.wav", "owl", 0.01, 0.02],
      ["3.WAV", "fox", 0, null],
      ["split/dog/4.5.wav", "dog", 0, null],
      ["y/5.wav", "7", 0, null],
      ["y/6.wav", "bee", 0, 0.05],
    ]);
    expect(describeClip(clips[0]!)).toBe(`${path}: x/1.wav`);
    expect(new Set(clips.map(clipName)).size).toBe(clips.length);
  });

  it("are refused if they are links, whose bytes are elsewhere", () => {
    for (const name of ["dog", "cat"]) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, `${name}.wav`), audio);
    }
    linkSync(join(root, "dog", "dog.wav"), join(root, "cat", "same.wav"));
    const path = join(root, "t.tar");
    expect(spawnSync("tar", ["-cf", path, "-C", root, "dog", "cat"]).status).toBe(0);
    expect(() => open(path)).toThrow(/t\.tar: cat\/same\.wav: a link, expected a file.*--hard-dereference/);
    expect(spawnSync("tar", ["-cf", path, "--hard-dereference", "-C", root, "dog", "cat"]).status).toBe(0);
    expect(
      open(path)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(["cat", "cat", "dog"]);
  });

  it("are refused with a label that is not UTF-8; unused files are not read", () => {
    const latin1 = Buffer.from("Bär", "latin1");
    const bad = writeTar("bad.tar", [
      ["a/1.wav", audio],
      ["a/1.cls", latin1],
    ]);
    expect(() => open(bad)).toThrow(/bad\.tar: a\/1\.cls:1: column 2: the byte 0xe4 .*"Bä".* is not UTF-8/);
    const good = writeTar("good.tar", [
      ["a/1.wav", audio],
      ["a/1.cls", "\uFEFFBa\u0308r\n"],
      ["a/1.txt", latin1],
    ]);
    expect(open(good).map(({ label }) => label)).toEqual(["B\u00e4r"]);
  });

  it("may have any ending that is read, WAV first; other audio is refused only if the sample has none", () => {
    const good = writeTar("good.tar", [
      ["a/1.flac", "fLaC"],
      ["a/1.mp2", "x"],
      ["a/1.WAVE", audio],
      ["a/2.mp3", "x"],
    ]);
    expect(open(good).map(({ range }) => range?.member)).toEqual(["a/1.WAVE", "a/2.mp3"]);
    const bad = writeTar("bad.tar", [
      ["a/1.mp2", "x"],
      ["a/2.spx", ""],
      ["a/3.mp2", ""],
      ["a/3.wav", audio],
      ["b/4.mp2", ""],
    ]);
    expect(() => open(bad)).toThrow(
      /bad\.tar: a\/1\.mp2: in a format that is not read, the tar has 2 \.mp2, 1 \.spx; convert/,
    );
  });

  it("produce a warning if a link repeats a tar, and an error if a folder is named like a tar", () => {
    const path = writeTar("t-0.tar", [
      ["a/1.wav", audio],
      ["b/2.wav", audio],
    ]);
    symlinkSync(path, join(root, "t-1.tar"));
    const warnings: string[] = [];
    expect(openClips(join(root, "t-*.tar"), "data.train", (message) => warnings.push(message))).toHaveLength(
      4,
    );
    expect(warnings).toEqual([
      expect.stringMatching(
        /2 of 4 clips repeat earlier ones; the first: .*t-1\.tar: a\/1\.wav, which is .*t-0\.tar: a\/1\.wav/,
      ),
    ]);
    mkdirSync(join(root, "u-1.tar"));
    expect(() => open(join(root, "u-*.tar"))).toThrow(/u-1\.tar: a folder, expected a tar file/);
  });

  it.each([
    [
      "no label",
      [["1.wav", audio]],
      /t\.tar: 1\.wav: no label, expected one line of text in 1\.cls.*or a folder/,
    ],
    [
      "an empty label",
      [
        ["a/1.wav", audio],
        ["a/1.cls", " "],
      ],
      /a\/1\.wav: the label " ", expected one line/,
    ],
    [
      "a label of two lines",
      [
        ["a/1.wav", audio],
        ["a/1.txt", "two\nlines"],
      ],
      /the label "two\\nlines", expected one line/,
    ],
    [
      "invalid JSON",
      [
        ["a/1.wav", audio],
        ["a/1.json", "dog"],
      ],
      /a\/1\.wav: expected a JSON object.*got dog/,
    ],
    [
      "a negative duration",
      [
        ["a/1.wav", audio],
        ["a/1.json", '{"duration_sec": -1}'],
      ],
      /a\/1\.wav: duration_sec: expected/,
    ],
    [
      "a duplicate member",
      [
        ["a/1.wav", audio],
        ["a/1.wav", audio],
      ],
      /t\.tar: a\/1\.wav: byte 2560: the sample "a\/1" has two \.wav files/,
    ],
    [
      "two labels",
      [
        ["a/1.wav", audio],
        ["a/1.cls", "x"],
        ["a/1.cls", "y"],
      ],
      /has two \.cls/,
    ],
    [
      "a label without audio",
      [
        ["a/1.wav", audio],
        ["a/2.cls", "x"],
      ],
      /a\/2\.cls: a label without audio, expected a\/2\.wav/,
    ],
    [
      "audio in a format that is not read",
      [
        ["a/1.wav", audio],
        ["a/2.mp2", "x"],
      ],
      /a\/2\.mp2: in a format that is not read.*ffmpeg/,
    ],
    ["no audio", [["a/1.txt", "x"]], /t\.tar: contains no audio/],
  ] as [string, [string, Content][], RegExp][])("are refused: %s", (_, files, message) => {
    const path = writeTar("t.tar", files);
    expect(() => open(path)).toThrow(message);
  });
});

describe("audio in a shard", () => {
  it("is read inside the tar, also a stretch, and a file without a stated length", () => {
    const stream = Uint8Array.from(audio);
    stream.fill(0xff, 40, 44);
    const path = writeTar("t.tar", [
      ["a/0.wav", encodeWav16(new Float32Array(9), 8000)],
      ["a/1.wav", audio],
      ["a/2.wav", stream],
      ["a/3.wav", encodeWav16(new Float32Array(700).fill(0.5), 8000)],
    ]);
    const [, whole, streamed] = open(path).map(({ range }) => range!);
    const loose = join(root, "loose.wav");
    writeFileSync(loose, audio);
    expect(readWav(path, 0, null, whole)).toEqual(readWav(loose));
    expect(readWav(path, 0, null, streamed)).toEqual(readWav(loose));
    expect(readWav(path, 0.05, 0.01, whole)).toEqual(readWav(loose, 0.05, 0.01));
    expect(readWavInfo(path, streamed)).toEqual(readWavInfo(loose));
    expect(() => readWav(path, 1, null, whole)).toThrow(`${path}: a/1.wav: expected audio from 1 s on`);
  });

  it("is refused with tar and member if it is corrupt, without reading the next member", () => {
    const path = writeTar("t.tar", [
      ["a/1.wav", audio.subarray(0, 1000)],
      ["a/2.wav", audio],
      ["a/3.wav", "RIFF"],
    ]);
    const [cut, last, short] = open(path);
    const decode = { sampleRateHz: 8000, clipSamples: 800, seed: 0, augment: null };
    const target = new Float32Array(800);
    expect(() => decodeClip(cut!, 0, 0, decode, target)).toThrow(
      `${path}: a/1.wav: truncated: the header promises 1600 bytes of audio, the file has 956`,
    );
    expect(() => decodeClip(short!, 0, 0, decode, target)).toThrow(
      `${path}: a/3.wav: expected audio, the file begins with "RIFF"`,
    );
    // The tar was cut after it was opened.
    truncateSync(path, last!.range!.offset + 500);
    expect(() => decodeClip(last!, 0, 0, decode, target)).toThrow(`${path}: a/2.wav: truncated`);
  });
});

describe("paths of shards", () => {
  const tars = (...names: string[]) => names.map((name) => writeTar(name, [[`dog/${name}.wav`, audio]]));
  const opened = (path: string) => open(join(root, path)).map((clip) => clip.path.slice(root.length + 1));

  it("are expanded from braces in their order, and from globs sorted by name", () => {
    tars("t-08.tar", "t-09.tar", "t-10.tar", "u-10.tar");
    writeFileSync(join(root, ".hidden.tar"), "");
    mkdirSync(join(root, ".folder"));
    expect(opened("t-{10..08}.tar")).toEqual(["t-10.tar", "t-09.tar", "t-08.tar"]);
    expect(opened("{u,t}-1?.tar")).toEqual(["u-10.tar", "t-10.tar"]);
  });

  it("may be a folder of tars, one tar, or a glob with character sets", () => {
    tars("t-08.tar", "t-09.tar", "t-10.tar");
    expect(opened("")).toEqual(["t-08.tar", "t-09.tar", "t-10.tar"]);
    expect(opened("t-09.tar")).toEqual(["t-09.tar"]);
    expect(opened("t-?[!8].tar")).toEqual(["t-09.tar", "t-10.tar"]);
    expect(opened("t-0[89].tar")).toEqual(["t-08.tar", "t-09.tar"]);
    // A folder's name may have a pattern too; its last letters belong to this folder alone.
    expect(opened(`../*${root.slice(-6)}/t-1*.tar`)).toEqual(["t-10.tar"]);
  });

  it("may contain braces if a file has exactly this name", () => {
    tars("t{0..1}.tar");
    expect(opened("t{0..1}.tar")).toEqual(["t{0..1}.tar"]);
  });

  it("of a folder with both classes and tars are ignored: the classes are read", () => {
    tars("t.tar");
    mkdirSync(join(root, "cat"));
    writeFileSync(join(root, "cat", "1.wav"), audio);
    expect(opened("")).toEqual(["cat/1.wav"]);
  });

  it("are refused with the reason: missing, duplicate, compressed, or not a tar", () => {
    tars("t-0.tar", "t-1.tar");
    expect(() => opened("t-{0..3}.tar")).toThrow(
      /data\.train: .*: 2 of the 4 files that it names do not exist: .*t-2\.tar, .*t-3\.tar/,
    );
    expect(() => opened("v-*.tar")).toThrow(/data\.train: .*v-\*\.tar: no such files/);
    expect(() => opened("{t-0,t-*}.tar")).toThrow(/names .*t-0\.tar twice/);
    for (const [name, tool] of [
      ["a.tar.gz", "gzip"],
      ["a.tgz", "gzip"],
      ["a.tar.zst", "zstd"],
      ["a.tar.xz", "xz"],
    ] as const) {
      writeFileSync(join(root, name), "x");
      expect(() => opened(name)).toThrow(`decompress it once (${tool} -d ${join(root, name)})`);
    }
    writeFileSync(join(root, "t-2.csv"), "x");
    expect(() => opened("t-*")).toThrow(/t-2\.csv: expected a folder, a \.csv/);
  });
});

describe("data sets of shards", () => {
  it("are split by label, and their fingerprint depends on member names, not on the tar's folder", () => {
    const files = (folder: string) =>
      Array.from({ length: 20 }, (_, i) => [`${i % 2 ? "cat" : "dog"}/${folder}${i}.wav`, audio] as const);
    const options = { validation: null, test: null, validationFraction: 0.2, seed: 1 };
    const path = writeTar("t.tar", files("a"));
    const data = openDataset({ train: path, ...options });
    expect(data.labels).toEqual(["cat", "dog"]);
    expect(data.validation.map(({ label }) => label)).toEqual(["cat", "cat", "dog", "dog"]);
    expect(new Set([...data.train, ...data.validation].map(clipName)).size).toBe(20);

    const before = fingerprint(data.train);
    mkdirSync(join(root, "copy"));
    writeTar("copy/t.tar", files("a"));
    expect(fingerprint(openDataset({ train: join(root, "copy/t.tar"), ...options }).train)).toBe(before);
    writeTar("t.tar", files("b"));
    expect(fingerprint(openDataset({ train: path, ...options }).train)).not.toBe(before);
  });
});
