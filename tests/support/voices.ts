import { randomFloat } from "../../src/data/random.js";

export const VOICE_RATE_HZ = 16_000;

/**
 * Returns sounds like speech: harmonics of a gliding pitch under two moving formants, in syllables, over noise. The first has
 * silence of zeros, the last is noise alone.
 */
export function makeVoices(count: number, shortestSec: number, longestSec: number): Float32Array[] {
  return Array.from({ length: count }, (_, i) => {
    const share = i / Math.max(1, count - 1);
    const numSamples = Math.round(VOICE_RATE_HZ * (shortestSec + share * (longestSec - shortestSec))) + 7 * i;
    return makeVoice(i, numSamples, i === count - 1 ? 0 : 0.3, i === 0 ? 0 : 0.002 * (1 + i));
  });
}

function makeVoice(seed: number, numSamples: number, loudness: number, noise: number): Float32Array {
  const wave = new Float32Array(numSamples);
  let phase = 0;
  for (let n = 0; n < numSamples; n++) {
    const sec = n / VOICE_RATE_HZ;
    const hz = (90 + 25 * seed) * (1 + 0.2 * Math.sin(2 * Math.PI * (0.7 + 0.1 * seed) * sec));
    phase += (2 * Math.PI * hz) / VOICE_RATE_HZ;
    const formants = [500 + 250 * Math.sin(5 * sec + seed), 1500 + 500 * Math.sin(3 * sec + 2 * seed)];
    let sum = 0;
    for (let k = 1; k * hz < 4000; k++) {
      const near = formants.reduce(
        (weight, center) => weight + Math.exp(-(((k * hz - center) / 200) ** 2)),
        0.02,
      );
      sum += near * Math.sin(k * phase);
    }
    // Syllables with pauses between them.
    const envelope = Math.max(0, Math.sin(2 * Math.PI * (1.5 + 0.2 * seed) * sec)) ** 0.5;
    wave[n] = loudness * envelope * sum + noise * (randomFloat(seed, n) + randomFloat(seed, n, 1) - 1);
  }
  return wave;
}
