// Trains by the command line on the device: each precision, with graphs and without, evaluation beside the CPU's, resuming after
// SIGKILL, Ctrl-C, ONNX. `node bench/gpu/training.mjs [--device cuda] [--quick]`; --quick takes a few of the runs, for tests of the check.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Checks } from "./checks.mjs";
import { baseOverrides, COMMAND } from "./command.mjs";
import { writeSounds } from "./sounds.mjs";

const { device, quick } = parseArgs({
  options: { device: { type: "string", default: "cuda" }, quick: { type: "boolean", default: false } },
}).values;
const isGpu = device === "cuda";
const folder = mkdtempSync(join(tmpdir(), "woodshed-gpu-training-"));
const sounds = writeSounds(join(folder, "sounds"), isGpu ? 100 : 16);
const runs = join(folder, "runs");
const { check, note, finish } = new Checks();

const base = baseOverrides(sounds, runs);
const on = (where) => `training.device=${where}`;
const fp32 = [on(device), "training.precision=fp32"];
/** Where training clips are kept, with every augmentation that the training device can apply. */
const PLACES = isGpu ? ["null", "ram", "pinned", "device"] : ["null", "device"];
const BATCHED = ["gain", "mixup", "polarity", "shift", "cutmix", "bit_depth"].map(
  (name) => `{name: ${name}, probability: 0.5}`,
);
const CROPS = ["training.epochs=2", "data.clip_sec=0.5", `data.augmentations=[${BATCHED}]`];

/** Overrides by the names of runs. */
const RUNS = {
  fp32,
  again: fp32,
  operators: [...fp32, "training.cuda_graphs=off"],
  cpu: [on("cpu"), "training.precision=fp32"],
  "copies-in-order": fp32,
  "operators-copies-in-order": [...fp32, "training.cuda_graphs=off"],
  dropout: [...fp32, "model.dropout=0.3", "training.dropout_masks=by_rank"],
  "dropout-operators": [
    ...fp32,
    ...["model.dropout=0.3", "training.dropout_masks=by_rank", "training.cuda_graphs=off"],
  ],
  masked: [...fp32, "data.augmentations=[{name: spec_augment}]", "optimization.ema_decay=0.9"],
  "masked-operators": [
    ...fp32,
    ...[
      "data.augmentations=[{name: spec_augment}]",
      "optimization.ema_decay=0.9",
      "training.cuda_graphs=off",
    ],
  ],
  parts: [...fp32, "training.accumulation_steps=2"],
  "parts-operators": [...fp32, "training.accumulation_steps=2", "training.cuda_graphs=off"],
  pcen: [...fp32, "front_end.name=pcen"],
  "pcen-operators": [...fp32, "front_end.name=pcen", "training.cuda_graphs=off"],
  ...Object.fromEntries(
    PLACES.map((where) => [`on-${where}`, [...fp32, ...CROPS, `data.cache_on=${where}`]]),
  ),
  // A CPU without AMX takes minutes.
  ...(isGpu
    ? {
        bf16: [on(device), "training.precision=bf16"],
        "bf16-operators": [on(device), "training.precision=bf16", "training.cuda_graphs=off"],
        fp16: [on(device), "training.precision=fp16"],
        lion: [...fp32, "optimization.optimizer=lion"],
        "lion-operators": [...fp32, "optimization.optimizer=lion", "training.cuda_graphs=off"],
        crnn: [...fp32, "model.name=crnn"],
        "crnn-operators": [...fp32, "model.name=crnn", "training.cuda_graphs=off"],
      }
    : {}),
};
const QUICK = ["fp32", "copies-in-order", "parts", "pcen"];
const names = Object.keys(RUNS).filter((name) => !quick || QUICK.includes(name));

