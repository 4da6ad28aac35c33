// Every model, exported, in a browser: its outputs equal libtorch's. The conformance suites compare them in Node.
import { join } from "node:path";
import { expect, test } from "vitest";
import { createEncoder, Model } from "../src/models/index.js";
import { MODELS, type ModelChoice } from "../src/models/options.js";
import { packageRoot } from "../src/package-root.js";
import { LinearHead } from "../src/tasks/linear-head.js";
import { manualSeed, noGrad, scope, Tensor } from "../src/tensor/index.js";
import { findChromium, NO_CHROMIUM } from "./support/browser.js";
import { exportFunction, numbersOf } from "./support/onnx.js";
import { askPage } from "./support/page.js";
import { SMALL_MODELS } from "./support/small-models.js";

const NUM_CLIPS = 5;

interface Exported {
  onnx: Uint8Array;
  shape: number[];
  input: Float32Array;
  expected: Float32Array;
}

function exportSmall(name: ModelChoice["name"]): Exported {
  const { options = {}, channels = 1 } = SMALL_MODELS[name];
  manualSeed(2);
  const choice = { name, ...MODELS[name].options.parse(options) } as unknown as ModelChoice;
  const encoder = scope(() => createEncoder(choice, { channels, audioChannels: 1 }));
  const model = new Model(encoder, new LinearHead(encoder.width, 3)).eval();
  try {
    const body = (x: Tensor): Tensor => model.forward(x);
    const numFrames = Math.max(16, 2 * encoder.minFrames);
    // A recording is split into windows of one length: positions of `ast` are constants.
    const traced = [1, 2, 3].map((numClips) => [numClips, channels, numFrames]);
    const onnx = exportFunction(body, traced, { modules: { model } });
    const shape = [NUM_CLIPS, channels, numFrames];
    const input = numbersOf(shape, 7);
    const expected = noGrad(() => scope(() => body(Tensor.from(input, { shape })).toFloat32Array()));
    return { onnx, shape, input, expected };
  } finally {
    model.dispose();
  }
}

const chromium = findChromium();
if (chromium === null) console.warn(NO_CHROMIUM);
test.skipIf(chromium === null)("models in a browser have the outputs of libtorch", async () => {
  const names = Object.keys(SMALL_MODELS) as ModelChoice["name"][];
  const exported = names.map((name) => [name, exportSmall(name)] as const);
  const cases = exported.map(([name, { shape, input }]) => ({ name, shape, input: [...input] }));
  const ort = join(packageRoot, "node_modules/onnxruntime-web/dist");
  const page = `<!doctype html><script type="module">
    import * as ort from "/ort.wasm.min.mjs";
    ort.env.wasm.numThreads = 1;
    const answers = {};
    for (const { name, shape, input } of await (await fetch("/cases.json")).json()) {
      try {
        const session = await ort.InferenceSession.create("/" + name + ".onnx");
        const x = new ort.Tensor("float32", Float32Array.from(input), shape);
        answers[name] = [...(await session.run({ x })).y.data];
      } catch (error) {
        answers[name] = String(error.stack ?? error);
      }
    }
    await fetch("/answer", { method: "POST", body: JSON.stringify(answers) });
  </script>`;
  const answers = (await askPage(chromium!, page, {
    ...Object.fromEntries(exported.map(([name, { onnx }]) => [`/${name}.onnx`, onnx])),
    "/cases.json": Buffer.from(JSON.stringify(cases)),
    "/ort.wasm.min.mjs": join(ort, "ort.wasm.min.mjs"),
    "/ort-wasm-simd-threaded.mjs": join(ort, "ort-wasm-simd-threaded.mjs"),
    "/ort-wasm-simd-threaded.wasm": join(ort, "ort-wasm-simd-threaded.wasm"),
  })) as Record<string, number[] | string>;
  for (const [name, { expected }] of exported) {
    const answer = answers[name]!;
    expect(Array.isArray(answer), `${name}: ${answer}`).toBe(true);
    const largest = Math.max(1, ...expected.map(Math.abs));
    const difference = Math.max(...[...expected].map((value, i) => Math.abs(value - Number(answer[i]))));
    expect(answer.length, name).toBe(expected.length);
    expect(difference / largest, name).toBeLessThan(1e-4);
  }
});
