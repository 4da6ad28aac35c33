import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeWav16 } from "../audio/wav.js";
import { openClips } from "./dataset.js";
import { findAudioFiles } from "./folder.js";

const audio = encodeWav16(new Float32Array(100), 8000);
let root: string;
let warnings: string[];

function write(name: string, content: string | Uint8Array = audio): void {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function link(name: string, target: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  symlinkSync(target, join(root, name));
}

/** Returns the label and the relative path of each clip. */
function scan(folder = "sounds"): string[] {
  return openClips(join(root, folder), "data.train", (message) => warnings.push(message)).map(
    ({ path, label }) => `${label} ${path.slice(root.length + folder.length + 2)}`,
  );
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-folder-"));
  warnings = [];
});

describe("symbolic links", () => {
  it("to classes, folders in a class, files and the root are followed", () => {
    write("real/mid/1.wav");
    write("real/more/deep/2.wav");
    write("real/loose.wav");
    write("sounds/low/3.wav");
    link("sounds/low/more", "../../real/more");
    link("sounds/low/a.wav", "../../real/loose.wav");
    link("sounds/mid", "../real/mid");
    link("named", "sounds");
    const expected = ["low a.wav", "low 3.wav", "low more/deep/2.wav", "mid 1.wav"].map((clip) => {
      const [label, path] = clip.split(" ");
      return `${label} ${label}/${path}`;
    });
    expect(scan().sort()).toEqual(expected.sort());
    expect(scan("named").sort()).toEqual(expected.sort());
    expect(warnings).toEqual([]);
  });

  it("keep the order of real folders in their place", () => {
    for (const name of ["sounds/a/b/1.wav", "sounds/a/d/2.wav", "sounds/c/3.wav"]) write(name);
    const before = scan();
    write("elsewhere/b/1.wav");
    write("linked/a/d/2.wav");
    write("linked/c/3.wav");
    link("linked/a/b", "../../elsewhere/b");
    expect(scan("linked")).toEqual(before);
  });

  it("that form a loop are handled: each folder is read once", () => {
    write("sounds/low/1.wav");
    write("sounds/high/1.wav");
    write("outside/2.wav");
    link("sounds/low/self", ".");
    link("sounds/low/up", "..");
    link("sounds/low/above", "../..");
    link("sounds/low/outside", "../../outside");
    link("sounds/low/twice", "../../outside");
    link("outside/back", "../sounds");
    link("sounds/all", ".");
    expect(scan()).toEqual(["high high/1.wav", "low low/1.wav", "low low/outside/2.wav"]);
    expect(warnings).toEqual([
      expect.stringMatching(/folders are not read a second time; the first: .*sounds\/all/),
    ]);
  });

  it("to a missing target are reported with their path", () => {
    write("sounds/low/1.wav");
    link("sounds/low/2.wav", "../gone.wav");
    link("sounds/low/folder", "folder");
    link("sounds/low/notes.txt", "gone.txt");
    expect(scan()).toEqual(["low low/1.wav"]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /2 symbolic links are left out .*low\/2\.wav: a symbolic link to \.\.\/gone\.wav, which does not exist/,
      ),
    ]);
    link("unmounted/low/1.wav", "/mnt/gone/1.wav");
    expect(() => scan("unmounted")).toThrow(
      /the label "low" has no audio files, but 1 symbolic link whose target/,
    );
    link("sounds/mid", "../real/mid");
    expect(() => scan()).toThrow(/sounds\/mid: a symbolic link to \.\.\/real\/mid, which does not exist/);
  });

  it("between classes never give a recording a second label", () => {
    write("sounds/low/1.wav");
    write("sounds/high/1.wav");
    link("sounds/high/more", "../low");
    expect(scan()).toEqual(["high high/1.wav", "low low/1.wav"]);
    expect(warnings.join()).toMatch(/high\/more is read as part of .*sounds\/low already/);
    link("sounds/mid", "low");
    expect(() => scan()).toThrow(
      /sounds\/mid: a symbolic link to a folder that is read as part of .*sounds\/low/,
    );
  });
});

