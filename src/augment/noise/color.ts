import type { Random } from "../define.js";
import { fastRandom, fillNormal } from "./fast-random.js";

/** Slopes of the power spectrum in dB for each octave: brown -6, pink -3, white 0, blue 3, violet 6. */
export const COLORS = ["white", "pink", "brown", "blue", "violet"] as const;
export type Color = (typeof COLORS)[number];

/** Poles and gains of white noise's path to pink (Paul Kellet, "refined", musicdsp.org 76, 1999): 0.05 dB above rate / 4800. */
const PINK = [
  [0.99886, 0.0555179],
  [0.99332, 0.0750759],
  [0.969, 0.153852],
  [0.8665, 0.3104856],
  [0.55, 0.5329522],
  [-0.7616, -0.016898],
] as const;

/** Below this share of the sample rate brown noise is flat, so that it does not drift away. */
const BROWN_CORNER = 1 / 1000;

/** Returns noise of a colour, of any level. */
export function noiseOf(color: Color, length: number, random: Random): Float64Array {
  const noise = new Float64Array(length);
  fillNormal(noise, fastRandom(random));
  if (color === "pink" || color === "blue") toPink(noise);
  if (color === "brown") toBrown(noise);
  if (color === "blue" || color === "violet") differentiate(noise);
  return noise;
}

function toPink(noise: Float64Array): void {
  const state = new Float64Array(PINK.length);
  let delayed = 0;
  for (let i = 0; i < noise.length; i++) {
    const white = noise[i]!;
    let sum = delayed + white * 0.5362;
    for (let k = 0; k < PINK.length; k++) {
      state[k] = PINK[k]![0] * state[k]! + white * PINK[k]![1];
      sum += state[k]!;
    }
    delayed = white * 0.115926;
    noise[i] = sum;
  }
}

function toBrown(noise: Float64Array): void {
  const keep = Math.exp(-2 * Math.PI * BROWN_CORNER);
  let sum = 0;
  for (let i = 0; i < noise.length; i++) {
    sum = keep * sum + noise[i]!;
    noise[i] = sum;
  }
}

/** Adds 6 dB an octave. */
function differentiate(noise: Float64Array): void {
  let before = 0;
  for (let i = 0; i < noise.length; i++) {
    const value = noise[i]!;
    noise[i] = value - before;
    before = value;
  }
}
