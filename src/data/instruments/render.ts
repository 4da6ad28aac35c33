import { type BasicSoundBank, SpessaSynthProcessor } from "spessasynth_core";
import { resample } from "../../audio/resample.js";
import { encodeWav16 } from "../../audio/wav.js";
import { PURPOSES, randomFloat } from "../random.js";
import type { Note } from "./plan.js";
import { findPreset, SOUNDFONTS } from "./soundfonts.js";

export const SAMPLE_RATE_HZ = 16000;
export const CLIP_SAMPLES = SAMPLE_RATE_HZ;
/** The size of a complete clip: a WAV header and 16-bit samples. */
export const CLIP_BYTES = 44 + 2 * CLIP_SAMPLES;

/**
 * The synth resamples recordings of up to 44.1 kHz with a short interpolator, so that frequencies above half its own
 * rate alias. At 32 kHz nearly all aliases are above 8 kHz, where the resampler removes them.
 */
const SYNTH_RATE_HZ = 2 * SAMPLE_RATE_HZ;
const BLOCK_SAMPLES = 128;
const FADE_SAMPLES = 160;
/** A lower peak before normalization means that the recording is missing or empty (full scale 1). */
const SILENCE = 1e-4;

/** Returns a number from `low` to `high` that depends on the note and the property only. */
function vary(note: Note, property: number, low: number, high: number): number {
  const { soundfont, program, pitch, velocity } = note;
  const keys = [SOUNDFONTS.indexOf(soundfont), program, pitch, velocity, property];
  return low + (high - low) * randomFloat(PURPOSES.note, ...keys);
}

/**
 * Renders one second of one note at 16 kHz: a few milliseconds of silence, the note, its release, a short fade.
 * The peak is between -12 and -1 dB of full scale. Level, onset and length vary by note, so that a model cannot
 * recognize a SoundFont by its own. Returns null if the program is missing or silent.
 */
export async function renderNote(bank: BasicSoundBank, note: Note): Promise<Float32Array | null> {
  if (findPreset(bank, note.program) === undefined) return null;
  const onset = Math.round(vary(note, 0, 0, 0.05) * SYNTH_RATE_HZ);
  const release = onset + Math.round(vary(note, 1, 0.55, 0.75) * SYNTH_RATE_HZ);
  const stereo = await play(bank, note, onset, release);
  const mono = stereo[0].map((left, i) => (left + stereo[1][i]!) / 2);
  const samples = resample(mono, SYNTH_RATE_HZ, SAMPLE_RATE_HZ);

  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (!(peak > SILENCE)) return null;
  const gain = 10 ** (vary(note, 2, -12, -1) / 20) / peak;
  return samples.map((sample, i) => sample * gain * Math.min(1, (CLIP_SAMPLES - 1 - i) / FADE_SAMPLES));
}

/** Renders a note as the bytes of a WAV file; the same note always results in the same bytes. */
export async function renderWav(bank: BasicSoundBank, note: Note): Promise<Uint8Array | null> {
  const samples = await renderNote(bank, note);
  return samples === null ? null : encodeWav16(samples, SAMPLE_RATE_HZ);
}

/** Renders left and right with a new synth, because the clock of a used one would round differently. */
async function play(
  bank: BasicSoundBank,
  { program, pitch, velocity }: Note,
  onset: number,
  release: number,
): Promise<[Float32Array, Float32Array]> {
  const numSamples = (CLIP_SAMPLES * SYNTH_RATE_HZ) / SAMPLE_RATE_HZ;
  const left = new Float32Array(numSamples);
  const right = new Float32Array(numSamples);
  const synth = new SpessaSynthProcessor(SYNTH_RATE_HZ, {
    // Reverb and chorus belong to the room, not to the instrument; without them rendering is much faster.
    effectsEnabled: false,
    eventsEnabled: false,
    maxBufferSize: BLOCK_SAMPLES,
  });
  await synth.processorInitialized;
  synth.soundBankManager.addSoundBank(bank, "bank");
  synth.programChange(0, program);
  const renderUntil = (from: number, until: number): void => {
    for (let i = from; i < until; i += BLOCK_SAMPLES) {
      synth.process(left, right, i, Math.min(BLOCK_SAMPLES, until - i));
    }
  };
  renderUntil(0, onset);
  synth.noteOn(0, pitch, velocity);
  renderUntil(onset, release);
  synth.noteOff(0, pitch);
  renderUntil(release, numSamples);
  return [left, right];
}
