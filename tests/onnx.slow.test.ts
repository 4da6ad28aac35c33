import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { randomFloat } from "../src/data/random.js";
import { CONVERTERS } from "../src/export/onnx/converters/index.js";
import { exportOnnx } from "../src/export/onnx/index.js";
import { OnnxSession } from "../src/export/onnx/runtime.js";
import { logitsOf } from "../src/inference/forward.js";
import { predictSamples } from "../src/inference/predict.js";
import { type RestoredModel, restoreModel } from "../src/inference/restore.js";
import { packageRoot } from "../src/package-root.js";
import { noGrad, scope, Tensor } from "../src/tensor/index.js";
import { runTraining } from "../src/train/run.js";
import { findChromium, NO_CHROMIUM } from "./support/browser.js";
import { runCli, startCli } from "./support/cli.js";
import { startOracle } from "./support/oracle.js";
import { askPage } from "./support/page.js";
import { makeTones } from "./support/tones.js";

// The quickstart's model and front end, trained on tones for two epochs.

const FP32 = ["training.precision=fp32", "training.device=cpu"];
const folder = mkdtempSync(join(tmpdir(), "woodshed-onnx-"));
const tones = makeTones(16);
afterAll(() => {
  for (const one of [folder, tones]) rmSync(one, { recursive: true, force: true });
});
const oracle = startOracle();

async function train(name: string, ...overrides: string[]): Promise<string> {
  const loaded = loadConfig(join(packageRoot, "recipes/quickstart.yaml"), [
    ...["data.dataset=null", `data.train=${tones}`, "data.test=null", "data.workers=0"],
    ...["training.epochs=2", "training.batch_size=16", "training.threads=1", "training.precision=fp32"],
    ...["optimization.learning_rate=0.01", `runs_dir=${folder}`, `name=${name}`, ...overrides],
  ]);
  return (await runTraining(loaded, {}, new AbortController().signal)).folder;
}

/** Returns a tone, chirp, noise or clicks, by the index, loud or quiet. */
function clip(index: number, numSamples: number): Float32Array {
  const loudness = 10 ** (-3 * randomFloat(index, 0));
  const hz = 80 * 2 ** (6 * randomFloat(index, 1));
  return Float32Array.from({ length: numSamples }, (_, i) => {
    const time = i / 16_000;
    const noise = 2 * randomFloat(index, 2, i) - 1;
    const kinds = [
      Math.sin(2 * Math.PI * hz * time),
      Math.sin(2 * Math.PI * hz * time * (1 + time)),
      noise,
      i % 4000 === 0 ? 1 : 0,
      i < numSamples / 3 ? noise : 0,
    ];
    return loudness * kinds[index % kinds.length]!;
  });
}

function rows(clips: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(clips.length * clips[0]!.length);
  for (const [i, one] of clips.entries()) all.set(one, i * one.length);
  return all;
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0)
    : Number.POSITIVE_INFINITY;

const ours = (network: RestoredModel, clips: readonly Float32Array[]) => {
  const outputs = clips.map((one) => predictSamples(network, one));
  return {
    probabilities: outputs.flatMap((one) => [...one.outputs]),
    embedding: outputs.flatMap(({ embedding }) => [...embedding]),
  };
};

