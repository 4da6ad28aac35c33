import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findAudioFolders } from "./audio-folders.js";

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "woodshed-audio-folders-"));
});
afterEach(() => rmSync(project, { recursive: true }));

/** Creates empty files: only names matter here. */
function files(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), "");
  }
}

it("finds splits beside each other", () => {
  files(
    "sounds/train/dog/1.wav",
    "sounds/train/rain/1.WAV",
    "sounds/valid/dog/2.wav",
    "sounds/valid/rain/2.wav",
  );
  files("sounds/test/dog/3.flac", "sounds/test/rain/3.wav");
  expect(findAudioFolders(project)).toEqual({
    ...{ train: "sounds/train", validation: "sounds/valid", test: "sounds/test" },
    labels: ["dog", "rain"],
  });
});

it("finds a folder of any name, and prefers the one with the most labels", () => {
  files("a/x/1.wav", "a/y/1.wav", "birds/owl/1.wav", "birds/robin/1.wav", "birds/wren/1.wav");
  expect(findAudioFolders(project)).toMatchObject({ train: "birds", validation: null, test: null });
});

it("finds the labels in the project's own folder", () => {
  files("no/1.wav", "yes/1.wav");
  expect(findAudioFolders(project)).toMatchObject({ train: ".", labels: ["no", "yes"] });
});

it("does not train on a test set, nor on what tools and runs leave", () => {
  files("test/dog/1.wav", "test/rain/1.wav");
  files("node_modules/p/a/1.wav", "node_modules/p/b/1.wav", "runs/r/a/1.wav", "runs/r/b/1.wav", ".x/a/1.wav");
  expect(findAudioFolders(project)).toBeNull();
});

it("needs two labels, with audio in them", () => {
  files("sounds/dog/1.wav", "sounds/notes/readme.txt", "src/a/1.ts", "src/b/1.ts");
  expect(findAudioFolders(project)).toBeNull();
});
