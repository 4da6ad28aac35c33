import { expect, test } from "vitest";
import { FAMILIES } from "../instruments/plan.js";
import { SAMPLE_RATE_HZ } from "../instruments/play.js";
import { SPLITS, type Split } from "../rendering/folder.js";
import { LABELS, MOST_AT_ONCE, planScene, planScenes, SCENE_SEC, type SceneNote, TAIL_SEC } from "./plan.js";

const scenes = planScenes();
const ofSplit = (split: Split) => scenes.filter((scene) => scene.split === split);
const notesOf = (split: Split): SceneNote[] => ofSplit(split).flatMap(({ notes }) => notes);

test("the plan is the same each time", () => {
  const { soundfont, noise, notes } = planScene("train", 0);
  expect([soundfont, noise.color, notes.length]).toEqual(["MSBasic", "violet", 65]);
  expect(noise.levelDb).toBeCloseTo(-41.9695, 3);
  const first = { label: "reed", program: 70, pitch: 44, velocity: 100, onset: 53694, held: 30483 };
  expect(notes[0]).toMatchObject(first);
  expect(notes[0]!.peakDb).toBeCloseTo(-16.4002, 3);
  expect(planScene("train", 0)).toEqual(planScene("train", 0));
});

test("each split has its SoundFonts, in turns", () => {
  expect(
    SPLITS.map((split) => [
      ofSplit(split).length,
      ofSplit(split)
        .slice(0, 3)
        .map((s) => s.soundfont),
    ]),
  ).toEqual([
    [42, ["MSBasic", "FluidR3Mono", "MSBasic"]],
    [10, ["MSBasic", "FluidR3Mono", "MSBasic"]],
    [24, ["TimGM6mb", "TimGM6mb", "TimGM6mb"]],
  ]);
  expect(new Set(ofSplit("test").map(({ soundfont }) => soundfont))).toEqual(new Set(["TimGM6mb"]));
});

test("validation pitches do not occur in training, with either SoundFont", () => {
  const key = ({ program, pitch }: SceneNote): string => `${program} ${pitch}`;
  const trained = new Set(notesOf("train").map(key));
  expect(notesOf("validation").filter((note) => trained.has(key(note)))).toEqual([]);
  expect(new Set(notesOf("validation").map(key)).size).toBeGreaterThan(80);
});

test("notes are within their programs' ranges, levels and scenes", () => {
  const isWithin = ({ label, program, pitch, velocity, peakDb, onset, held }: SceneNote): boolean => {
    const [low, high] = FAMILIES[label]![program]!;
    const endSec = (onset + held) / SAMPLE_RATE_HZ + TAIL_SEC;
    const isPlayed = pitch >= low && pitch <= high && velocity >= 50 && velocity <= 120;
    return isPlayed && peakDb >= -24 && peakDb < -6 && onset >= 0 && endSec <= SCENE_SEC;
  };
  expect(SPLITS.flatMap(notesOf).filter((note) => !isWithin(note))).toEqual([]);
  const levels = scenes.map(({ noise }) => noise.levelDb);
  expect(levels.filter((level) => level < -60 || level >= -38)).toEqual([]);
});

test("levels and durations spread over their ranges, and labels and colours are about equally frequent", () => {
  const notes = notesOf("train");
  const share = (is: (note: SceneNote) => boolean): number => notes.filter(is).length / notes.length;
  expect(share(({ peakDb }) => peakDb < -15)).toBeCloseTo(0.5, 1);
  expect(share(({ held }) => held > 1.5 * SAMPLE_RATE_HZ)).toBeGreaterThan(0.08);
  for (const label of LABELS) {
    expect(share((note) => note.label === label)).toBeGreaterThan(0.1);
    expect(share((note) => note.label === label)).toBeLessThan(0.2);
  }
  const colors = scenes.map(({ noise }) => noise.color);
  for (const color of new Set(colors))
    expect(colors.filter((one) => one === color).length).toBeGreaterThan(7);
  expect(new Set(colors).size).toBe(5);
});

test("from none to four families sound at once, one family never twice", () => {
  /** Samples with so many families held. */
  const samples = [0, 0, 0, 0, 0];
  for (const { notes } of scenes) {
    const edges = notes
      .flatMap(({ label, onset, held }) => [
        { label, at: onset, change: 1 },
        { label, at: onset + held, change: -1 },
      ])
      .sort((a, b) => a.at - b.at || a.change - b.change);
    const held = new Set<string>();
    let before = 0;
    for (const { label, at, change } of edges) {
      samples[held.size]! += at - before;
      before = at;
      expect(held.has(label)).toBe(change < 0);
      if (change > 0) held.add(label);
      else held.delete(label);
    }
    samples[0]! += SCENE_SEC * SAMPLE_RATE_HZ - before;
  }
  expect(samples).toHaveLength(MOST_AT_ONCE + 1);
  const shares = samples.map((count) => count / (scenes.length * SCENE_SEC * SAMPLE_RATE_HZ));
  expect(shares[0]).toBeGreaterThan(0.4);
  expect(shares[0]).toBeLessThan(0.6);
  expect(shares[1]).toBeGreaterThan(0.25);
  expect(shares[2]).toBeGreaterThan(0.05);
  expect(shares[3]).toBeGreaterThan(0.005);
  expect(shares[4]).toBeGreaterThan(0);
});
