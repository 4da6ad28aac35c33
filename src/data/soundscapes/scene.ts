import type { BasicSoundBank } from "spessasynth_core";
import { encodeWav16 } from "../../audio/wav.js";
import { noiseOf } from "../../augment/noise/color.js";
import { Player, SAMPLE_RATE_HZ } from "../instruments/play.js";
import { type EventSpan, mergeSpans } from "./events.js";
import { soundOf } from "./note.js";
import { type Scene, sceneRandom } from "./plan.js";

const numSamplesOf = ({ sec }: Scene): number => sec * SAMPLE_RATE_HZ;

/** The size of a complete scene: a WAV header and 16-bit samples. */
export const sceneBytes = (scene: Scene): number => 44 + 2 * numSamplesOf(scene);

/** A scene that is louder is scaled down as a whole, so that nothing is clipped. */
const MOST_PEAK = 0.99;

export interface RenderedScene {
  samples: Float32Array;
  /** By onset. */
  events: EventSpan[];
}

/** Renders a scene: its noise, and each note from its onset to its offset. */
export async function renderScene(bank: BasicSoundBank, scene: Scene): Promise<RenderedScene> {
  const player = await Player.open(bank);
  const noiseLevel = 10 ** (scene.noise.levelDb / 20);
  const mix = noiseOf(scene.noise.color, numSamplesOf(scene), sceneRandom(scene, "noise"));
  multiply(mix, noiseLevel / levelOf(mix));
  const spans: EventSpan[] = [];
  for (const note of scene.notes) {
    const sound = soundOf(player, note, noiseLevel);
    if (sound === null) continue;
    const { label, onset } = note;
    for (let i = 0; i < sound.length; i++) mix[onset + i]! += sound[i]!;
    spans.push({ label, onset, offset: onset + sound.length });
  }
  multiply(mix, Math.min(1, MOST_PEAK / peakOf(mix)));
  return { samples: new Float32Array(mix), events: mergeSpans(spans) };
}

/** Encodes a scene; the same scene always results in the same bytes. */
export function encodeScene({ samples }: RenderedScene): Uint8Array {
  return encodeWav16(samples, SAMPLE_RATE_HZ);
}

function multiply(samples: Float64Array, factor: number): void {
  for (let i = 0; i < samples.length; i++) samples[i]! *= factor;
}

/** Returns the root mean square. */
function levelOf(samples: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return Math.sqrt(sum / samples.length);
}

function peakOf(samples: Float64Array): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]!));
  return peak;
}
