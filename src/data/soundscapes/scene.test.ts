import type { BasicSoundBank } from "spessasynth_core";
import { beforeAll, expect, test } from "vitest";
import { loadSoundFont } from "../instruments/soundfonts.js";
import { audibleLength } from "./note.js";
import { planScene, type Scene, type SceneNote } from "./plan.js";
import { encodeScene, renderScene } from "./scene.js";

let bank: BasicSoundBank;
beforeAll(() => {
  bank = loadSoundFont("TimGM6mb");
});

const planned = planScene("test", 0, 3);
const scene = (...notes: SceneNote[]): Scene => ({ ...planned, notes });
const noteOf = (label: string, program: number, pitch: number, onset: number): SceneNote => {
  return { label, program, pitch, velocity: 100, onset, held: 8000, peakDb: -10 };
};

/** Returns the samples at which two scenes differ: the first one, and the one after the last. */
function difference(one: Float32Array, other: Float32Array): [number, number] {
  const differs = (_: number, i: number): boolean => one[i] !== other[i];
  return [one.findIndex(differs), one.findLastIndex(differs) + 1];
}

test.each([
  ["piano", 0, 60],
  ["strings", 48, 64],
  ["chromatic_percussion", 13, 72],
  ["bass", 33, 36],
])("all of a %s is between its onset and its offset", async (label, program, pitch) => {
  const without = await renderScene(bank, scene());
  const { samples, events } = await renderScene(bank, scene(noteOf(label, program, pitch, 12345)));
  expect(without.events).toEqual([]);
  expect(events).toHaveLength(1);
  const [event] = events;
  expect(difference(samples, without.samples)).toEqual([12345, event!.offset]);
  expect(event).toMatchObject({ label, onset: 12345 });
  // A second after the release at the latest.
  expect(event!.offset - 12345).toBeGreaterThan(800);
  expect(event!.offset - 12345).toBeLessThanOrEqual(8000 + 16000);
  const peak = samples.reduce((most, sample, i) => Math.max(most, Math.abs(sample - without.samples[i]!)), 0);
  expect(20 * Math.log10(peak)).toBeCloseTo(-10, 2);
});

test("a note in louder noise ends sooner", async () => {
  const note = noteOf("piano", 0, 60, 1000);
  const lengthIn = async (levelDb: number): Promise<number> => {
    const { events } = await renderScene(bank, { ...scene(note), noise: { color: "pink", levelDb } });
    return events[0]?.offset ?? 0;
  };
  const [quiet, loud, loudest] = [await lengthIn(-60), await lengthIn(-34), await lengthIn(0)];
  expect(loud).toBeLessThan(quiet);
  expect(loudest).toBe(0);
});

test("a sound ends with its last 10 ms above -40 dB of the loudest and above the noise", () => {
  const sound = Float32Array.from(
    { length: 800 },
    (_, i) => [1, 0.1, 0.001, 0.02, 0.001][Math.floor(i / 160)]!,
  );
  expect(audibleLength(sound, 0)).toBe(640);
  expect(audibleLength(sound, 0.05)).toBe(320);
  expect(audibleLength(sound, 2)).toBe(0);
  expect(audibleLength(sound.subarray(0, 500), 0)).toBe(500);
});

test("notes of one family without a pause are one event, and the same scene has the same bytes", async () => {
  const two = scene(noteOf("reed", 65, 60, 1000), noteOf("reed", 65, 62, 9500), noteOf("pipe", 73, 70, 5000));
  const rendered = await renderScene(bank, two);
  expect(rendered.events.map(({ label, onset }) => [label, onset])).toEqual([
    ["reed", 1000],
    ["pipe", 5000],
  ]);
  expect(rendered.events[0]!.offset).toBeGreaterThan(9500 + 8000);
  const bytes = encodeScene(rendered);
  expect(bytes).toHaveLength(44 + 2 * 3 * 16000);
  expect(Buffer.compare(encodeScene(await renderScene(loadSoundFont("TimGM6mb"), two)), bytes)).toBe(0);
});

test("a scene of many loud notes is scaled down, not clipped", async () => {
  const loud = [0, 1, 2, 3].map((i) => ({ ...noteOf("piano", 0, 48 + i, 1000), peakDb: -1 }));
  const { samples } = await renderScene(bank, scene(...loud));
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(peak).toBeCloseTo(0.99, 5);
});
