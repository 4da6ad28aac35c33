// Trains by the command line on the device: each precision, evaluation beside the CPU's, resuming after SIGKILL, Ctrl-C, ONNX,
// profile, memory that is too small. `node bench/gpu/training.mjs [--device cuda]`
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Checks } from "./checks.mjs";
import { writeSounds } from "./sounds.mjs";

const { device } = parseArgs({ options: { device: { type: "string", default: "cuda" } } }).values;
const isGpu = device === "cuda";
const folder = mkdtempSync(join(tmpdir(), "woodshed-gpu-training-"));
const sounds = writeSounds(join(folder, "sounds"), isGpu ? 100 : 16);
const runs = join(folder, "runs");
const { check, note, finish } = new Checks();

const COMMAND = "dist/cli/main.js";
const base = [
  "recipes/folder.yaml",
  ...[
    `data.train=${sounds}`,
    "data.test=null",
    "data.clip_sec=1",
    "data.validation_fraction=0.25",
    `runs_dir=${runs}`,
  ],
  ...["logging.wandb.enabled=false", "training.epochs=4", "training.early_stopping.patience=null"],
];
const on = (where) => `training.device=${where}`;
const woodshed = (...args) => {
  const startMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, output: stdout + stderr, sec: (performance.now() - startMs) / 1000 };
};
const runOf = (name) =>
  join(
    runs,
    readdirSync(runs).find((one) => one.startsWith(`${name}-2`)),
  );
const weights = (name) =>
  createHash("sha256")
    .update(readFileSync(join(runOf(name), "checkpoints/last/model.safetensors")))
    .digest("hex")
    .slice(0, 8);
const evaluate = (name, where) =>
  JSON.parse(woodshed("evaluate", runOf(name), on(where), "--split", "validation", "--json").stdout);

function train(name, ...more) {
  const result = woodshed("train", ...base, `name=${name}`, ...more);
  check(
    `trains: ${name}`,
    result.status === 0,
    result.status === 0 ? `${result.sec.toFixed(1)} s` : result.output.slice(-1500),
  );
  return result;
}

try {
  const first = train("fp32", on(device), "training.precision=fp32");
  note(first.output);
  train("cpu", on("cpu"), "training.precision=fp32");
  // A CPU without AMX takes minutes.
  if (isGpu) for (const half of ["bf16", "fp16"]) train(half, on(device), `training.precision=${half}`);
  attempt("evaluation", () => {
    const [own, cpu, trainedOnCpu] = [
      evaluate("fp32", device),
      evaluate("fp32", "cpu"),
      evaluate("cpu", "cpu"),
    ];
    note(JSON.stringify({ own, cpu, trainedOnCpu }).slice(0, 1500));
    check(
      "the loss of the same weights equals the CPU's",
      Math.abs(own.loss - cpu.loss) < 1e-3 * Math.max(1, cpu.loss),
      `${own.loss} and ${cpu.loss}`,
    );
  });
  attempt("repetition", () => {
    train("again", on(device), "training.precision=fp32");
    check(
      "a repeated run has equal weights",
      weights("again") === weights("fp32"),
      `${weights("again")} ${weights("fp32")}`,
    );
  });
  await attempt("resume", async () => {
    await kill("killed", "SIGKILL");
    const resumed = woodshed(
      "train",
      ...base,
      "name=killed",
      on(device),
      "training.precision=fp32",
      "--resume",
      "last",
    );
    check("resumes after SIGKILL", resumed.status === 0, resumed.output.slice(0, 1500));
    check(
      "a resumed run has equal weights",
      weights("killed") === weights("fp32"),
      `${weights("killed")} ${weights("fp32")}`,
    );
  });
  await attempt("Ctrl-C", async () => {
    const { code, output } = await kill("stopped", "SIGINT");
    check("Ctrl-C saves and leaves", code === 130 || code === 0, `exit code ${code}; ${output.slice(-300)}`);
    if (isGpu)
      check("no process is left on the device", !processesOnGpu().includes("node"), processesOnGpu());
  });
  attempt("export", () => {
    const { status, output } = woodshed("export", runOf("fp32"), "--out", join(folder, "model.onnx"));
    check("exports ONNX of a model trained on the device", status === 0, output.slice(-600));
  });
  attempt("predict", () => {
    const { status, output } = woodshed("predict", runOf("fp32"), join(sounds, "low/0.wav"));
    check("predicts", status === 0, output.slice(-600));
  });
  attempt("profile", () => {
    const { status, output } = woodshed(
      "profile",
      ...base,
      on(device),
      "--seconds",
      "4",
      "--out",
      join(folder, "profile"),
    );
    check("profiles", status === 0, "");
    note(output.slice(0, 5000));
  });
  attempt("cached clips", () => {
    const list = ["gain", "mixup", "polarity", "shift", "cutmix", "bit_depth"].map(
      (name) => `{name: ${name}, probability: 0.5}`,
    );
    const more = [on(device), "training.precision=fp32", "training.epochs=2", "data.clip_sec=0.5"];
    const names = ["null", "ram", "pinned", "device"].map((where) => {
      train(`cache_${where}`, ...more, `data.augmentations=[${list}]`, `data.cache_on=${where}`);
      return `cache_${where}`;
    });
    const all = names.map(weights);
    check(
      "weights are equal wherever clips are kept (data.cache_on)",
      new Set(all).size === 1,
      all.join(" "),
    );
  });
  attempt("largest batch", () => {
    const { status, output } = woodshed(
      "profile",
      ...base,
      on(device),
      "--find-batch-size",
      "data.workers=2",
    );
    check("finds the largest batch", status === 0, "");
    note(output.slice(-1500));
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();

function attempt(title, body) {
  const fail = (error) => check(title, false, String(error.stack ?? error).slice(0, 800));
  try {
    return body()?.catch?.(fail);
  } catch (error) {
    return fail(error);
  }
}

/** Trains and sends `signal` after the second epoch. */
async function kill(name, signal) {
  const args = [
    COMMAND,
    "train",
    ...base,
    `name=${name}`,
    on(device),
    "training.precision=fp32",
    "checkpoint.save=[{every_steps: 2}]",
  ];
  const child = spawn(process.execPath, signal === "SIGINT" ? [...args, "training.epochs=2000"] : args, {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const seen = new Promise((done) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => {
        output += data;
        if (/epoch\s+2/.test(output)) done();
      });
    child.on("close", done);
  });
  await seen;
  child.kill(signal);
  const code = child.exitCode ?? (await new Promise((done) => child.on("close", (status) => done(status))));
  return { code, output };
}

function processesOnGpu() {
  return spawnSync("nvidia-smi", ["--query-compute-apps=pid,name,used_memory", "--format=csv,noheader"], {
    encoding: "utf8",
  }).stdout;
}
