/*
 * A note as it sounds in a scene: from its first audible sample to its last one, and nothing of it before or after. So the
 * scene's table is exact.
 *
 *   onset   the first sample above -60 dB of the note's peak
 *   offset  the end of the last 10 ms whose level is above -40 dB of that of the note's loudest 10 ms, and above that of the
 *           background noise; at the latest a second after the release. The last 10 ms fade out.
 */
import { type Player, type Playing, SAMPLE_RATE_HZ, SYNTH_RATE_HZ } from "../instruments/play.js";
import { type SceneNote, TAIL_SEC } from "./plan.js";

const ONSET_RATIO = 10 ** (-60 / 20);
const OFFSET_RATIO = 10 ** (-40 / 20);
const BLOCK = SAMPLE_RATE_HZ / 100;
const LEAST_LENGTH = SAMPLE_RATE_HZ / 10;

/** Silence before the note in which the resampler's filter begins. */
const LEAD = 128;
const SYNTH_SAMPLES = SYNTH_RATE_HZ / SAMPLE_RATE_HZ;
/** A synth that is this quiet for this long has no more to play. */
const OVER_RATIO = 10 ** (-60 / 20);
const OVER_SAMPLES = 0.25 * SYNTH_RATE_HZ;

/**
 * Renders a note from its onset to its offset. Returns null if it is silent, or louder than the noise for less than 0.1 s.
 *
 * @param noiseLevel root mean square of the background noise
 */
export function soundOf(player: Player, note: SceneNote, noiseLevel: number): Float32Array | null {
  const { program, pitch, velocity, held, peakDb } = note;
  const release = LEAD + SYNTH_SAMPLES * held;
  const end = release + TAIL_SEC * SYNTH_RATE_HZ;
  const isOver = quietFor(OVER_SAMPLES);
  const played = player.play({ program, pitch, velocity, onset: LEAD, release, end, isOver });
  if (played === null) return null;
  const { samples, peak } = played;
  const gain = 10 ** (peakDb / 20) / peak;
  const first = samples.findIndex((sample) => Math.abs(sample) >= ONSET_RATIO * peak);
  const sound = samples.subarray(first).map((sample) => sample * gain);
  const length = audibleLength(sound, noiseLevel);
  if (length < LEAST_LENGTH) return null;
  for (let i = length - BLOCK; i < length; i++) sound[i]! *= (length - i) / BLOCK;
  return sound.subarray(0, length);
}

/** Returns whether a synth has been far below its loudest block for so many samples. */
function quietFor(numSamples: number): NonNullable<Playing["isOver"]> {
  let loudest = 0;
  let numQuiet = 0;
  return (left, right, from, until) => {
    let peak = 0;
    for (let i = from; i < until; i++) peak = Math.max(peak, Math.abs(left[i]! + right[i]!));
    loudest = Math.max(loudest, peak);
    numQuiet = peak > OVER_RATIO * loudest ? 0 : numQuiet + until - from;
    return loudest > 0 && numQuiet >= numSamples;
  };
}

/** Returns the samples up to the end of the last block above both levels; 0 if there is none. */
export function audibleLength(sound: Float32Array, noiseLevel: number): number {
  const levels: number[] = [];
  for (let from = 0; from < sound.length; from += BLOCK) {
    const until = Math.min(from + BLOCK, sound.length);
    let sum = 0;
    for (let i = from; i < until; i++) sum += sound[i]! * sound[i]!;
    levels.push(Math.sqrt(sum / (until - from)));
  }
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  const least = Math.max(OFFSET_RATIO * loudest, noiseLevel);
  const last = levels.findLastIndex((level) => level >= least);
  return Math.min(sound.length, (last + 1) * BLOCK);
}
