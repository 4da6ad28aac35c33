// Resampling by the audio addon: seconds of audio for each second of CPU time, beside the same sums in JavaScript and beside
// decoding the recording (stereo WAV, mixed). Medians of turns in which all take part. `node bench/resample.mjs [turns]`
import { loadavg } from "node:os";
import { decodeAudio } from "../dist/audio/read-audio.js";
import { resample } from "../dist/audio/resample.js";
import { kernelFor } from "../dist/audio/sinc-kernel.js";
import { encodeWav16 } from "../dist/audio/wav.js";

const RATES = [
  [44_100, 16_000],
  [48_000, 16_000],
  [22_050, 16_000],
  [8000, 16_000],
  [44_100, 48_000],
  [44_101, 16_000],
];
const numTurns = Number(process.argv[2] ?? 5);

/** The definition: taps in order, in float64. */
function inJavaScript(samples, fromHz, toHz, resampling) {
  const { from, to, taps, starts, weights } = kernelFor({ fromHz, toHz, resampling });
  const output = new Float32Array(Math.ceil((samples.length * to) / from));
  for (let i = 0; i < output.length; i++) {
    const phase = i % to;
    const start = Math.floor(i / to) * from + starts[phase];
    const last = Math.min(taps, samples.length - start);
    let sum = 0;
    for (let tap = Math.max(0, -start), row = phase * taps; tap < last; tap++)
      sum += samples[start + tap] * weights[row + tap];
    output[i] = sum;
  }
  return output;
}

/** CPU time of a call in seconds; the first call, which makes the weights, is not measured. */
function cpuSeconds(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const shown = (value) => value.toFixed(0).padStart(8);

console.log(
  `load ${loadavg()[0].toFixed(1)}; seconds of audio a second of CPU time, medians of ${numTurns} turns`,
);
console.log("rates            filter       seconds   addon      JS  decode   addon / JS   addon / decode");
for (const [from, to] of RATES) {
  for (const resampling of ["sinc_hann", "sinc_kaiser"]) {
    for (const seconds of [1, 10]) {
      const noise = Float32Array.from({ length: seconds * from }, (_, i) => 0.5 * Math.sin(i * i * 0.37));
      const stereo = new Float32Array(2 * noise.length);
      stereo.set(noise);
      stereo.set(noise, noise.length);
      const wav = encodeWav16(stereo, from, 2);
      const runs = {
        addon: () => resample(noise, from, to, resampling),
        javascript: () => inJavaScript(noise, from, to, resampling),
        decode: () => decodeAudio(wav, "bench"),
      };
      const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
      for (let turn = -1; turn < numTurns; turn++)
        for (const [name, run] of Object.entries(runs)) {
          const taken = cpuSeconds(run);
          if (turn >= 0) times[name].push(taken);
        }
      const rate = Object.fromEntries(
        Object.entries(times).map(([name, taken]) => [name, seconds / median(taken)]),
      );
      console.log(
        `${`${from} to ${to}`.padEnd(16)} ${resampling.padEnd(12)} ${String(seconds).padStart(7)}${shown(rate.addon)}${shown(rate.javascript)}${shown(rate.decode)} ${(rate.addon / rate.javascript).toFixed(1).padStart(12)} ${(rate.addon / rate.decode).toFixed(2).padStart(16)}`,
      );
    }
  }
}
