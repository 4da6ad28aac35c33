/** Decoding in threads that are terminated, and memory over many opens. */
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withAudio } from "../src/audio/open.js";
import { readAudio } from "../src/audio/read-audio.js";
import { randomFloat } from "../src/data/random.js";
import { packageRoot } from "../src/package-root.js";
import { collectUntil } from "./support/gc.js";
import { rounds } from "./support/long.js";
import { startOracle } from "./support/oracle.js";

const oracle = startOracle();
const folder = mkdtempSync(join(tmpdir(), "woodshed-threads-"));
afterAll(() => rmSync(folder, { recursive: true }));
const ENDINGS = ["wav", "flac", "mp3", "ogg", "opus", "m4a", "webm"];
const paths = ENDINGS.map((ending) => join(folder, `tone.${ending}`));

beforeAll(() =>
  oracle.run(
    `
    import av, soundfile as sf
    x = (0.3 * np.sin(np.arange(3 * 16000) / 9)).astype(np.float32)
    for ending, format in [("wav", "WAV"), ("flac", "FLAC"), ("mp3", "MP3"), ("ogg", "OGG")]:
        sf.write(f"{folder}/tone.{ending}", x, 16000, format=format)
    sf.write(f"{folder}/tone.opus", x, 16000, format="OGG", subtype="OPUS")
    for ending, codec in [("m4a", "aac"), ("webm", "libopus")]:
        with av.open(f"{folder}/tone.{ending}", "w") as file:
            stream = file.add_stream(codec, rate=16000)
            stream.layout = "mono"
            frame = av.AudioFrame.from_ndarray(x[None], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 16000, 0
            resampler = av.AudioResampler(format=stream.format, layout="mono", rate=16000, frame_size=stream.codec_context.frame_size or 1024)
            for piece in resampler.resample(frame) + resampler.resample(None):
                file.mux(stream.encode(piece))
            file.mux(stream.encode(None))
    `,
    { folder },
  ),
);

const LOOP = `
  const { parentPort, workerData } = require("node:worker_threads");
  import(workerData.module).then(({ readAudio }) => {
    for (let i = 0; ; i++) {
      readAudio(workerData.paths[i % workerData.paths.length]);
      if (i === workerData.paths.length) parentPort.postMessage("decoding");
    }
  });
`;
/** More with `WOODSHED_TERMINATIONS=200`. */
const NUM_TERMINATIONS = rounds("WOODSHED_TERMINATIONS", 4, 50);

it("threads are terminated in the middle of decoding, and the process decodes on", async () => {
  const module = pathToFileURL(join(packageRoot, "dist", "audio", "read-audio.js")).href;
  const before = paths.map((path) => readAudio(path).samples);
  for (let i = 0; i < NUM_TERMINATIONS; i++) {
    const workers = [0, 1].map(() => new Worker(LOOP, { eval: true, workerData: { module, paths } }));
    await Promise.all(workers.map((worker) => once(worker, "message")));
    await sleep(10 * randomFloat(79, i));
    expect(await Promise.all(workers.map((worker) => worker.terminate()))).toEqual([1, 1]);
  }
  for (const [i, path] of paths.entries()) {
    const { samples } = readAudio(path);
    expect(samples.findIndex((value, at) => value !== before[i]![at])).toBe(-1);
  }
});

const numDescriptors = (): number => readdirSync("/proc/self/fd").length;

it("recordings that were opened leave no memory and no descriptor behind, closed or not", async () => {
  const open = (numTimes: number): void => {
    for (let i = 0; i < numTimes; i++) withAudio(paths[i % paths.length]!, {}, (audio) => audio.read(0, 100));
  };
  open(20 * paths.length);
  await collectUntil(() => false, 5);
  const descriptors = numDescriptors();
  const { rss } = process.memoryUsage();
  open(100 * paths.length);
  await collectUntil(() => false, 5);
  expect(numDescriptors()).toBe(descriptors);
  // A decoder has a buffer of 64 kB at least: 700 of them are 45 MB.
  expect(process.memoryUsage().rss - rss).toBeLessThan(25e6);
});
