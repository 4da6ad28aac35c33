import { basename } from "node:path";
import { z } from "zod";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";
import { drawFile, readStretch } from "../recordings.js";
import { addAtRatio } from "./add-at-ratio.js";

/** Adds a random stretch of a random recording at a random signal-to-noise ratio: noise, rain, a room full of people. */
export const background = defineAugmentation({
  options: z.strictObject({
    folder: z.string().min(1).describe("Folder of recordings; relative to the current working directory."),
    snr_db: range(-60, 100, [5, 20], "Smallest and largest signal-to-noise ratio, in dB."),
  }),
  folder: "folder",
  create: ({ snr_db }, { files }) => ({
    apply({ samples, numChannels, sampleRateHz }, random) {
      const snrDb = drawFrom(snr_db, random);
      const path = drawFile(files, random);
      const length = samples.length / numChannels;
      const noise = readStretch(path, length, sampleRateHz, random);
      // The same sound on every channel.
      const all = numChannels === 1 ? noise : new Float32Array(samples.length);
      if (numChannels > 1) for (let c = 0; c < numChannels; c++) all.set(noise, c * length);
      addAtRatio(samples, all, snrDb);
      return { snr_db: snrDb, file: basename(path) };
    },
  }),
});
