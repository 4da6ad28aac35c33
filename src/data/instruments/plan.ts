/*
 * The notes to render, as pure data: instrument families as General MIDI programs, the notes of each program and
 * their splits. A change here changes the plan's hash, so that the clips are rendered again.
 *
 * Training and validation use two SoundFonts. The pitches of validation are not in training, from either SoundFont.
 * Test uses the third SoundFont, whose recordings are in neither of the others.
 */
import { SPLITS, type Split } from "../rendering/folder.js";
import type { SoundFontName } from "./soundfonts.js";

export interface Note {
  split: Split;
  /** The instrument family, which the model predicts. */
  label: string;
  soundfont: SoundFontName;
  /** General MIDI program, counted from 0. */
  program: number;
  /** MIDI note number, 60 is middle C. */
  pitch: number;
  velocity: number;
}

/** Lowest and highest pitch (MIDI) of a program's natural range. */
type Range = readonly [low: number, high: number];

/** Six programs for each family, so that all classes have the same size. */
export const FAMILIES: Readonly<Record<string, Readonly<Record<number, Range>>>> = {
  piano: {
    0: [33, 96], // grand piano
    1: [33, 96], // bright piano
    2: [33, 96], // electric grand
    3: [36, 96], // honky-tonk
    4: [36, 91], // electric piano 1: tines
    5: [36, 91], // electric piano 2: FM
  },
  chromatic_percussion: {
    8: [60, 96], // celesta
    9: [72, 100], // glockenspiel
    11: [53, 89], // vibraphone
    12: [45, 84], // marimba
    13: [65, 96], // xylophone
    14: [60, 77], // tubular bells
  },
  organ: {
    16: [36, 91], // drawbar organ
    17: [36, 91], // percussive organ
    18: [36, 91], // rock organ
    19: [36, 91], // church organ
    20: [41, 89], // reed organ
    21: [53, 89], // accordion
  },
  guitar: {
    24: [40, 79], // nylon
    25: [40, 79], // steel
    26: [40, 79], // jazz
    27: [40, 79], // clean
    29: [40, 79], // overdriven
    30: [40, 79], // distorted
  },
  bass: {
    32: [28, 55], // acoustic
    33: [28, 55], // fingered
    34: [28, 55], // picked
    35: [28, 55], // fretless
    36: [28, 55], // slap
    37: [28, 55], // pop
  },
  strings: {
    40: [55, 93], // violin
    41: [48, 84], // viola
    42: [36, 76], // cello
    43: [28, 60], // contrabass
    44: [40, 88], // tremolo
    48: [40, 88], // ensemble
  },
  brass: {
    56: [54, 84], // trumpet
    57: [40, 72], // trombone
    58: [29, 58], // tuba
    59: [54, 82], // muted trumpet
    60: [40, 77], // French horn
    61: [40, 82], // section
  },
  reed: {
    65: [49, 80], // alto saxophone
    66: [44, 75], // tenor saxophone
    67: [37, 68], // baritone saxophone
    68: [58, 89], // oboe
    70: [34, 70], // bassoon
    71: [50, 88], // clarinet
  },
  pipe: {
    72: [74, 102], // piccolo
    73: [60, 94], // flute
    74: [67, 96], // recorder
    75: [60, 91], // pan flute
    77: [55, 86], // shakuhachi
    79: [60, 84], // ocarina
  },
};

export const VELOCITIES: readonly number[] = [60, 110];
export const TRAIN_SOUNDFONTS: readonly SoundFontName[] = ["MSBasic", "FluidR3Mono"];
export const TEST_SOUNDFONT: SoundFontName = "TimGM6mb";

/** Pitches of a program in training and validation together. */
const NUM_PITCHES = 16;
const NUM_TEST_PITCHES = 8;

/** Returns the pitches of a program in each split, spread over its range. */
export function pitchesOf(program: number, [low, high]: Range): Record<Split, number[]> {
  const pitches = Array.from({ length: NUM_PITCHES }, (_, i) =>
    Math.round(low + (i * (high - low)) / (NUM_PITCHES - 1)),
  );
  // Two of sixteen, half the range apart, at a different place in each program.
  const isHeldOut = (index: number): boolean => (index + 3 * program) % (NUM_PITCHES / 2) === 0;
  return {
    train: pitches.filter((_, i) => !isHeldOut(i)),
    validation: pitches.filter((_, i) => isHeldOut(i)),
    test: Array.from({ length: NUM_TEST_PITCHES }, (_, i) =>
      Math.round(low + ((i + 0.5) * (high - low)) / NUM_TEST_PITCHES),
    ),
  };
}

/** Returns all notes of the quickstart, in the order of the manifests. */
export function planNotes(): Note[] {
  return SPLITS.flatMap((split) =>
    Object.entries(FAMILIES).flatMap(([label, programs]) =>
      Object.entries(programs).flatMap(([number, range]) => {
        const program = Number(number);
        const soundfonts = split === "test" ? [TEST_SOUNDFONT] : TRAIN_SOUNDFONTS;
        return soundfonts.flatMap((soundfont) =>
          pitchesOf(program, range)[split].flatMap((pitch) =>
            VELOCITIES.map((velocity) => ({ split, label, soundfont, program, pitch, velocity })),
          ),
        );
      }),
    ),
  );
}

/** Returns a clip's path relative to the root, with forward slashes on every system. */
export function clipPath({ split, label, soundfont, program, pitch, velocity }: Note): string {
  const digits = (value: number): string => String(value).padStart(3, "0");
  return `${split}/${label}/${soundfont}-program${digits(program)}-pitch${digits(pitch)}-velocity${digits(velocity)}.wav`;
}