describe.each(["cnn"])("%s", (name) => {
  let run: string;
  let path: string;
  let network: RestoredModel;
  beforeAll(async () => {
    run = await train(name, `model.name=${name}`);
    path = join(run, "model.onnx");
    network = restoreModel(run, FP32);
  });

  test("the command writes the model and checks it", async () => {
    const { code, stdout, stderr } = await startCli(["export", run]).ended;
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/model\.onnx {2}[\d.]+ MB, operator set 18; onnxruntime agrees within \d\.\de-\d/);
    expect(stdout).toContain("inputs  waveform [batch, samples], float32 at 16000 Hz");
    expect(stdout).toContain("outputs probabilities [batch, 3], embedding [batch, 256]");
  });

  test("ONNX's checker accepts the model, and its metadata describes its use", async () => {
    const { metadata, inputs } = await oracle.run<{ metadata: Record<string, string>; inputs: string[] }>(
      `
      import onnx
      model = onnx.load(path)
      onnx.checker.check_model(model, full_check=True)
      out["metadata"] = {one.key: one.value for one in model.metadata_props}
      out["inputs"] = [one.name for one in model.graph.input]
      `,
      { path },
    );
    expect(inputs).toEqual(["waveform"]);
    expect(metadata).toMatchObject({
      task: "classification",
      labels: '["high","low","mid"]',
      sample_rate_hz: "16000",
      clip_sec: "1",
      woodshed_version: "0.1.0",
      config_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      run_id: expect.stringMatching(new RegExp(`^${name}-`)),
    });
  });

  test("logits of 100 clips in Python's onnxruntime equal libtorch's within 1e-4", async () => {
    const clips = Array.from({ length: 100 }, (_, i) => clip(i, 16_000));
    const wave = rows(clips);
    const { logits: theirs } = await oracle.run(
      `
      import onnx, onnxruntime
      model = onnx.load(path)
      source = next(one.input[0] for one in reversed(model.graph.node) if one.op_type == "Softmax")
      model.graph.output.append(onnx.helper.make_tensor_value_info(source, onnx.TensorProto.FLOAT, None))
      session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
      out["logits"] = torch.from_numpy(session.run([source], {"waveform": wave.numpy()})[0])
      `,
      { path, wave: Tensor.from(wave, { shape: [100, 16_000] }) },
    );
    const own = noGrad(() =>
      scope(() => logitsOf(network, Tensor.view(wave, [100, 16_000])).toFloat32Array()),
    );
    expect(theirs!.shape).toEqual([100, 3]);
    expect(largest(theirs!.toFloat32Array(), own)).toBeLessThan(1e-4);
    theirs!.dispose();
  });

  test.each([
    [1, 16_000],
    [5, 16_000],
    [3, 1],
    [2, 4000],
    [4, 16_001],
    [1, 32_000],
    [2, 56_789],
  ])("%i waveforms of %i samples have the outputs of predict", async (count, numSamples) => {
    const clips = Array.from({ length: count }, (_, i) => clip(i + 7, numSamples));
    const expected = ours(network, clips);
    const session = await OnnxSession.open(readFileSync(path));
    const web = await session.run(rows(clips), [count, numSamples]);
    await session.close();
    const python = await oracle.run(
      `
      import onnxruntime
      session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
      results = session.run(["probabilities", "embedding"], {"waveform": wave.numpy()})
      out["probabilities"], out["embedding"] = map(torch.from_numpy, results)
      `,
      { path, wave: Tensor.from(rows(clips), { shape: [count, numSamples] }) },
    );
    for (const output of ["probabilities", "embedding"] as const) {
      // An embedding's values have any size: the difference is relative to the largest.
      const scale =
        output === "embedding" ? expected[output].reduce((x, y) => Math.max(x, Math.abs(y)), 1) : 1;
      expect(largest(web[output]!, expected[output]) / scale).toBeLessThan(1e-4);
      expect(largest(python[output]!.toFloat32Array(), expected[output]) / scale).toBeLessThan(1e-4);
    }
    for (const tensor of Object.values(python)) tensor.dispose();
  });

  const chromium = findChromium();
  if (chromium === null) console.warn(NO_CHROMIUM);
  test.skipIf(chromium === null)("onnxruntime-web in a browser gives the same probabilities", async () => {
    const clips = Array.from({ length: 6 }, (_, i) => clip(i + 20, 12_000 + 3000 * i));
    const ort = join(packageRoot, "node_modules/onnxruntime-web/dist");
    const page = `<!doctype html><script type="module">
      import * as ort from "/ort.wasm.min.mjs";
      const post = (answer) => fetch("/answer", { method: "POST", body: JSON.stringify(answer) });
      try {
        ort.env.wasm.numThreads = 1;
        const session = await ort.InferenceSession.create("/model.onnx");
        const probabilities = [];
        for (const samples of await (await fetch("/clips.json")).json()) {
          const waveform = new ort.Tensor("float32", Float32Array.from(samples), [1, samples.length]);
          probabilities.push(...(await session.run({ waveform })).probabilities.data);
        }
        await post({ probabilities, agent: navigator.userAgent });
      } catch (error) {
        await post({ error: String(error.stack) });
      }
    </script>`;
    const answer = await askPage(chromium!, page, {
      "/ort.wasm.min.mjs": join(ort, "ort.wasm.min.mjs"),
      "/ort-wasm-simd-threaded.mjs": join(ort, "ort-wasm-simd-threaded.mjs"),
      "/ort-wasm-simd-threaded.wasm": join(ort, "ort-wasm-simd-threaded.wasm"),
      "/model.onnx": path,
      "/clips.json": JSON.stringify(clips.map((one) => [...one])),
    });
    expect(answer).toMatchObject({ agent: expect.stringMatching(/Chrom/) });
    const { probabilities } = answer as { probabilities: number[] };
    expect(largest(probabilities, ours(network, clips).probabilities)).toBeLessThan(1e-4);
  });
});

