// Decoding beside Python's soundfile and torchcodec, in turns: clips of 1 s (16 kHz, mono) and 10 s (44.1 kHz, stereo), and crops
// of 5 s out of one hour (44.1 kHz, stereo) of each format. Prints seconds of audio for each second of CPU time on one thread, and
// how much faster two threads are than one by the clock. Ours mix to mono, the others do not.
//
// `node bench/decode.mjs [turns] [formats] ["1 s,10 s,crop"]`, each list separated by commas. torchcodec takes part if
// WOODSHED_TORCHCODEC names a folder that holds it (`pip install --no-deps --target FOLDER torchcodec==0.13.0`); it loads the FFmpeg
// libraries of PyAV's wheel.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { readAudio } from "../dist/audio/read-audio.js";
import { findPackage } from "../dist/provide-services.js";
import { pythonPath } from "../dist/python.js";

const FORMATS = ["wav", "aiff", "flac", "mp3", "ogg", "opus", "m4a", "webm"];
const CASES = {
  "1 s": { file: "second", seconds: 1, count: 1000 },
  "10 s": { file: "ten", seconds: 10, count: 20 },
  crop: { file: "hour", seconds: 5, count: 20 },
};
/** Shortest measurement on one thread: below it, the messages to the threads count. */
const LEAST_MS = 200;
const HOUR_SEC = 3600;
const root = join(tmpdir(), "woodshed-decode");

if (isMainThread) {
  const [turns = "3", formats = FORMATS.join(), cases = Object.keys(CASES).join()] = process.argv.slice(2);
  await compare(Number(turns), formats.split(","), cases.split(","));
}
if (!isMainThread) parentPort.on("message", (request) => parentPort.postMessage(decode(request)));

/** Decodes the files at `places` (null: whole). The first call, which loads libraries, is not measured by the caller. */
function decode({ path, seconds, places }) {
  for (const place of places) readAudio(path, place ?? 0, place === null ? null : seconds);
}

/** Our side: threads that are started once. */
function startOurs(numThreads) {
  const workers = Array.from({ length: numThreads }, () => new Worker(fileURLToPath(import.meta.url)));
  const ask = (worker, request) =>
    new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.removeAllListeners("error").once("error", reject);
      worker.postMessage(request);
    });
  return {
    async run({ path, seconds, parts }) {
      // Each thread compiles its own code and has its own memory: without this, some are measured cold.
      await Promise.all(parts.map((places, i) => ask(workers[i], { path, seconds, places })));
      const before = process.cpuUsage();
      const startMs = performance.now();
      await Promise.all(parts.map((places, i) => ask(workers[i], { path, seconds, places })));
      const { user, system } = process.cpuUsage(before);
      return { wallMs: performance.now() - startMs, cpuMs: (user + system) / 1000 };
    },
    mostCrops: Number.POSITIVE_INFINITY,
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

/** A Python process that decodes on request. */
function startPeer(library, mostCrops) {
  const script = fileURLToPath(new URL("peers/decode.py", import.meta.url));
  const env = { ...process.env, ...(library === "torchcodec" ? torchcodecPaths() : {}) };
  const peer = spawn(pythonPath(), [script, library, root], { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const ask = async (request) => {
    peer.stdin.write(`${JSON.stringify(request)}\n`);
    const { value } = await lines.next();
    return value === undefined ? null : JSON.parse(value);
  };
  return { run: ask, mostCrops, close: () => peer.stdin.end() };
}

/** Where torchcodec is, and libraries under the names by which it loads them: the wheel's have a hash in theirs. */
function torchcodecPaths() {
  const wheel = findPackage("av");
  const folder = process.env.WOODSHED_TORCHCODEC;
  if (wheel === null || folder === undefined) return {};
  const libraries = join(wheel, "..", "av.libs");
  const links = join(root, "ffmpeg");
  rmSync(links, { recursive: true, force: true });
  mkdirSync(links);
  for (const name of readdirSync(libraries)) {
    symlinkSync(join(libraries, name), join(links, name));
    symlinkSync(join(libraries, name), join(links, name.replace(/-[0-9a-f]{8}(\.so\.\d+).*$/, "$1")));
  }
  return { LD_LIBRARY_PATH: links, PYTHONPATH: folder };
}

/** Returns `count`, or as many more as our side decodes in the shortest measurement. */
async function enough({ ours }, { path, seconds, count, isCrop }) {
  if (isCrop) return count;
  const { wallMs } = await ours.run({ path, seconds, parts: [Array(count).fill(null)] });
  return Math.max(count, Math.ceil((count * LEAST_MS) / wallMs));
}

/** One row: each side in turns, on one thread and on two. */
async function measure(sides, row, numTurns) {
  const { path, seconds, isCrop } = row;
  const count = await enough(sides, row);
  const places = Array.from({ length: 2 * count }, (_, i) =>
    isCrop ? (i * 997.13) % (HOUR_SEC - 10) : null,
  );
  const found = Object.fromEntries(Object.keys(sides).map((side) => [side, { cpu: [], one: [], two: [] }]));
  for (let turn = 0; turn < numTurns; turn++)
    for (const [side, { run, mostCrops }] of Object.entries(sides)) {
      const taken = isCrop ? Math.min(count, mostCrops) : count;
      const parts = [places.slice(0, taken), places.slice(count, count + taken)];
      const one = await run({ path, seconds, parts: parts.slice(0, 1) });
      const two = await run({ path, seconds, parts });
      if (one === null || two === null) continue;
      found[side].cpu.push((1000 * taken * seconds) / one.cpuMs);
      found[side].one.push((1000 * taken * seconds) / one.wallMs);
      found[side].two.push((2000 * taken * seconds) / two.wallMs);
    }
  return Object.fromEntries(
    Object.entries(found).map(([side, { cpu, one, two }]) => [
      side,
      { speed: median(cpu), scaling: median(two.map((value, i) => value / one[i])) },
    ]),
  );
}

async function compare(numTurns, formats, cases) {
  mkdirSync(root, { recursive: true });
  const sides = {
    ours: startOurs(2),
    soundfile: startPeer("soundfile", 4), // seconds each in MP3
    torchcodec: startPeer("torchcodec", 2),
  };
  await sides.soundfile.run({ make: formats.filter((one) => !existsSync(join(root, `hour.${one}`))) });
  console.log(
    `load ${loadavg()[0].toFixed(1)}, medians of ${numTurns} turns; seconds of audio a second of CPU time on one thread`,
  );
  console.log(
    "            ours  soundfile  torchcodec   over soundfile  over torchcodec   two threads: ours  soundfile",
  );
  for (const format of formats) {
    for (const name of cases) {
      const { file, seconds, count } = CASES[name];
      const path = join(root, `${file}.${format}`);
      const { ours, soundfile, torchcodec } = await measure(
        sides,
        { path, seconds, count, isCrop: name === "crop" },
        numTurns,
      );
      const over = (other) => (other.speed === null ? null : ours.speed / other.speed);
      const cells = [
        [ours.speed, 7, 0],
        [soundfile.speed, 11, 0],
        [torchcodec.speed, 12, 0],
        [over(soundfile), 17, 2],
        [over(torchcodec), 17, 2],
        [ours.scaling, 20, 2],
        [soundfile.scaling, 11, 2],
      ];
      const shown = cells.map(([value, width, digits]) => (value?.toFixed(digits) ?? "-").padStart(width));
      console.log(`${`${format} ${name}`.padEnd(9)}${shown.join("")}`);
    }
  }
  for (const { close } of Object.values(sides)) await close();
}

function median(values) {
  return values.length === 0 ? null : values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
