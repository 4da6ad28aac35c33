import type { BasicSoundBank } from "spessasynth_core";
import { encodeWav16 } from "../../audio/wav.js";
import { PURPOSES, randomFloat } from "../random.js";
import type { Note } from "./plan.js";
import { Player, SAMPLE_RATE_HZ, SYNTH_RATE_HZ } from "./play.js";
import { SOUNDFONTS } from "./soundfonts.js";

export const CLIP_SAMPLES = SAMPLE_RATE_HZ;
/** The size of a complete clip: a WAV header and 16-bit samples. */
export const CLIP_BYTES = 44 + 2 * CLIP_SAMPLES;

const FADE_SAMPLES = 160;

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
  const onset = Math.round(vary(note, 0, 0, 0.05) * SYNTH_RATE_HZ);
  const release = onset + Math.round(vary(note, 1, 0.55, 0.75) * SYNTH_RATE_HZ);
  const end = (CLIP_SAMPLES * SYNTH_RATE_HZ) / SAMPLE_RATE_HZ;
  // A new synth for each note, which then does not depend on others.
  const played = (await Player.open(bank)).play({ ...note, onset, release, end });
  if (played === null) return null;
  const { samples, peak } = played;
  const gain = 10 ** (vary(note, 2, -12, -1) / 20) / peak;
  return samples.map((sample, i) => sample * gain * Math.min(1, (CLIP_SAMPLES - 1 - i) / FADE_SAMPLES));
}

/** Renders a note as the bytes of a WAV file; the same note always results in the same bytes. */
export async function renderWav(bank: BasicSoundBank, note: Note): Promise<Uint8Array | null> {
  const samples = await renderNote(bank, note);
  return samples === null ? null : encodeWav16(samples, SAMPLE_RATE_HZ);
}
