/*
 * The scenes to render, as pure data. A change here changes the plan's hash, so that the scenes are rendered again.
 *
 * A scene is a band of one player for each family, all from one SoundFont. Notes and phrases begin by a Poisson process; what
 * would be a fifth sound at once, or a second one of a family, is left out.
 *
 * Training and validation use two SoundFonts. The pitches of validation are not in training, from either SoundFont. Test uses the
 * third SoundFont, whose recordings are in neither of the others.
 */
import { COLORS, type Color } from "../../augment/noise/color.js";
import { FAMILIES, TEST_SOUNDFONT, TRAIN_SOUNDFONTS } from "../instruments/plan.js";
import { SAMPLE_RATE_HZ } from "../instruments/play.js";
import type { SoundFontName } from "../instruments/soundfonts.js";
import { PURPOSES, randomFloat } from "../random.js";
import { SPLITS, type Split } from "../rendering/folder.js";

export const SCENE_SEC = 60;
/** 146 MB of recordings together. */
export const NUM_SCENES: Readonly<Record<Split, number>> = { train: 42, validation: 10, test: 24 };

/**
 * Families of the quickstart that are told apart on its test SoundFont: without guitars, a quarter of which it takes for pianos, and
 * organs, a third of which it takes for reeds.
 */
export const LABELS: readonly string[] = [
  "bass",
  "brass",
  "chromatic_percussion",
  "piano",
  "pipe",
  "reed",
  "strings",
];

/** Longest time that a note sounds after it is released. */
export const TAIL_SEC = 1;
/** Sounds of one family are at least this far apart: what follows sooner belongs to the same event, as in DCASE 2019, task 4. */
export const LEAST_PAUSE_SEC = 0.15;
export const MOST_AT_ONCE = 4;

/** A note of a scene; times in samples. */
export interface SceneNote {
  label: string;
  /** General MIDI program, counted from 0. */
  program: number;
  /** MIDI note number. */
  pitch: number;
  velocity: number;
  /** Its first sample. */
  onset: number;
  /** From its onset to its release. */
  held: number;
  /** Its largest magnitude in dB of full scale. */
  peakDb: number;
}

export interface Scene {
  split: Split;
  /** Its place in its split. */
  index: number;
  /** Its length, whole seconds. */
  sec: number;
  soundfont: SoundFontName;
  /** Background noise, with its root mean square in dB of full scale. */
  noise: { color: Color; levelDb: number };
  /** By onset in each phrase; phrases by their first onset. */
  notes: SceneNote[];
}

export type Random = () => number;

/** Returns numbers in [0, 1) of one use in a scene: each is a function of the scene, the use and its place in the sequence. */
export function sceneRandom({ split, index }: Pick<Scene, "split" | "index">, use: "plan" | "noise"): Random {
  let place = 0;
  const keys = [SPLITS.indexOf(split), index, use === "plan" ? 0 : 1];
  return () => randomFloat(PURPOSES.soundscape, ...keys, place++);
}

/** True for pitches of validation: a fifth of a program's, at a different place in each program. */
export function isHeldOut(program: number, pitch: number): boolean {
  return (pitch + 3 * program) % 5 === 0;
}

/** Returns the pitches of a program in a split, in ascending order. */
export function pitchesOf(label: string, program: number, split: Split): number[] {
  const [low, high] = FAMILIES[label]![program]!;
  const all = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return split === "test"
    ? all
    : all.filter((pitch) => isHeldOut(program, pitch) === (split === "validation"));
}

/** Returns all scenes, split by split. */
export function planScenes(): Scene[] {
  return SPLITS.flatMap((split) => Array.from({ length: NUM_SCENES[split] }, (_, i) => planScene(split, i)));
}

export function planScene(split: Split, index: number, lengthSec: number = SCENE_SEC): Scene {
  const draw = new Draw(sceneRandom({ split, index }, "plan"));
  const players = LABELS.map((label) => ({
    label,
    program: Number(draw.one(Object.keys(FAMILIES[label]!))),
  }));
  const noise = { color: draw.one(COLORS), levelDb: draw.between(-60, -38) };
  const eventsPerSec = draw.between(0.4, 1.2);
  const notes: SceneNote[] = [];
  /** When the last sound of each family is over at the latest. */
  const overSec = new Map<string, number>();
  for (let sec = draw.wait(eventsPerSec); sec < lengthSec; sec += draw.wait(eventsPerSec)) {
    const player = draw.one(players);
    const phrase = planPhrase(player, split, sec, draw);
    const { onset, held } = phrase.at(-1)!;
    const endSec = (onset + held) / SAMPLE_RATE_HZ + TAIL_SEC;
    const isBusy = (overSec.get(player.label) ?? -1) + LEAST_PAUSE_SEC > sec;
    const numSounding = [...overSec.values()].filter((over) => over > sec).length;
    if (endSec > lengthSec || isBusy || numSounding >= MOST_AT_ONCE) continue;
    overSec.set(player.label, endSec);
    notes.push(...phrase);
  }
  const soundfont = split === "test" ? TEST_SOUNDFONT : TRAIN_SOUNDFONTS[index % TRAIN_SOUNDFONTS.length]!;
  return { split, index, sec: lengthSec, soundfont, noise, notes };
}

/** One held note, or at times a phrase of shorter ones that walk up and down. */
function planPhrase(
  { label, program }: Pick<SceneNote, "label" | "program">,
  split: Split,
  startSec: number,
  draw: Draw,
): SceneNote[] {
  const pitches = pitchesOf(label, program, split);
  const numNotes = draw.between(0, 1) < 0.3 ? 2 + draw.below(4) : 1;
  const velocity = 50 + draw.below(71);
  const peakDb = draw.between(-24, -6);
  let place = draw.below(pitches.length);
  let sec = startSec;
  return Array.from({ length: numNotes }, () => {
    // Short notes are as frequent as long ones, in octaves of duration.
    const heldSec = numNotes === 1 ? 0.2 * 15 ** draw.between(0, 1) : draw.between(0.15, 0.5);
    const [onset, held] = [sec, heldSec].map((time) => Math.round(time * SAMPLE_RATE_HZ)) as [number, number];
    const note = { label, program, pitch: pitches[place]!, velocity, onset, held, peakDb };
    sec += heldSec * draw.between(1, 1.3);
    place = Math.max(0, Math.min(pitches.length - 1, place + draw.below(7) - 3));
    return note;
  });
}

/** Draws from a sequence of random numbers. */
class Draw {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.#random();
  }

  /** An integer from 0 to `count - 1`. */
  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** Time between two events of a Poisson process. */
  wait(perSec: number): number {
    return -Math.log(1 - this.#random()) / perSec;
  }
}

/** Returns a scene's path relative to the root, with forward slashes on every system. */
export function scenePath({ split, index }: Pick<Scene, "split" | "index">): string {
  return `${split}/scene-${String(index).padStart(3, "0")}.wav`;
}
