/*
 * A note as it sounds in a scene: from its first audible sample to its last one, and nothing of it before or after. So the
 * scene's table is exact.
 *
 *   onset   the first sample above -60 dB of the note's peak
 *   offset  the end of the last 10 ms whose level is above -40 dB of that of the note's loudest 10 ms, and above that of the
 *           background noise; at the latest a second after the release. The last 10 ms fade out.
 */
import type { BasicSoundBank } from "spessasynth_core";
import { playNote, SAMPLE_RATE_HZ, SYNTH_RATE_HZ } from "../instruments/play.js";
import { type SceneNote, TAIL_SEC } from "./plan.js";

const ONSET_RATIO = 10 ** (-60 / 20);
const OFFSET_RATIO = 10 ** (-40 / 20);
const BLOCK = SAMPLE_RATE_HZ / 100;

/** Silence before the note in which the resampler's filter begins. */
const LEAD = 128;
const SYNTH_SAMPLES = SYNTH_RATE_HZ / SAMPLE_RATE_HZ;
/** A synth that is this quiet for this long has no more to play. */
const OVER_RATIO = 10 ** (-60 / 20);
const OVER_SAMPLES = 0.25 * SYNTH_RATE_HZ;

/**
 * Renders a note from its onset to its offset. Returns null if it is silent, or nowhere louder than the noise.
 *
 * @param noiseLevel root mean square of the background noise
 */
export async function soundOf(
  bank: BasicSoundBank,
  note: SceneNote,
  noiseLevel: number,
): Promise<Float32Array | null> {
  const { program, pitch, velocity, held, peakDb } = note;
  const release = LEAD + SYNTH_SAMPLES * held;
  const end = release + TAIL_SEC * SYNTH_RATE_HZ;
  const playing = { program, pitch, velocity, onset: LEAD, release, end, isOver: quietFor(OVER_SAMPLES) };
  const played = await playNote(bank, playing);
  if (played === null) return null;
  const gain = 10 ** (peakDb / 20) / played.peak;
  const samples = played.samples.map((sample) => sample * gain);
  const first = samples.findIndex((sample) => Math.abs(sample) >= ONSET_RATIO * gain * played.peak);
  const sound = samples.subarray(first);
  const length = audibleLength(sound, noiseLevel);
  if (length === 0) return null;
  const fade = Math.min(length, BLOCK);
  return sound.slice(0, length).map((sample, i) => sample * Math.min(1, (length - i) / fade));
}

/** Returns whether the blocks that it is given have been far below the loudest one for so many samples. */
function quietFor(numSamples: number): (left: Float32Array, right: Float32Array) => boolean {
  let loudest = 0;
  let numQuiet = 0;
  return (left, right) => {
    let peak = 0;
    for (let i = 0; i < left.length; i++) peak = Math.max(peak, Math.abs(left[i]! + right[i]!));
    loudest = Math.max(loudest, peak);
    numQuiet = peak > OVER_RATIO * loudest ? 0 : numQuiet + left.length;
    return loudest > 0 && numQuiet >= numSamples;
  };
}

/** Returns the samples up to the end of the last block above both levels; 0 if there is none. */
export function audibleLength(sound: Float32Array, noiseLevel: number): number {
  const levels: number[] = [];
  for (let from = 0; from < sound.length; from += BLOCK) {
    const block = sound.subarray(from, from + BLOCK);
    let sum = 0;
    for (const sample of block) sum += sample * sample;
    levels.push(Math.sqrt(sum / block.length));
  }
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  const least = Math.max(OFFSET_RATIO * loudest, noiseLevel);
  const last = levels.findLastIndex((level) => level >= least);
  return Math.min(sound.length, (last + 1) * BLOCK);
}
