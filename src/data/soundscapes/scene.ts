import type { BasicSoundBank } from "spessasynth_core";
import { encodeWav16 } from "../../audio/wav.js";
import { noiseOf } from "../../augment/noise/color.js";
import { SAMPLE_RATE_HZ } from "../instruments/play.js";
import { type EventSpan, mergeSpans } from "./events.js";
import { soundOf } from "./note.js";
import { SCENE_SEC, type Scene, sceneRandom } from "./plan.js";

export const SCENE_SAMPLES: number = SCENE_SEC * SAMPLE_RATE_HZ;
/** The size of a complete scene: a WAV header and 16-bit samples. */
export const SCENE_BYTES: number = 44 + 2 * SCENE_SAMPLES;
/** A scene that is louder is scaled down as a whole, so that nothing is clipped. */
const MOST_PEAK = 0.99;

export interface RenderedScene {
  samples: Float32Array;
  /** By onset. */
  events: EventSpan[];
}

/** Renders a scene: its noise, and each note from its onset to its offset. */
export async function renderScene(bank: BasicSoundBank, scene: Scene): Promise<RenderedScene> {
  const noiseLevel = 10 ** (scene.noise.levelDb / 20);
  const mix = backgroundOf(scene, noiseLevel);
  const spans: EventSpan[] = [];
  for (const note of scene.notes) {
    const sound = await soundOf(bank, note, noiseLevel);
    if (sound === null) continue;
    const { label, onset } = note;
    for (let i = 0; i < sound.length; i++) mix[onset + i]! += sound[i]!;
    spans.push({ label, onset, offset: onset + sound.length });
  }
  let peak = 0;
  for (const sample of mix) peak = Math.max(peak, Math.abs(sample));
  const scale = Math.min(1, MOST_PEAK / peak);
  return { samples: Float32Array.from(mix, (sample) => sample * scale), events: mergeSpans(spans) };
}

/** Encodes a scene; the same scene always results in the same bytes. */
export function encodeScene({ samples }: RenderedScene): Uint8Array {
  return encodeWav16(samples, SAMPLE_RATE_HZ);
}

function backgroundOf(scene: Scene, level: number): Float64Array {
  const noise = noiseOf(scene.noise.color, SCENE_SAMPLES, sceneRandom(scene, "noise"));
  let sum = 0;
  for (const sample of noise) sum += sample * sample;
  const scale = level / Math.sqrt(sum / noise.length);
  return noise.map((sample) => sample * scale);
}
