/** Recordings of which some cannot be used. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeWav16 } from "../../src/audio/wav.js";
import { makeTones } from "./tones.js";

const HZ = 16_000;

export const tone = (sec: number, hz = 440): Float32Array =>
  Float32Array.from({ length: Math.round(HZ * sec) }, (_, i) => 0.3 * Math.sin((2 * Math.PI * hz * i) / HZ));

/** A WAV file of 32-bit float. */
function encodeWavFloat(samples: Float32Array): Uint8Array {
  const head = Buffer.from(encodeWav16(new Float32Array(2 * samples.length), HZ)).subarray(0, 44);
  head.writeUInt16LE(3, 20);
  head.writeUInt32LE(4 * HZ, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(32, 34);
  return Buffer.concat([head, new Uint8Array(samples.buffer)]);
}

/** A float WAV file that holds NaN from one time to another, in seconds. */
export const withNaN = (sec: number, from: number, to: number): Uint8Array =>
  encodeWavFloat(tone(sec).fill(Number.NaN, Math.round(HZ * from), Math.round(HZ * to)));

/** Files that cannot be used, by name. */
export const BAD: Record<string, Uint8Array | string> = {
  "cut.wav": encodeWav16(tone(0.25), HZ).subarray(0, 3000),
  "nan.wav": withNaN(0.25, 0.1, 0.11),
  "text.mp3": "no audio, but text",
  "empty.wav": "",
};

/** A folder per label of tones, of which some are bad, and `train.csv` that lists them with missing ones and stretches. */
export function plantBadClips(): { tones: string; csv: string } {
  const tones = makeTones(8);
  for (const [name, bytes] of Object.entries(BAD)) writeFileSync(join(tones, "mid", name), bytes);
  writeFileSync(join(tones, "long.wav"), withNaN(2, 1.2, 1.3));
  const files = ["low", "mid", "high"].flatMap((label) =>
    readdirSync(join(tones, label))
      .sort()
      .map((name) => `${label}/${name},${label},,`),
  );
  const lines = [
    ...files,
    "low/gone.wav,low,,",
    "nowhere/gone.wav,low,,",
    "low,low,,",
    "long.wav,low,0.1,0.4",
    "long.wav,low,1.1,1.4",
    "long.wav,low,2.5,2.8",
  ];
  const csv = join(tones, "train.csv");
  writeFileSync(
    csv,
    `path,label,start_sec,end_sec,fold\n${lines.map((line, i) => `${line},${i % 3}\n`).join("")}`,
  );
  return { tones, csv };
}
