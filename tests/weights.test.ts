// Weights from elsewhere: pickles, Hugging Face folders, names of published checkpoints, other labels and other shapes.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { writeWeights } from "../src/checkpoint/export.js";
import { Cnn, Encoder, type Encoding, Model } from "../src/models/index.js";
import { Conv2d, Parameter } from "../src/nn/index.js";
import { packageRoot } from "../src/package-root.js";
import { LinearHead } from "../src/tasks/linear-head.js";
import { noGrad, scope, type Tensor } from "../src/tensor/index.js";
import { ops } from "../src/tensor/ops.js";
import { initWeights } from "../src/train/init.js";
import { convertPickles } from "../src/weights/pickle.js";
import { readWeights } from "../src/weights/source.js";
import { runCli } from "./support/cli.js";
import { startOracle } from "./support/oracle.js";
import "./support/allclose.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-weights-"));
const at = (...names: string[]): string => join(root, ...names);
const before = process.env["WOODSHED_HOME"];
process.env["WOODSHED_HOME"] = at("home");
// Set-up's Python is in the checkout, whatever the home is.
afterAll(() => {
  rmSync(root, { recursive: true });
  if (before === undefined) delete process.env["WOODSHED_HOME"];
  else process.env["WOODSHED_HOME"] = before;
});

const CHANNELS = [4, 8];
const NUM_MELS = 8;

const modelOf = (numLabels: number, numMels = NUM_MELS, audioChannels = 1): Model =>
  new Model(
    new Cnn({ numMels, audioChannels, channels: CHANNELS, dropout: 0 }),
    new LinearHead(CHANNELS.at(-1)!, numLabels),
  );

const contextOf = (labels: readonly string[], numFeatures = NUM_MELS) => ({
  ...{ labels, numFeatures },
  labelRows: ["fc.weight", "fc.bias"],
});

/** The shapes of a model's tensors, for Python. */
const shapes = Object.fromEntries(
  [...modelOf(3).stateDict()].map(([name, { shape, dtype }]) => [name, { shape, dtype }]),
);

const SHARDS = ["pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"];
const oracle = startOracle();

const IN_PYTHON = `
import json, os
torch.manual_seed(1)
state = {n: torch.rand(s["shape"]) if s["dtype"] == "float32" else torch.tensor(3) for n, s in shapes.items()}
path = lambda *names: os.path.join(root, *names)
torch.save(state, path("plain.pth"))
encoder = {n[len("encoder."):]: t for n, t in state.items() if n.startswith("encoder.")}
torch.save({"epoch": 3, "state_dict": {f"module.{n}": t for n, t in encoder.items()}}, path("encoder.ckpt"))
torch.save({"half": torch.ones(2).half(), "brain": torch.ones(2).bfloat16(), "flag": torch.tensor([True]),
            "transposed": torch.arange(6.0).reshape(2, 3).t(), "none": torch.zeros(0, 4)}, path("types.bin"))

class Evil:
    def __reduce__(self):
        return (open, (path("executed"), "w"))
torch.save({"weight": torch.ones(1), "extra": Evil()}, path("code.pth"))
torch.save([1, 2], path("list.pt"))
open(path("text.pth"), "w").write("no pickle")

os.mkdir(path("hub"))
names = list(state)
shards = {"${SHARDS[0]}": names[:9], "${SHARDS[1]}": names[9:]}
for file, part in shards.items():
    torch.save({n: state[n] for n in part}, path("hub", file))
index = {"weight_map": {n: file for file, part in shards.items() for n in part}}
json.dump(index, open(path("hub", "pytorch_model.bin.index.json"), "w"))
json.dump({"id2label": {"1": "b", "0": "a", "2": "c"}}, open(path("hub", "config.json"), "w"))

panns = {("fc_audioset." + n[len("head.fc."):] if n.startswith("head.") else n[len("encoder."):]): t
         for n, t in state.items()}
panns["spectrogram_extractor.stft.conv_real.weight"] = torch.ones(3)
torch.save({"model": panns}, path("panns.pth"))

grid = torch.rand(1, 2 + 3 * 4, 5)
resized = torch.nn.functional.interpolate(grid[:, 2:].reshape(1, 3, 4, 5).permute(0, 3, 1, 2), (3, 7), mode="bilinear")
torch.save({"projection.weight": torch.rand(5, 3, 2, 2), "projection.bias": torch.rand(5), "table": grid}, path("positions.pth"))
torch.save({"table": torch.cat([grid[:, :2], resized.flatten(2).transpose(1, 2)], 1)}, path("resized.pth"))
`;

const GOOD = ["plain.pth", "encoder.ckpt", "types.bin", "panns.pth", "positions.pth", "resized.pth"];

beforeAll(async () => {
  await oracle.run(IN_PYTHON, { root, shapes });
  // In one process: a start of Python with torch takes seconds.
  convertPickles([...GOOD.map((name) => at(name)), ...SHARDS.map((name) => at("hub", name))]);
});

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

const expectState = (model: Model, path: string): void =>
  scope(() => {
    const { tensors } = readWeights(path);
    for (const [name, tensor] of model.stateDict()) expect(tensor, name).toBeAllclose(tensors.get(name)!);
  });

