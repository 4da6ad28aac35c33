// Measured in one process: memory over 2,000 steps, out of memory and training afterwards, uploads, own functions, random
// states, NVML beside nvidia-smi, a capture that fails. `node bench/gpu/memory.mjs [--device cuda]`
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { checkpoint, crossEntropy, Linear, ReLU, Sequential } from "../../dist/nn/index.js";
import { AdamW } from "../../dist/optim/index.js";
import { Gpus } from "../../dist/profiling/system/gpus.js";
import { addon } from "../../dist/tensor/addon.js";
import { GpuStreams } from "../../dist/tensor/device-streams.js";
import { AutogradFunction, keep, manualSeed, scope, Tensor } from "../../dist/tensor/index.js";
import { ops } from "../../dist/tensor/ops.js";
import { upload } from "../../dist/tensor/upload.js";
import { CudaGraphs } from "../../dist/train/graphs/engine.js";
import { UploadRing } from "../../dist/train/upload-ring.js";
import { Checks } from "./checks.mjs";

const { device } = parseArgs({ options: { device: { type: "string", default: "cuda" } } }).values;
const isGpu = device !== "cpu";
const { check, note, finish } = new Checks();

function attempt(title, body) {
  try {
    body();
  } catch (error) {
    check(title, false, String(error.stack ?? error).slice(0, 600));
  }
}

attempt("statistics before the first tensor", () => {
  const before = addon.memoryStats(device);
  check(
    "memory statistics before the first tensor",
    Number.isFinite(before.allocatedBytes),
    JSON.stringify(before),
  );
});
attempt("generator before the first tensor", () => {
  manualSeed(1);
  const a = scope(() => ops.randn([5], { device }).to({ device: "cpu" }).toNested());
  manualSeed(1);
  const b = scope(() => ops.randn([5], { device }).to({ device: "cpu" }).toNested());
  check("a seed gives the same numbers", JSON.stringify(a) === JSON.stringify(b), JSON.stringify(a));
  const state = addon.getRandomState(device);
  const c = scope(() => ops.randn([5], { device }).toNested());
  addon.setRandomState(device, state);
  const d = scope(() => ops.randn([5], { device }).toNested());
  check("a restored state gives the same numbers", JSON.stringify(c) === JSON.stringify(d));
});

const model = new Sequential(new Linear(40, 128), new ReLU(), new Linear(128, 10));
model.to({ device });
const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
const x = ops.randn([64, 40], { device });
const y = ops.randint(10, [64], { dtype: "int64", device });
const step = () =>
  scope(() => {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(x), y);
    loss.backward();
    optimizer.step();
    return loss.detach();
  });

attempt("2,000 steps", () => {
  const first = scope(() => step().item());
  for (let i = 0; i < 200; i++) scope(() => void step());
  const before = addon.memoryStats(device).allocatedBytes;
  const live = addon.liveTensors();
  const startMs = performance.now();
  for (let i = 0; i < 2000; i++) scope(() => void step());
  const last = scope(() => step().item());
  const grown = addon.memoryStats(device).allocatedBytes - before;
  check(
    "memory is flat over 2,000 steps",
    isGpu ? grown === 0 : addon.liveTensors() === live,
    `${grown} bytes, ${((performance.now() - startMs) / 2).toFixed(1)} us a step`,
  );
  check("the loss falls", last < first, `${first} to ${last}`);
});

