import type { BasicSoundBank } from "spessasynth_core";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeWav } from "../../audio/wav.js";
import { FAMILIES, type Note } from "./plan.js";
import { SAMPLE_RATE_HZ } from "./play.js";
import { CLIP_BYTES, CLIP_SAMPLES, renderNote, renderWav } from "./render.js";
import { findPreset, loadSoundFont, SOUNDFONTS, type SoundFontName } from "./soundfonts.js";

const banks = {} as Record<SoundFontName, BasicSoundBank>;
beforeAll(() => {
  for (const name of SOUNDFONTS) banks[name] = loadSoundFont(name);
});

function note(soundfont: SoundFontName, program: number, pitch: number, velocity = 110): Note {
  return { split: "train", label: "any", soundfont, program, pitch, velocity };
}

/** Returns the power of the note's steady part at one frequency (Goertzel, Hann window). */
function powerAt(samples: Float32Array, frequencyHz: number): number {
  const [start, length] = [2000, 8000];
  const turn = (2 * Math.PI * frequencyHz) / SAMPLE_RATE_HZ;
  let [real, imaginary] = [0, 0];
  for (let i = 0; i < length; i++) {
    const sample = samples[start + i]! * Math.sin((Math.PI * i) / length) ** 2;
    real += sample * Math.cos(turn * i);
    imaginary += sample * Math.sin(turn * i);
  }
  return real ** 2 + imaginary ** 2;
}

test("every SoundFont has every program of the plan", () => {
  const programs = Object.values(FAMILIES).flatMap((family) => Object.keys(family).map(Number));
  const missing = SOUNDFONTS.flatMap((name) =>
    programs.filter((program) => findPreset(banks[name], program) === undefined).map((p) => [name, p]),
  );
  expect(missing).toEqual([]);
});

describe.each(SOUNDFONTS)("%s", (soundfont) => {
  test.each([
    ["grand piano", 0, 57],
    ["violin", 40, 69],
    ["trumpet", 56, 65],
    ["clarinet", 71, 62],
    ["flute", 73, 76],
  ])("%s has its harmonics at the requested pitch", async (_, program, pitch) => {
    const samples = (await renderNote(banks[soundfont], note(soundfont, program, pitch)))!;
    const fundamentalHz = 440 * 2 ** ((pitch - 69) / 12);
    // Power at a distance in semitones from the harmonics: the maximum is at 0.
    const harmonics = (shift: number): number =>
      [1, 2, 3].reduce((sum, n) => sum + powerAt(samples, n * fundamentalHz * 2 ** (shift / 12)), 0);
    const [atPitch, ...elsewhere] = [0, -6, -3, -2, -1, 1, 2, 3, 6].map(harmonics);
    expect(atPitch! / Math.max(...elsewhere)).toBeGreaterThan(10);
  });
});

test("a note is rendered to the same bytes, independent of earlier notes", async () => {
  const wanted = note("TimGM6mb", 24, 52);
  const first = await renderWav(banks.TimGM6mb, wanted);
  await renderWav(banks.TimGM6mb, note("TimGM6mb", 40, 60));
  expect(await renderWav(banks.TimGM6mb, wanted)).toEqual(first);
  expect(await renderWav(loadSoundFont("TimGM6mb"), wanted)).toEqual(first);
});

test("a clip is one second at 16 kHz with its peak between -12 and -1 dB and a quiet end", async () => {
  const bytes = (await renderWav(banks.TimGM6mb, note("TimGM6mb", 16, 60)))!;
  expect(bytes).toHaveLength(CLIP_BYTES);
  const { sampleRateHz, samples } = decodeWav(bytes, "clip.wav");
  expect([sampleRateHz, samples.length]).toEqual([SAMPLE_RATE_HZ, CLIP_SAMPLES]);
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(20 * Math.log10(peak)).toBeGreaterThan(-12.1);
  expect(20 * Math.log10(peak)).toBeLessThan(-0.9);
  expect(samples.at(-1)).toBe(0);
});

test("a program that the SoundFont lacks is rendered to null, not with another instrument", async () => {
  const original = banks.TimGM6mb.presets;
  const without = Object.create(banks.TimGM6mb, {
    presets: { value: original.filter((preset) => preset.program !== 24) },
  }) as BasicSoundBank;
  expect(await renderNote(without, note("TimGM6mb", 24, 52))).toBeNull();
});
