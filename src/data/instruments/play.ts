import { type BasicSoundBank, SpessaSynthProcessor } from "spessasynth_core";
import { resample } from "../../audio/resample.js";
import { findPreset } from "./soundfonts.js";

/** Rate of the recordings that are rendered. */
export const SAMPLE_RATE_HZ = 16000;
/**
 * The synth resamples recordings of up to 44.1 kHz with a short interpolator, so that frequencies above half its own
 * rate alias. At 32 kHz nearly all aliases are above 8 kHz, where the resampler removes them.
 */
export const SYNTH_RATE_HZ: number = 2 * SAMPLE_RATE_HZ;
const BLOCK_SAMPLES = 128;
/** A lower peak means that the recording is missing or empty (full scale 1). */
const SILENCE = 1e-4;

/** How a note is played, in samples of the synth. */
export interface Playing {
  program: number;
  pitch: number;
  velocity: number;
  onset: number;
  release: number;
  end: number;
  /** Called after each block with its two channels: true ends the note early, and the rest is silence. */
  isOver?(left: Float32Array, right: Float32Array): boolean;
}

/** A note as it sounds, of any level. */
export interface PlayedNote {
  samples: Float32Array;
  /** Largest magnitude. */
  peak: number;
}

/** Plays one note at `SAMPLE_RATE_HZ`, in mono. Returns null if the program is missing or silent. */
export async function playNote(bank: BasicSoundBank, note: Playing): Promise<PlayedNote | null> {
  if (findPreset(bank, note.program) === undefined) return null;
  const [left, right] = await playStereo(bank, note);
  const mono = left.map((sample, i) => (sample + right[i]!) / 2);
  const samples = resample(mono, SYNTH_RATE_HZ, SAMPLE_RATE_HZ);
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak > SILENCE ? { samples, peak } : null;
}

/** Renders left and right with a new synth, because the clock of a used one would round differently. */
async function playStereo(
  bank: BasicSoundBank,
  { program, pitch, velocity, onset, release, end, isOver }: Playing,
): Promise<[Float32Array, Float32Array]> {
  const left = new Float32Array(end);
  const right = new Float32Array(end);
  const synth = new SpessaSynthProcessor(SYNTH_RATE_HZ, {
    // Reverb and chorus belong to the room, not to the instrument; without them rendering is much faster.
    effectsEnabled: false,
    eventsEnabled: false,
    maxBufferSize: BLOCK_SAMPLES,
  });
  await synth.processorInitialized;
  synth.soundBankManager.addSoundBank(bank, "bank");
  synth.programChange(0, program);
  let isDone = false;
  const renderUntil = (from: number, until: number): void => {
    for (let i = from; i < until && !isDone; i += BLOCK_SAMPLES) {
      const next = Math.min(i + BLOCK_SAMPLES, until);
      synth.process(left, right, i, next - i);
      isDone = isOver?.(left.subarray(i, next), right.subarray(i, next)) ?? false;
    }
  };
  renderUntil(0, onset);
  synth.noteOn(0, pitch, velocity);
  renderUntil(onset, release);
  synth.noteOff(0, pitch);
  renderUntil(release, end);
  return [left, right];
}