if (isGpu) {
  attempt("out of memory", () => {
    let message = "";
    try {
      scope(() => ops.empty([2 ** 40], { device }));
    } catch (error) {
      message = error.message;
    }
    check("too large a tensor is an error", /out of memory/i.test(message), message.slice(0, 500));
    check("training goes on afterwards", Number.isFinite(scope(() => step().item())));
  });
  attempt("NVML", () => {
    const readings = new Gpus().read();
    const smi = spawnSync(
      "nvidia-smi",
      ["--query-gpu=utilization.gpu,memory.used,temperature.gpu,power.draw", "--format=csv,noheader,nounits"],
      { encoding: "utf8" },
    ).stdout.trim();
    check("NVML reads the GPU", readings.length > 0, `${JSON.stringify(readings)}; nvidia-smi: ${smi}`);
    const [busy, usedMib, temperature, power] = smi.split("\n")[0].split(",").map(Number);
    const own = readings[0];
    // The two are read one after the other.
    const pairs = {
      utilisation: [own.utilizationPercent, busy, 30],
      memory: [own.usedBytes / 2 ** 20, usedMib, 64],
      temperature: [own.temperatureC, temperature, 3],
      power: [own.powerW, power, 0.3 * power],
    };
    for (const [what, [ours, theirs, tolerance]] of Object.entries(pairs))
      check(`${what} equals nvidia-smi's`, Math.abs(ours - theirs) <= tolerance, `${ours} and ${theirs}`);
  });
  attempt("stats", () => note(JSON.stringify(addon.memoryStats(device))));
}
attempt("uploads", () => {
  const values = Float32Array.from({ length: 1_000_000 }, (_, i) => i % 1000);
  const copies = [];
  for (let i = 0; i < 20; i++) {
    values.fill(i);
    copies.push(scope(() => keep(upload(Tensor.view(values, [values.length]), device).add(0))));
  }
  const found = copies.map((copy) => scope(() => [copy.min().item(), copy.max().item()]));
  check(
    "an upload reads the values before it returns",
    found.every(([a, b], i) => a === i && b === i),
    JSON.stringify(found.slice(0, 4)),
  );
});
attempt("uploads on a stream of their own", () => {
  if (!isGpu) return;
  const ring = new UploadRing(new GpuStreams(device));
  const values = new Float32Array(4_000_000);
  const found = [];
  for (let i = 0; i < 30; i++)
    scope(() => {
      values.fill(i);
      const [copy] = ring.upload([Tensor.view(values, [values.length])]);
      // The loader fills its memory again, and the step is slow.
      values.fill(-1);
      const busy = ops.randn([2048, 2048], { device });
      for (let j = 0; j < 10; j++) busy.matmul(busy);
      found.push(keep(ops.stack([copy.min(), copy.max()])));
    });
  const numbers = found.map((one) => one.toNested());
  check(
    "batches on a stream of their own have their values, when they are read late",
    numbers.every(([a, b], i) => a === i && b === i),
    JSON.stringify(numbers.slice(0, 4)),
  );
  const before = addon.memoryStats(device).allocatedBytes;
  ring.dispose();
  check("the buffers are freed", before - addon.memoryStats(device).allocatedBytes >= 2 * 16_000_000);
});
attempt("times of uploads", () => {
  // A batch of 32 clips of a second, as training copies it in each step.
  const values = new Float32Array(32 * 16_000).fill(1);
  const times = [];
  for (let i = 0; i < 200; i++) {
    const startMs = performance.now();
    scope(() => void upload(Tensor.view(values, [32, 16_000]), device).add(1));
    times.push(performance.now() - startMs);
  }
  const sorted = times.slice(20).toSorted((a, b) => a - b);
  note(`upload of 2 MB: median ${sorted[90].toFixed(3)} ms, slowest ${sorted.at(-1).toFixed(3)} ms`);
  const small = [];
  for (let i = 0; i < 200; i++) {
    const startMs = performance.now();
    scope(() => void upload(Tensor.from(new Float32Array(8)), device));
    small.push(performance.now() - startMs);
  }
  note(`upload of 32 bytes: median ${small.toSorted((a, b) => a - b)[100].toFixed(3)} ms`);
});
attempt("callbacks", () => {
  class Square extends AutogradFunction {
    static forward(context, x) {
      context.saveForBackward(x);
      return x.mul(x);
    }
    static backward(context, gradient) {
      return context.savedTensors[0].mul(2).mul(gradient);
    }
  }
  class Failing extends Square {
    static backward() {
      throw new Error("on purpose");
    }
  }
  const leaf = () => Object.assign(ops.full([3], 3, { device, dtype: "float32" }), { requiresGrad: true });
  scope(() => {
    const x = leaf();
    Square.apply(x).sum().backward();
    check(
      "a function of one's own on the device",
      x.grad.toNested().join() === "6,6,6",
      x.grad.toNested().join(),
    );
    const a = leaf();
    checkpoint((v) => Square.apply(v.sin()), a)
      .sum()
      .backward();
    const b = leaf();
    b.sin().square().sum().backward();
    check(
      "checkpointing on the device",
      a.grad.toNested().join() === b.grad.toNested().join(),
      `${a.grad.toNested()}`,
    );
    let message = "";
    try {
      Failing.apply(leaf()).sum().backward();
    } catch (error) {
      message = error.message;
    }
    check("its error in backward arrives", message.includes("on purpose"), message);
  });
});
attempt("half types", () => {
  for (const dtype of ["float16", "bfloat16", "float64", "int64", "bool"]) {
    const back = scope(() => ops.ones([3], { dtype, device }).to("float32").toNested());
    check(`${dtype} comes back from the device`, JSON.stringify(back) === "[1,1,1]", JSON.stringify(back));
  }
  const view = scope(() =>
    Tensor.from([
      [1, 2, 3],
      [4, 5, 6],
    ])
      .to({ device })
      .t()
      .toNested(),
  );
  check(
    "a transposed tensor comes back",
    JSON.stringify(view) === "[[1,4],[2,5],[3,6]]",
    JSON.stringify(view),
  );
});
attempt("a capture that fails", () => {
  if (!isGpu) return;
  // From here on, work is on a stream that can be captured.
  const engine = new CudaGraphs(device);
  const [sum, noise] = [ops.zeros([8], { device }), ops.zeros([8], { device })];
  const work = () => scope(() => void sum.add_(noise.normal_()));
  let message = "";
  try {
    engine.capture(() => {
      work();
      sum.toNested();
    });
  } catch (error) {
    message = error.message;
  }
  check("a read ends a capture", message !== "", message.split("\n")[0].slice(0, 200));
  check("random numbers afterwards", Number.isFinite(scope(() => ops.randn([8], { device }).sum().item())));
  work();
  const graph = engine.capture(work);
  const sums = [0, 1, 2].map(() => {
    graph.replay();
    return JSON.stringify(sum.toNested());
  });
  graph.dispose();
  check("a capture afterwards draws other numbers each time", new Set(sums).size === 3, sums.join(" "));
  check("training goes on after both", Number.isFinite(scope(() => step().item())));
});
finish();
