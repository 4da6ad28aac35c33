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
  /** Called after each block, with the two channels and the block's place in them: true ends the note early. */
  isOver?(left: Float32Array, right: Float32Array, from: number, until: number): boolean;
}

/** A note as it sounds, of any level. */
export interface PlayedNote {
  samples: Float32Array;
  /** Largest magnitude. */
  peak: number;
}

/**
 * A synth with one bank. Its clock runs on from note to note and rounds, so that only the same notes in the same order have the
 * same bits.
 */
export class Player {
  readonly #bank: BasicSoundBank;
  readonly #synth: SpessaSynthProcessor;

  private constructor(bank: BasicSoundBank, synth: SpessaSynthProcessor) {
    this.#bank = bank;
    this.#synth = synth;
  }

  static async open(bank: BasicSoundBank): Promise<Player> {
    const synth = new SpessaSynthProcessor(SYNTH_RATE_HZ, {
      // Reverb and chorus belong to the room, not to the instrument; without them rendering is much faster.
      effectsEnabled: false,
      eventsEnabled: false,
      maxBufferSize: BLOCK_SAMPLES,
    });
    await synth.processorInitialized;
    synth.soundBankManager.addSoundBank(bank, "bank");
    return new Player(bank, synth);
  }

  /** Plays one note at `SAMPLE_RATE_HZ`, in mono. Returns null if the program is missing or silent. */
  play(note: Playing): PlayedNote | null {
    if (findPreset(this.#bank, note.program) === undefined) return null;
    const [left, right] = this.#playStereo(note);
    const mono = left.map((sample, i) => (sample + right[i]!) / 2);
    const samples = resample(mono, SYNTH_RATE_HZ, SAMPLE_RATE_HZ);
    let peak = 0;
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    return peak > SILENCE ? { samples, peak } : null;
  }

  #playStereo(note: Playing): [Float32Array, Float32Array] {
    const { program, pitch, velocity, onset, release, end, isOver } = note;
    const synth = this.#synth;
    const left = new Float32Array(end);
    const right = new Float32Array(end);
    synth.programChange(0, program);
    let over = end;
    const renderUntil = (from: number, until: number): void => {
      for (let i = from; i < until && over === end; i += BLOCK_SAMPLES) {
        const next = Math.min(i + BLOCK_SAMPLES, until);
        synth.process(left, right, i, next - i);
        if (isOver?.(left, right, i, next) === true) over = next;
      }
    };
    renderUntil(0, onset);
    synth.noteOn(0, pitch, velocity);
    renderUntil(onset, release);
    synth.noteOff(0, pitch);
    renderUntil(release, end);
    // The next note begins in silence.
    synth.stopAllChannels(true);
    return [left.subarray(0, over), right.subarray(0, over)];
  }
}
