// CPU time of each built-in augmentation, for a clip of 5 s at 16 kHz, beside decoding the clip from a 16-bit WAV at its rate and at
// 44.1 kHz. `node bench/augment.mjs [repetitions] [name]`
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav16 } from "../dist/audio/wav.js";
import { AUGMENTATIONS } from "../dist/augment/options.js";
import { decodeClip } from "../dist/data/decode.js";
import { randomFloat } from "../dist/data/random.js";

const [repetitions = "30", only] = process.argv.slice(2);
const [RATE, SEC] = [16_000, 5];
const folder = mkdtempSync(join(tmpdir(), "woodshed-bench-augment-"));
const sound = (sec, rate, seed) =>
  Float32Array.from(
    { length: sec * rate },
    (_, i) => 0.3 * Math.sin(0.05 * i) + 0.2 * (randomFloat(seed, i) - 0.5),
  );
const write = (name, sec, rate, decay = 1) => {
  const path = join(folder, name);
  writeFileSync(
    path,
    encodeWav16(
      sound(sec, rate, 1).map((value, i) => value * decay ** i),
      rate,
    ),
  );
  return path;
};
const recording = write("recording.wav", 60, RATE);
const room = write("room.wav", 1, RATE, 0.9995);
const clips = {
  "(decoding, 16 kHz)": write("a.wav", SEC, RATE),
  "(decoding, 44.1 kHz)": write("b.wav", SEC, 44_100),
};

/** Median of the CPU time of single calls, in ms: other processes share the cores. */
function medianMs(call) {
  const times = [];
  for (let i = 0; i < Number(repetitions) + 3; i++) {
    const from = process.cpuUsage();
    call(i);
    const { user, system } = process.cpuUsage(from);
    times.push((user + system) / 1000);
  }
  return times.slice(3).sort((a, b) => a - b)[Math.floor(Number(repetitions) / 2)];
}

const print = (name, ms) =>
  console.log(
    `${name.padEnd(22)} ${ms.toFixed(2).padStart(7)} ms ${String(Math.round(1000 / ms)).padStart(8)} clips/s`,
  );

console.log(`a clip of ${SEC} s at ${RATE} Hz, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`);
const target = new Float32Array(SEC * RATE);
for (const [name, path] of Object.entries(clips)) {
  if (only !== undefined && only !== name) continue;
  const clip = { path, startSec: 0, durationSec: null, label: "" };
  print(
    name,
    medianMs(() => decodeClip(clip, 0, 0, { sampleRateHz: RATE, seed: 0, augment: null }, target)),
  );
}
for (const [name, definition] of Object.entries(AUGMENTATIONS)) {
  if (only !== undefined && only !== name) continue;
  const options = definition.options.parse(
    definition.folder === undefined ? {} : { [definition.folder]: folder },
  );
  const files = [name === "impulse_response" ? room : recording];
  const augmentation = definition.create(options, { files, sampleRateHz: RATE });
  const samples = sound(SEC * 1.3, RATE, 2);
  const partner = { samples: sound(SEC, RATE, 3), numChannels: 1, sampleRateHz: RATE };
  print(
    name,
    medianMs((key) => {
      const randomOf = () => {
        let count = 0;
        return () => randomFloat(key, count++);
      };
      const length = augmentation.inputLength?.(SEC * RATE, randomOf()) ?? SEC * RATE;
      const example = { samples: samples.slice(0, length), numChannels: 1, sampleRateHz: RATE };
      augmentation.apply(example, randomOf(), [partner]);
    }),
  );
}
rmSync(folder, { recursive: true });
