// Traces of steps on the device beside torch.profiler's: operators by their number of calls (key_averages) and kernels.
// `node bench/gpu/trace.mjs [--device cuda]`
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { Cnn, Model } from "../../dist/models/index.js";
import { crossEntropy, Linear, ReLU, Sequential } from "../../dist/nn/index.js";
import { AdamW } from "../../dist/optim/index.js";
import { operatorTable } from "../../dist/profiling/operators.js";
import { readEvents } from "../../dist/profiling/trace-events.js";
import { LinearHead } from "../../dist/tasks/linear-head.js";
import { addon } from "../../dist/tensor/addon.js";
import { manualSeed, scope } from "../../dist/tensor/index.js";
import { ops } from "../../dist/tensor/ops.js";
import { Checks } from "./checks.mjs";

const { device } = parseArgs({ options: { device: { type: "string", default: "cuda" } } }).values;
const isGpu = device !== "cpu";
const STEPS = 3;
const { check, note, finish } = new Checks();
/** Operators and nodes of autograd; calls of CUDA and the profiler's own events depend on versions and buffers. */
const isOperator = (name) => /^(aten|autograd)::|Backward\d*$/.test(name);
/** Work of a GPU that computes; copies of a few bytes come from each side's own bookkeeping. */
const isKernel = (name) => !/^Mem(cpy|set)/.test(name);

for (const name of ["mlp", "cnn"]) {
  try {
    compare(name, traceOurs(name), traceTheirs(name));
  } catch (error) {
    check(name, false, String(error.stack ?? error).slice(0, 800));
  }
}
finish();

function compare(name, ours, theirs) {
  same(`${name}: operators and their calls`, isOperator, ours.operators, theirs.operators);
  if (!isGpu) return;
  same(`${name}: kernels and their launches`, isKernel, ours.kernels, theirs.kernels);
  check(`${name}: operators have the time of kernels`, ours.withKernels.length > 0);
  note(ours.withKernels.map((row) => `${row.name} ${row.calls} ${row.deviceMs.toFixed(3)} ms`).join("\n"));
}

/** Compares numbers by name, and lists those that differ. */
function same(title, isMeant, ours, theirs) {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].filter(isMeant);
  const differences = names.flatMap((one) =>
    ours[one] === theirs[one] ? [] : [`${one.slice(0, 80)}: ${ours[one] ?? 0}, Python ${theirs[one] ?? 0}`],
  );
  check(`${title} equal Python's`, names.length > 0 && differences.length === 0, `${names.length} names`);
  if (differences.length > 0) note(differences.slice(0, 12).join("\n"));
}

function traceOurs(name) {
  manualSeed(0);
  const isMlp = name === "mlp";
  const model = isMlp
    ? new Sequential(new Linear(40, 128), new ReLU(), new Linear(128, 10))
    : new Model(new Cnn({ numMels: 64, channels: [32, 64, 128, 256], dropout: 0 }), new LinearHead(256, 10));
  if (!isMlp) model.to({ memoryFormat: "channels_last" });
  model.to({ device });
  const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
  const x = (isMlp ? ops.randn([64, 40]) : ops.randn([16, 64, 101])).to({ device });
  const y = ops.randint(10, [x.shape[0]], { dtype: "int64" }).to({ device });
  const gradient = ops.ones([], { device });
  const step = () =>
    scope(() => {
      optimizer.zeroGrad();
      crossEntropy(model.forward(x), y).backward({ gradient });
      optimizer.step();
    });
  for (let i = 0; i < 3; i++) step();
  let events;
  // The first trace of a process also holds what starts the profiler.
  for (let i = 0; i < 2; i++) {
    addon.synchronize(device);
    addon.prepareProfiler(isGpu, true, false);
    addon.startProfiler(isGpu, true, false);
    for (let j = 0; j < STEPS; j++) step();
    addon.synchronize(device);
    const recorded = addon.stopProfiler();
    events = readEvents(addon.traceEvents(recorded));
    addon.releaseObject(recorded);
  }
  const table = operatorTable(events);
  return {
    operators: Object.fromEntries(table.map((row) => [row.name, row.calls])),
    kernels: countOf(events.device),
    withKernels: table.filter(({ deviceMs }) => deviceMs > 0).slice(0, 8),
  };
}

function countOf(events) {
  const counts = {};
  for (const one of events) counts[one.name] = (counts[one.name] ?? 0) + 1;
  return counts;
}

function traceTheirs(name) {
  const spec = JSON.stringify({ name, device, steps: STEPS });
  const { status, stdout, stderr } = spawnSync(".venv/bin/python", ["bench/gpu/key_averages.py", spec], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr.slice(-800));
  return JSON.parse(stdout.trim().split("\n").at(-1));
}
