// Saving and loading 300 MB of training state beside dd, torch.save, torch.load and the safetensors package,
// in turns on the same disk. `node bench/checkpoints.mjs [folder]`
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { CheckpointReader, CheckpointWriter, mapSafetensors, policiesOf } from "../dist/checkpoint/index.js";
import { parseConfig } from "../dist/config/load.js";
import { keep, ops, scope } from "../dist/index.js";

const TURNS = 9;
const NUM_TENSORS = 20; // tensors [1024, 1280] float32: 105 MB of weights, twice that of optimizer state
const parent = process.argv[2] ?? tmpdir();
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, "woodshed-checkpoints-"));
const here = dirname(fileURLToPath(import.meta.url));

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (seconds) => `${(1000 * seconds).toFixed(1)} ms`;

/** Sends commands to the Python side, which answers each line with the seconds that it took. */
class Peer {
  constructor() {
    const python = join(here, "..", ".venv", "bin", "python");
    const args = [join(here, "peers", "checkpoint.py"), folder, String(NUM_TENSORS)];
    this.child = spawn(python, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }
  async seconds(command) {
    this.child.stdin.write(`${command}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error("the peer died; its error is above");
    return Number(value);
  }
  end() {
    this.child.stdin.end();
  }
}

const matrices = (prefix, count) =>
  new Map(Array.from({ length: count }, (_, i) => [`${prefix}.${i}`, keep(ops.randn([1024, 1280]))]));
const files = new Map([
  ["model.safetensors", matrices("w", NUM_TENSORS)],
  ["training.safetensors", matrices("optimizer", 2 * NUM_TENSORS)],
]);
const numBytes = 3 * NUM_TENSORS * 1024 * 1280 * 4;
const config = parseConfig({ data: { train: "x" }, checkpoint: { save: [{ every_steps: 1 }] } });
const manifest = (step) => ({
  runId: "bench",
  trackerIds: {},
  position: { step, epoch: 0, batch: step },
  metrics: {},
  metricsStep: null,
  best: null,
  stopping: { best: null, numBad: 0 },
  means: { numClips: 0, numSteps: 0 },
  labels: [],
  data: { fingerprint: "", numClips: 0 },
  worldSize: 1,
  platform: { device: "cpu", precision: "fp32", channelsLast: true, threads: 2, libtorch: "" },
  config,
});

const writer = new CheckpointWriter({
  folder: join(folder, "checkpoints"),
  runId: "bench",
  policies: policiesOf(config.checkpoint),
  resumedFrom: null,
  onFailure: (error) => {
    throw error;
  },
});
const prepareMs = performance.now();
await writer.prepare(files);
const warmMs = performance.now() - prepareMs;
let step = 0;

/** Measures the loop's stall, the seconds until the checkpoint is complete, and the longest wait of a timer. */
async function save() {
  step++;
  let longest = 0;
  let last = performance.now();
  const ticking = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const start = performance.now();
  await writer.save(() => ({ manifest: manifest(step), files }), ["every-1-steps"]);
  const stall = (performance.now() - start) / 1000;
  last = performance.now();
  await writer.drain();
  clearInterval(ticking);
  return { stall, whole: (performance.now() - start) / 1000, gap: longest / 1000 };
}

function dd() {
  const file = join(folder, "dd");
  const start = performance.now();
  const count = Math.round(numBytes / 2 ** 20);
  execFileSync("dd", ["if=/dev/zero", `of=${file}`, "bs=1M", `count=${count}`, "conv=fsync"], {
    stdio: "ignore",
  });
  const seconds = (performance.now() - start) / 1000;
  rmSync(file);
  return seconds;
}

const seconds = (work) => {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
};
const newest = () => new CheckpointReader(join(folder, "checkpoints", "last"));
const load = () => {
  const { folder: path } = newest();
  return seconds(() => scope(() => mapSafetensors(join(path, "model.safetensors")).size));
};
const loadInto = () =>
  seconds(() =>
    scope(() => {
      for (const [name, tensor] of newest().tensors("model.safetensors"))
        files.get("model.safetensors").get(name).copy_(tensor);
    }),
  );
const verifyAndLoadInto = () =>
  seconds(() => {
    newest().verify("model.safetensors");
    loadInto();
  });

const peer = new Peer();
const first = await save();
const warm = {
  "stall of the training loop": [],
  "longest wait of a timer while it writes": [],
  "until it is whole": [],
  "dd conv=fsync": [],
  "torch.save and fsync": [],
  load: [],
  "load into tensors": [],
  "verify and load into tensors": [],
  "safetensors (Python)": [],
  "safetensors (Python) into tensors": [],
  "torch.load": [],
  "torch.load into tensors": [],
  "torch.load(mmap=True)": [],
};
for (let turn = 0; turn < TURNS; turn++) {
  // Saves are far apart in training, and nothing else moves gigabytes meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { stall, gap } = await save();
  warm["stall of the training loop"].push(stall);
  warm["longest wait of a timer while it writes"].push(gap);
}
/** Flushes what the previous side left for the disk. */
async function settled(work) {
  execFileSync("sync");
  await new Promise((resolve) => setTimeout(resolve, 300));
  return work();
}
for (let turn = 0; turn < TURNS; turn++) {
  const sides = [
    ["until it is whole", async () => (await save()).whole],
    ["dd conv=fsync", dd],
    ["torch.save and fsync", () => peer.seconds("save")],
  ];
  // Each side is first, second and last in turn: memory that the previous one freed is faster to allocate.
  for (let i = 0; i < 3; i++) {
    const [name, work] = sides[(i + turn) % 3];
    warm[name].push(await settled(work));
  }
}
for (let turn = 0; turn < TURNS; turn++) {
  warm.load.push(load());
  warm["safetensors (Python)"].push(await peer.seconds("safetensors"));
  warm["torch.load"].push(await peer.seconds("load"));
  warm["torch.load(mmap=True)"].push(await peer.seconds("mmap"));
  warm["load into tensors"].push(loadInto());
  warm["safetensors (Python) into tensors"].push(await peer.seconds("safetensors into"));
  warm["torch.load into tensors"].push(await peer.seconds("load into"));
  warm["verify and load into tensors"].push(verifyAndLoadInto());
}
peer.end();
await writer.close();
rmSync(folder, { recursive: true });

const of = Object.fromEntries(Object.entries(warm).map(([name, values]) => [name, median(values)]));
console.log(
  `saving ${(numBytes / 1e6).toFixed(0)} MB (first stall ${ms(first.stall)}, ${ms(warmMs / 1000)} after the start), loading ${(numBytes / 3e6).toFixed(0)} MB of it; medians of ${TURNS}`,
);
for (const [name, values] of Object.entries(warm)) {
  const range = `${ms(Math.min(...values))} to ${ms(Math.max(...values))}`;
  console.log(`${ms(of[name]).padStart(10)}  ${name.padEnd(42)} ${range}`);
}
const ratios = [
  ["throughput / dd's", of["dd conv=fsync"] / of["until it is whole"], ">= 0.9"],
  ["throughput / torch.save's", of["torch.save and fsync"] / of["until it is whole"], ""],
  ["load / safetensors'", of.load / of["safetensors (Python)"], "<= 1"],
  ["load / torch.load's", of.load / of["torch.load"], "<= 0.2"],
  [
    "load into tensors / safetensors'",
    of["load into tensors"] / of["safetensors (Python) into tensors"],
    "<= 1",
  ],
  ["load into tensors / torch.load's", of["load into tensors"] / of["torch.load into tensors"], ""],
  [
    "verify and load into tensors / torch.load's",
    of["verify and load into tensors"] / of["torch.load into tensors"],
    "",
  ],
];
for (const [name, ratio, target] of ratios)
  console.log(`${ratio.toFixed(3).padStart(10)}  ${name.padEnd(46)} ${target}`);