try {
  await together(names);
  same("a repeated run", "fp32", "again");
  for (const name of ["copies-in-order", "operators-copies-in-order"])
    same(`batches copied on a stream of their own, and not: ${name}`, name, "fp32");
  same("fp32 with graphs and without", "fp32", "operators");
  for (const name of names.filter((one) => `${one}-operators` in RUNS))
    same(`${name} with graphs and without`, name, `${name}-operators`);
  for (const where of PLACES.slice(1)) same(`clips kept on ${where}`, `on-${where}`, `on-${PLACES[0]}`);
  await attempt("evaluation", async () => {
    const [own, cpu, trainedOnCpu] = await Promise.all([
      evaluate("fp32", device),
      evaluate("fp32", "cpu"),
      quick ? null : evaluate("cpu", "cpu"),
    ]);
    note(
      `losses: ${own.loss} on the device, ${cpu.loss} on the CPU; trained on the CPU: ${trainedOnCpu?.loss}`,
    );
    check(
      "the loss of the same weights equals the CPU's",
      Math.abs(own.loss - cpu.loss) < 1e-3 * Math.max(1, cpu.loss),
    );
  });
  await attempt("resume", async () => {
    const epochs = quick ? { killed: 2 } : { killed: 2, "killed-late": 3 };
    await Promise.all(Object.entries(epochs).map(([name, epoch]) => kill(name, "SIGKILL", epoch)));
    for (const name of Object.keys(epochs)) {
      const resumed = await woodshed("train", ...base, `name=${name}`, ...fp32, "--resume", "last");
      check(`${name}: resumes after SIGKILL`, resumed.status === 0, failureOf(resumed));
      same(`${name}: a resumed run`, name, "fp32");
    }
    if (isGpu)
      check("SIGKILL leaves no process on the device", !processesOnGpu().includes("node"), processesOnGpu());
  });
  await attempt("Ctrl-C", async () => {
    const { code, output } = await kill("stopped", "SIGINT");
    check("Ctrl-C saves and leaves", code === 130, `exit code ${code}; ${output.slice(-120)}`);
    if (isGpu)
      check("no process is left on the device", !processesOnGpu().includes("node"), processesOnGpu());
  });
  if (!quick) {
    await attempt("export", async () => {
      const result = await woodshed("export", runOf("fp32"), "--out", join(folder, "model.onnx"));
      check("exports ONNX of a model trained on the device", result.status === 0, failureOf(result));
    });
    await attempt("predict", async () => {
      const result = await woodshed("predict", runOf("fp32"), join(sounds, "low/0.wav"));
      check("predicts", result.status === 0, failureOf(result));
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();

function woodshed(...args) {
  const startMs = performance.now();
  const isInOrder = args.some((arg) => arg.endsWith("copies-in-order"));
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, ...(isInOrder ? { WOODSHED_COPY_STREAM: "off" } : {}) },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 90_000,
  });
  let [stdout, output] = ["", ""];
  child.stdout.on("data", (data) => {
    stdout += data;
    output += data;
  });
  child.stderr.on("data", (data) => (output += data));
  return new Promise((done) =>
    child.on("close", (code, signal) =>
      done({ status: code ?? signal, stdout, output, sec: (performance.now() - startMs) / 1000 }),
    ),
  );
}

/** Trains runs; on a GPU several at the same time, since their speed is measured elsewhere. */
async function together(named) {
  const waiting = [...named];
  const next = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      await train(name, RUNS[name]);
  };
  await Promise.all(Array.from({ length: isGpu ? 8 : 1 }, next));
}

async function train(name, overrides) {
  const result = await woodshed("train", ...base, `name=${name}`, ...overrides);
  const isDone = result.status === 0;
  check(`trains: ${name}`, isDone, isDone ? `${result.sec.toFixed(1)} s` : failureOf(result));
  if (isGpu && isDone && !/operators|cpu|fp16/.test(name))
    check(`${name}: its steps are graphs`, !/no CUDA graphs|operator by operator/.test(result.output));
  for (const line of result.output.split("\n"))
    if (/^(hardware|warning|note)|cuda_graphs/.test(line)) note(`${name}: ${line}`);
}

function failureOf({ status, output }) {
  return status === 0 ? "" : output.slice(-1200);
}

function runOf(name) {
  return join(
    runs,
    readdirSync(runs).find((one) => one.startsWith(`${name}-2`)),
  );
}

/** Compares the weights of two runs, if both were asked for. */
function same(title, name, other) {
  if ([name, other].some((one) => one in RUNS && !names.includes(one))) return;
  const [own, wanted] = [name, other].map((one) => {
    try {
      const bytes = readFileSync(join(runOf(one), "checkpoints/last/model.safetensors"));
      return createHash("sha256").update(bytes).digest("hex").slice(0, 8);
    } catch (error) {
      return `none (${error.code ?? error.message})`;
    }
  });
  check(
    `${title}: equal weights`,
    own === wanted && !own.startsWith("none"),
    own === wanted ? "" : `${own} ${wanted}`,
  );
}

async function evaluate(name, where) {
  const result = await woodshed("evaluate", runOf(name), on(where), "--split", "validation", "--json");
  if (result.status !== 0) throw new Error(failureOf(result));
  return JSON.parse(result.stdout);
}

async function attempt(title, body) {
  try {
    await body();
  } catch (error) {
    check(title, false, String(error.stack ?? error).slice(0, 800));
  }
}

/** Trains and sends `signal` during epoch number `epoch`. */
async function kill(name, signal, epoch = 2) {
  const args = [COMMAND, "train", ...base, `name=${name}`, ...fp32, "checkpoint.save=[{every_steps: 2}]"];
  const child = spawn(process.execPath, signal === "SIGINT" ? [...args, "training.epochs=2000"] : args, {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const closed = new Promise((done) => child.on("close", (code, by) => done(code ?? by)));
  const seen = new Promise((done) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => {
        output += data;
        if (new RegExp(`epoch\\s+${epoch}`).test(output)) done();
      });
  });
  await Promise.race([seen, closed]);
  child.kill(signal);
  return { code: await closed, output };
}

function processesOnGpu() {
  return spawnSync("nvidia-smi", ["--query-compute-apps=pid,name,used_memory", "--format=csv,noheader"], {
    encoding: "utf8",
  }).stdout;
}