test("a model trained on batches by duration gets windows of about the clip's own length", async () => {
  const run = await train("by-duration", "training.batch_sec=4", "data.clip_sec=0.2", "training.epochs=1");
  const path = join(run, "model.onnx");
  const written = await exportOnnx(run, path);
  expect(written.maxDifference).toBeLessThan(1e-4);
  const network = restoreModel(run, FP32);
  const { python } = await oracle.run<{ python: Tensor[] }>(
    `
    import onnx, onnxruntime
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    out["python"] = [torch.from_numpy(session.run(["probabilities"], {"waveform": one[None].numpy()})[0]) for one in clips]
    `,
    { path, clips: [1, 800, 2500, 3200, 3201, 9000].map((length, i) => Tensor.from(clip(i, length))) },
  );
  const expected = [1, 800, 2500, 3200, 3201, 9000].map((length, i) =>
    predictSamples(network, clip(i, length)),
  );
  for (const [i, tensor] of python.entries()) {
    expect(largest(tensor.toFloat32Array(), expected[i]!.outputs)).toBeLessThan(1e-4);
  }
});

test("a model whose outputs differ is not written, and the layer is named", async () => {
  const run = await train("wrong", "training.epochs=1");
  const out = join(folder, "wrong.onnx");
  const right = CONVERTERS["aten::linear"]!;
  CONVERTERS["aten::linear"] = (call) => call.graph.add("Neg", [right(call) as string]);
  try {
    await expect(exportOnnx(run, out)).rejects.toThrow(
      /onnxruntime and libtorch differ by .* in the result of model\.encoder\.fc1 \(Linear\), expected .*; everything before it agrees/,
    );
    expect(() => readFileSync(out)).toThrow(/ENOENT/);
  } finally {
    CONVERTERS["aten::linear"] = right;
  }
});

test("a missing run, a wrong operator set and an unwritable path are reported", async () => {
  const nowhere = await runCli("export", join(folder, "nowhere"));
  expect([nowhere.code, nowhere.stderr]).toEqual([
    1,
    expect.stringMatching(/^CheckpointError: .*no such folder/),
  ]);
  const run = await train("plain", "training.epochs=1");
  writeFileSync(join(folder, "file"), "");
  const [opset, out] = await Promise.all([
    runCli("export", run, "--opset", "5"),
    runCli("export", run, "--no-check", "--out", join(folder, "file", "model.onnx")),
  ]);
  expect([opset.code, opset.stderr]).toEqual([1, "ConfigError: opset: expected 17 to 22, got 5\n"]);
  expect([out.code, out.stderr]).toEqual([
    1,
    expect.stringMatching(/^ExportError: .*model\.onnx: cannot be written \((EEXIST|ENOTDIR)\)/),
  ]);
});