describe("audio by its name", () => {
  it("is left out and counted by file extension if its format is not read; a recording in two formats counts once", () => {
    for (const name of [
      "a/1.wave",
      "a/2.WAV",
      "a/3.bwf",
      "a/plain",
      "b/1.wav",
      "a/4.FLAC",
      "b/1.flac",
      "b/2.mp3",
      "b/2.ogg",
    ])
      write(`sounds/${name}`);
    for (const name of [
      "a/4.mp2",
      "a/5.mp2",
      "b/5.SPX",
      "b/6.mp2",
      "a/README",
      "a/empty",
      "b/1.mp2",
      "b/cover.png",
    ])
      write(`sounds/${name}`, name.includes("empty") ? "" : "text");
    write("sounds/b/opus", "OggS and more");
    write("sounds/loose.wav");
    expect(scan()).toEqual([
      ...["a a/1.wave", "a a/2.WAV", "a a/3.bwf", "a a/4.FLAC", "a a/plain"],
      ...["b b/1.wav", "b b/2.mp3", "b b/opus"],
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /sounds: 2 files left out because the same recording is there in another format; the first: .*1\.flac, beside .*b\/1\.wav\./,
      ),
      expect.stringMatching(
        /sounds: 3 audio files are in formats that are not read, and left out: 2 \.mp2, 1 \.spx .*ffmpeg -i 5\.mp2 5\.wav/,
      ),
      expect.stringMatching(/sounds: 1 audio file is left out for lack of a label.*loose\.wav/),
    ]);
  });

  it("is named in the error if a folder has no audio files", () => {
    write("sounds/a/1.wav");
    write("sounds/b/it's 1.mp2", "");
    expect(() => scan()).toThrow(
      /the label "b" has no audio files, but 1 \.mp2; convert it to WAV \(ffmpeg -i 'it'\\''s 1\.mp2'/,
    );
    expect(() => findAudioFiles(join(root, "sounds/b"))).toThrow(
      /no audio files in this folder, but 1 \.mp2; convert/,
    );
    const files = findAudioFiles(join(root, "sounds"), (message) => warnings.push(message));
    expect(files).toEqual([join(root, "sounds/a/1.wav")]);
    expect(warnings).toEqual([
      expect.stringMatching(/1 audio file is in formats that are not read, and left out: 1 \.mp2/),
    ]);
  });
});

describe("unreadable names and folders", () => {
  // File systems of other platforms refuse such names.
  it.runIf(process.platform === "linux")(
    "a file name that is not UTF-8 is refused and printed with escaped bytes",
    () => {
      write("sounds/low/1.wav");
      const nameOf = (folder: string, name: string) =>
        Buffer.concat([Buffer.from(`${join(root, folder)}/`), Buffer.from(name, "latin1")]);
      writeFileSync(nameOf("sounds/low", "n\u00f6tes.txt"), "");
      expect(scan()).toEqual(["low low/1.wav"]);
      writeFileSync(nameOf("sounds/low", "M\u00f6we.wav"), audio);
      expect(() => scan()).toThrow(
        /sounds\/low: the file name "M\\xf6we\.wav" is not UTF-8 .*Möwe\.wav.*convmv/,
      );
      const errors: string[] = [];
      const found = findAudioFiles(join(root, "sounds"), undefined, ({ message }) => errors.push(message));
      expect([found, errors]).toEqual([
        [join(root, "sounds/low/1.wav")],
        [expect.stringContaining("M\\xf6we")],
      ]);
      write("m.csv", "path,label\nsounds/low/Möwe.wav,x\n");
      expect(() => scan("m.csv")).toThrow(/m\.csv:2: the file name "M\\xf6we\.wav" is not UTF-8/);
      write("classes/low/1.wav");
      mkdirSync(nameOf("classes", "M\u00f6we"));
      expect(() => scan("classes")).toThrow(/classes: the file name "M\\xf6we" is not UTF-8/);
    },
  );

  it.skipIf(process.getuid?.() === 0)("a folder without read permission is refused with its path", () => {
    write("sounds/low/1.wav");
    write("sounds/high/1.wav");
    chmodSync(join(root, "sounds/low"), 0);
    expect(() => scan()).toThrow(/sounds\/low: no permission to read this \(EACCES\); allow it/);
    chmodSync(join(root, "sounds/low"), 0o700);
  });
});
