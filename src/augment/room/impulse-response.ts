import { basename } from "node:path";
import { z } from "zod";
import { convolve } from "../../audio/convolve.js";
import { changeChannels } from "../channels.js";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";
import { drawFile, readRecording } from "../recordings.js";

/** Impulse responses that a thread keeps; more are read again. */
const MOST_KEPT = 64;

/**
 * Plays a clip in a random room: convolves it with a recorded impulse response, scaled to an energy of 1 and from its loudest
 * sample on, so that events keep their times: `(1 - wet) * clip + wet * reverberated`.
 */
export const impulseResponse = defineAugmentation({
  options: z.strictObject({
    folder: z
      .string()
      .min(1)
      .describe("Folder of recorded impulse responses; relative to the current working directory."),
    wet: range(0, 1, [0.3, 1], "Smallest and largest share of the reverberated sound."),
    max_sec: z.number().gt(0).max(30).default(2).describe("Seconds of a response that are used."),
  }),
  folder: "folder",
  create({ wet, max_sec }, { files }) {
    const kept = new Map<string, Float64Array>();
    const responseOf = (path: string, sampleRateHz: number): Float64Array => {
      const key = `${sampleRateHz} ${path}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const response = aligned(readRecording(path, sampleRateHz, max_sec));
      if (kept.size < MOST_KEPT) kept.set(key, response);
      return response;
    };
    return {
      apply(example, random) {
        const share = drawFrom(wet, random);
        const path = drawFile(files, random);
        const response = responseOf(path, example.sampleRateHz);
        changeChannels(example, (channel) => {
          const room = convolve(channel, response);
          return channel.map((value, i) => (1 - share) * value + share * room[i]!);
        });
        return { wet: share, file: basename(path) };
      },
    };
  },
});

/** Returns the response from its loudest sample on, with an energy of 1; of silence a single 1. */
function aligned(response: Float32Array): Float64Array {
  let loudest = 0;
  for (let i = 1; i < response.length; i++)
    if (Math.abs(response[i]!) > Math.abs(response[loudest]!)) loudest = i;
  const energy = response.subarray(loudest).reduce((sum, value) => sum + value * value, 0);
  if (energy === 0) return Float64Array.of(1);
  return Float64Array.from(response.subarray(loudest), (value) => value / Math.sqrt(energy));
}
