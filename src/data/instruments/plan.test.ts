import { expect, test } from "vitest";
import { SPLITS, type Split } from "../rendering/folder.js";
import { clipPath, FAMILIES, type Note, pitchesOf, planNotes } from "./plan.js";

const notes = planNotes();
const ofSplit = (split: Split): Note[] => notes.filter((note) => note.split === split);

test.each([
  ["train", 3024, 336],
  ["validation", 432, 48],
  ["test", 864, 96],
] as const)("%s has %i notes, %i of each family", (split, total, ofFamily) => {
  expect(ofSplit(split)).toHaveLength(total);
  for (const label of Object.keys(FAMILIES)) {
    expect(ofSplit(split).filter((note) => note.label === label)).toHaveLength(ofFamily);
  }
});

test("validation pitches do not occur in training, with either SoundFont", () => {
  const key = ({ program, pitch }: Note): string => `${program} ${pitch}`;
  const trained = new Set(ofSplit("train").map(key));
  expect(ofSplit("validation").filter((note) => trained.has(key(note)))).toEqual([]);
});

test("the test split uses one SoundFont, training and validation use the two others", () => {
  const fonts = Object.fromEntries(
    SPLITS.map((split) => [split, [...new Set(ofSplit(split).map((note) => note.soundfont))]]),
  );
  expect(fonts).toEqual({
    train: ["MSBasic", "FluidR3Mono"],
    validation: ["MSBasic", "FluidR3Mono"],
    test: ["TimGM6mb"],
  });
});

test("pitches cover the whole range, each once", () => {
  const { train, validation, test } = pitchesOf(40, [55, 93]);
  const pitches = [...train, ...validation].sort((a, b) => a - b);
  expect([pitches[0], pitches.at(-1), new Set(pitches).size]).toEqual([55, 93, 16]);
  expect(validation).toHaveLength(2);
  expect(new Set(test).size).toBe(8);
  expect(test.every((pitch) => pitch >= 55 && pitch <= 93)).toBe(true);
});

test("each program belongs to one family", () => {
  const programs = Object.values(FAMILIES).flatMap((family) => Object.keys(family));
  expect(new Set(programs).size).toBe(programs.length);
});

test("every note has a distinct file", () => {
  expect(new Set(notes.map(clipPath)).size).toBe(notes.length);
  expect(clipPath(ofSplit("test")[0]!)).toBe("test/piano/TimGM6mb-program000-pitch037-velocity060.wav");
});