describe("a pickle", () => {
  it("is converted once for its content, and loads as the safetensors file does", () => {
    const model = modelOf(3);
    const report = initWeights(model, at("plain.pth"), ["*"], contextOf(["a", "b", "c"]));
    expect(report).toMatchObject({
      missing: [],
      unexpected: [],
      leftOut: [],
      changed: [],
      map: null,
      labels: null,
    });
    expectState(model, at("plain.pth"));
    const [converted] = convertPickles([at("plain.pth")]);
    expect(readdirSync(at("home", "weights"))).toHaveLength(GOOD.length + SHARDS.length);
    expectState(model, converted!);
  });

  it("keeps types, strides and empty tensors", () => {
    scope(() => {
      const { tensors, format } = readWeights(at("types.bin"));
      expect(format).toBe("pickle");
      expect([...tensors].map(([name, { dtype, shape }]) => [name, dtype, shape]).sort()).toEqual([
        ["brain", "bfloat16", [2]],
        ["flag", "bool", [1]],
        ["half", "float16", [2]],
        ["none", "float32", [0, 4]],
        ["transposed", "float32", [3, 2]],
      ]);
      expect(tensors.get("transposed")!.toNested()).toEqual([
        [0, 3],
        [1, 4],
        [2, 5],
      ]);
    });
  });

  it("with code in it is refused, and the code does not run; so is a file of something else", () => {
    const refused = messageOf(() =>
      convertPickles(["code.pth", "list.pt", "text.pth"].map((name) => at(name))),
    );
    expect(refused).toMatch(
      /code\.pth: refused, because it holds more than tensors, and loading it could run code: Unsupported [^.]+\.\w+\. Save its state dict alone/,
    );
    expect(refused).toMatch(/list\.pt: not a file of weights: it holds no tensors by name/);
    expect(refused).toMatch(/text\.pth: /);
    expect(existsSync(at("executed"))).toBe(false);
    expect(readdirSync(at("home", "weights")).some((name) => !name.endsWith(".safetensors"))).toBe(false);
    expect(messageOf(() => readWeights(at("absent.pth")))).toMatch(/absent\.pth: no such file/);
  });

  it("of an encoder alone, trained by DataParallel, is the encoder's", () => {
    const model = modelOf(3);
    const { loaded, missing, unexpected } = initWeights(
      model,
      at("encoder.ckpt"),
      ["*"],
      contextOf(["a", "b", "c"]),
    );
    expect([missing, unexpected]).toEqual([["head.fc.weight", "head.fc.bias"], []]);
    expect(loaded.length).toBe(model.stateDict().size - 2);
  });
});

describe("a folder of Hugging Face's", () => {
  it("with shards has all tensors, and its labels give the rows of the head", () => {
    const model = modelOf(3);
    const fresh = model.stateDict().get("head.fc.weight")!.toNested() as number[][];
    const report = initWeights(model, at("hub"), ["*"], contextOf(["c", "new", "a"]));
    expect(report.labels).toEqual({ copied: ["c", "a"], fresh: ["new"] });
    expect(report.changed.map(({ name, change }) => `${name}: ${change}`)).toEqual([
      "head.fc.weight: rows of 2 of 3 labels copied",
      "head.fc.bias: rows of 2 of 3 labels copied",
    ]);
    scope(() => {
      const saved = readWeights(at("plain.pth")).tensors.get("head.fc.weight")!.toNested() as number[][];
      const rows = model.stateDict().get("head.fc.weight")!.toNested();
      expect(rows).toEqual([saved[2], fresh[1], saved[0]]);
    });
  });

  it("without a label in common leaves the head fresh, also of another size", () => {
    const model = modelOf(2);
    const fresh = model.stateDict().get("head.fc.weight")!.toNested();
    const report = initWeights(model, at("hub"), ["*"], contextOf(["x", "y"]));
    expect(report.leftOut).toEqual(["head.fc.weight", "head.fc.bias"]);
    expect(model.stateDict().get("head.fc.weight")!.toNested()).toEqual(fresh);
  });

  test("that lacks weights, or whose index leaves the folder, is refused", () => {
    const empty = mkdtempSync(at("empty-"));
    writeFileSync(join(empty, "config.json"), "{}");
    expect(() => readWeights(empty)).toThrow(
      /has a config.json and no weights; expected model.safetensors or/,
    );
    writeFileSync(join(empty, "pytorch_model.bin.index.json"), '{"weight_map": {"a": "../plain.pth"}}');
    expect(() => readWeights(empty)).toThrow(/names \.\.\/plain\.pth, expected files beside it/);
    writeFileSync(join(empty, "pytorch_model.bin.index.json"), "{");
    expect(() => readWeights(empty)).toThrow(/not JSON/);
  });
});

describe("published names", () => {
  it("of PANNs are those of our models, without the front end", () => {
    const model = modelOf(3);
    const report = initWeights(model, at("panns.pth"), ["*"], contextOf(["a", "b", "c"]));
    expect(report).toMatchObject({
      ...{ map: "PANNs", missing: [], unexpected: [] },
      leftOut: ["spectrogram_extractor.stft.conv_real.weight"],
    });
    expectState(model, at("plain.pth"));
  });
});

