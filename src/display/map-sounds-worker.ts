/* Worker thread that decodes the clips of a map and writes their sounds into one file. */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { encodeMuLaw } from "../audio/mu-law.js";
import { adoptCode } from "../components/modules.js";
import { decodeClip } from "../data/decode.js";
import type { MapSounds } from "../items.js";
import type { SoundJob, SoundThreadData } from "./map-sounds.js";

function write({ folder, clips, plan }: SoundJob): MapSounds {
  const { sampleRateHz, numSamples, kept } = plan;
  const wanted = new Set(kept);
  const parts: Uint8Array[] = [];
  const offsets = [0];
  for (const [place, clip] of clips.entries()) {
    const part = wanted.has(place) ? soundOf(clip, sampleRateHz, numSamples) : new Uint8Array(0);
    parts.push(part);
    offsets.push(offsets.at(-1)! + part.length);
  }
  const bytes = Buffer.concat(parts);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 20);
  const path = join("media", `${digest}.ulaw`);
  mkdirSync(join(folder, "media"), { recursive: true });
  writeFileSync(join(folder, `${path}.new`), bytes);
  renameSync(join(folder, `${path}.new`), join(folder, path));
  return { path, sampleRateHz, offsets };
}

function soundOf(clip: SoundJob["clips"][number], sampleRateHz: number, numSamples: number): Uint8Array {
  const samples = new Float32Array(numSamples);
  try {
    const length = decodeClip(clip, 0, 0, { sampleRateHz, seed: 0, augment: null }, samples);
    return encodeMuLaw(samples.subarray(0, length));
  } catch {
    return new Uint8Array(0);
  }
}

const { code, ...job } = workerData as SoundThreadData;
adoptCode(code);
parentPort!.postMessage(write(job));