/** An encoder with learned positions over a grid of three rows. */
class Positioned extends Encoder {
  readonly projection: Conv2d;
  readonly table: Parameter;
  readonly width = 5;
  readonly minFrames = 1;
  readonly stride = 1;

  constructor(inChannels: number, columns: number) {
    super();
    this.projection = new Conv2d(inChannels, 5, 2);
    this.table = new Parameter(ops.zeros([1, 2 + 3 * columns, 5]));
  }

  override get positions() {
    return { name: "table", numLeading: 2, rows: 3 };
  }

  forward(features: Tensor): Encoding {
    return { clip: features, frames: null };
  }
}

describe("other shapes", () => {
  it("interpolates positions as PyTorch does, and sums the first convolution over channels", () => {
    const model = new Model(new Positioned(1, 7), new LinearHead(5, 2));
    const report = initWeights(model, at("positions.pth"), ["*"], contextOf(["a", "b"]));
    expect(report.changed).toEqual([
      { name: "encoder.projection.weight", change: "3 input channels summed into 1" },
      { name: "encoder.table", change: "positions interpolated from 3 x 4 to 3 x 7" },
    ]);
    scope(() => {
      const expected = readWeights(at("resized.pth")).tensors.get("table")!;
      expect(model.stateDict().get("encoder.table")!).toBeAllclose(expected, { rtol: 1e-5, atol: 1e-6 });
      const saved = readWeights(at("positions.pth")).tensors.get("projection.weight")!;
      expect(model.stateDict().get("encoder.projection.weight")!).toBeAllclose(saved.sum([1], true), {
        rtol: 1e-6,
      });
    });
  });

  it("divides the first convolution among channels, so that equal channels give the same result", () => {
    const one = modelOf(2, NUM_MELS, 1);
    const encoder = new Positioned(2, 4);
    const saved = new Positioned(1, 4);
    scope(() => writeWeights(saved.stateDict(), at("mono.safetensors")));
    initWeights(
      new Model(encoder, new LinearHead(5, 2)),
      at("mono.safetensors"),
      ["*"],
      contextOf(["a", "b"]),
    );
    noGrad(() =>
      scope(() => {
        const mono = ops.rand([1, 1, 4, 4]);
        const stereo = ops.cat([mono, mono], 1);
        expect(encoder.projection.forward(stereo)).toBeAllclose(saved.projection.forward(mono), {
          rtol: 1e-5,
          atol: 1e-6,
        });
      }),
    );
    one.dispose();
  });

  it("of another number of mel bands is an error that says so", () => {
    expect(() => initWeights(modelOf(3, 16), at("plain.pth"), ["*"], contextOf(["a", "b", "c"], 16))).toThrow(
      /encoder\.bn0\.weight is \[8\], the model has \[16\].*computes 16 channels of features.*front_end\.num_mels.*--init-keys '!encoder\.bn0\.\*'/s,
    );
  });

  it("half of whose names match is another architecture, unless names are chosen", () => {
    const half = at("half.safetensors");
    scope(() => {
      const renamed = [...modelOf(3).stateDict()].map(
        ([name, tensor]) => [name.replace("blocks.1", "layers.1"), tensor as Tensor] as const,
      );
      writeWeights(new Map(renamed), half);
    });
    const model = modelOf(3);
    expect(() => initWeights(model, half, ["*"], contextOf(["a", "b", "c"]))).toThrow(
      /half\.safetensors: has 13 of the encoder's 19 tensors, so it is of another architecture: it lacks encoder\.blocks\.1\.conv\.weight.*and has encoder\.layers\.1/s,
    );
    const { loaded } = initWeights(model, half, ["encoder.bn0.*"], contextOf(["a", "b", "c"]));
    expect(loaded.length).toBe(5);
  });
});

describe("woodshed weights", () => {
  it("inspects and converts, for people and for programs", async () => {
    const shown = await runCli("weights", "inspect", at("panns.pth"));
    expect(shown.stdout).toMatch(/encoder\.bn0\.weight +float32 +\[8\]/);
    expect(shown.stdout).toMatch(/21 tensors, [\d,]+ values, pickle, names of PANNs replaced by ours/);
    const { stdout } = await runCli("weights", "inspect", at("hub"), "--json");
    expect(JSON.parse(stdout)).toMatchObject({ format: "Hugging Face", labels: ["a", "b", "c"], map: null });

    const output = at("converted", "panns.safetensors");
    const converted = await runCli("weights", "convert", at("panns.pth"), "--output", output, "--json");
    expect(JSON.parse(converted.stdout)).toMatchObject({ output, map: "PANNs", tensors: 21 });
    const model = modelOf(3);
    initWeights(model, output, ["*"], contextOf(["a", "b", "c"]));
    expectState(model, at("plain.pth"));
    const refused = await runCli("weights", "inspect", at("absent.pth"));
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("absent.pth: no such file")]);
  });
});

test("the converter is in the package", () => {
  expect(existsSync(join(packageRoot, "services", "convert_weights.py"))).toBe(true);
});
