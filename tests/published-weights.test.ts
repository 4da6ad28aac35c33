// Random weights under the names of published checkpoints, loaded into our models: outputs equal those of the reference modules.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeWeights } from "../src/checkpoint/export.js";
import { Ast, type Encoder, MobileNet, Model } from "../src/models/index.js";
import { packageRoot } from "../src/package-root.js";
import { LinearHead } from "../src/tasks/linear-head.js";
import { noGrad, scope, type Tensor } from "../src/tensor/index.js";
import { type InitReport, initWeights } from "../src/train/init.js";
import { startOracle } from "./support/oracle.js";
import "./support/allclose.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-published-"));
afterAll(() => rmSync(root, { recursive: true }));
const oracle = startOracle();

const LABELS = ["a", "b", "c"];
const NUM_MELS = 36;
const NUM_FRAMES = 60;

const IN_PYTHON = `
${["ast", "mobilenet"].map((name) => readFileSync(join(packageRoot, "tests", "parity", "models", `${name}.py`), "utf8")).join("\n")}
torch.manual_seed(1)
x = torch.randn(2, ${NUM_MELS}, ${NUM_FRAMES})

def randomized(module):
    for name, tensor in module.state_dict().items():
        if name.endswith("running_var"):
            tensor.uniform_(0.5, 2)
        elif tensor.is_floating_point():
            tensor.add_(torch.randn_like(tensor) * 0.1)
    return module.eval()

def logits(module, head):
    with torch.no_grad():
        return F.linear(module(x)[0], *head)

mobilenet, ast = randomized(MobileNet(1, 0.1)), randomized(Ast(${NUM_MELS}, 1, 2, 3, 4, frames=${NUM_FRAMES}))
mobilenet_head, ast_head = ((torch.randn(3, width), torch.randn(3)) for width in (mobilenet.classifier[2].out_features, 12))

def pair(name, tensors):
    return dict(zip((f"{name}.weight", f"{name}.bias"), tensors))

efficient_at = {**mobilenet.state_dict(), **pair("classifier.5", mobilenet_head), "mel.window": torch.ones(4)}

RENAMED = {
    "attention.q_proj": "attention.attention.query",
    "attention.k_proj": "attention.attention.key",
    "attention.v_proj": "attention.attention.value",
    "attention.o_proj": "attention.output.dense",
    "mlp.fc1": "intermediate.dense",
    "mlp.fc2": "output.dense",
    "layers.": "encoder.layer.",
}
transformers = {}
for name, tensor in ast.state_dict().items():
    for own, published in RENAMED.items():
        name = name.replace(own, published)
    transformers["audio_spectrogram_transformer." + name] = tensor
transformers |= {**pair("classifier.layernorm", (torch.ones(12), torch.zeros(12))), **pair("classifier.dense", ast_head)}

embeddings, projection = ast.embeddings, ast.embeddings.patch_embeddings.projection
authors = {
    "v.cls_token": embeddings.cls_token,
    "v.dist_token": embeddings.distillation_token,
    "v.pos_embed": embeddings.position_embeddings,
    **pair("v.patch_embed.proj", (projection.weight, projection.bias)),
    **pair("v.norm", (ast.layernorm.weight, ast.layernorm.bias)),
    **pair("v.head", ast_head), **pair("v.head_dist", ast_head),
    **pair("mlp_head.0", (torch.ones(12), torch.zeros(12))), **pair("mlp_head.1", ast_head),
}
for i, layer in enumerate(ast.layers):
    parts = {"attn.proj": layer.attention.o_proj, "norm1": layer.layernorm_before, "norm2": layer.layernorm_after,
             "mlp.fc1": layer.mlp.fc1, "mlp.fc2": layer.mlp.fc2}
    for name, part in parts.items():
        authors |= pair(f"v.blocks.{i}.{name}", (part.weight, part.bias))
    q, k, v = layer.attention.q_proj, layer.attention.k_proj, layer.attention.v_proj
    authors |= pair(f"v.blocks.{i}.attn.qkv", (torch.cat([q.weight, k.weight, v.weight]), torch.cat([q.bias, k.bias, v.bias])))

out["features"] = x
out["logits"] = {"mobilenet": logits(mobilenet, mobilenet_head), "ast": logits(ast, ast_head)}
out["published"] = {
    "efficient_at": efficient_at,
    "transformers": {name: tensor.detach() for name, tensor in transformers.items()},
    "authors": {f"module.{name}": tensor.detach() for name, tensor in authors.items()},
}
`;

interface Published {
  features: Tensor;
  logits: Record<string, Tensor>;
  published: Record<string, Record<string, Tensor>>;
}
let reference: Published;

const fileOf = (name: string): string => join(root, `${name}.safetensors`);

beforeAll(async () => {
  reference = await oracle.run<Published>(IN_PYTHON, {});
  for (const [name, tensors] of Object.entries(reference.published))
    writeWeights(new Map(Object.entries(tensors)), fileOf(name));
});

const astOf = (maxFrames: number): Ast =>
  new Ast({
    ...{ numMels: NUM_MELS, depth: 2, heads: 3, headWidth: 4, dropout: 0 },
    ...{ patchSize: 16, patchStride: 10, maxFrames },
  });

function load(encoder: Encoder, file: string): { model: Model; report: InitReport } {
  const model = new Model(encoder, new LinearHead(encoder.width, LABELS.length)).eval();
  const context = { labels: LABELS, numFeatures: NUM_MELS, labelRows: ["fc.weight", "fc.bias"] };
  return { model, report: initWeights(model, fileOf(file), ["*"], context) };
}

function expectLogits(model: Model, expected: Tensor): void {
  scope(() =>
    noGrad(() => {
      const atol = 1e-5 * Math.max(1e-3, expected.abs().max().item() as number);
      expect(model.forward(reference.features)).toBeAllclose(expected, { rtol: 0, atol });
    }),
  );
}

it("EfficientAT's names are those of MobileNet, without its front end", () => {
  const { model, report } = load(
    new MobileNet({ width: 0.1, dropout: 0, normMomentum: 0.1 }),
    "efficient_at",
  );
  expect(report).toMatchObject({ map: "EfficientAT", missing: [], unexpected: [], leftOut: ["mel.window"] });
  expectLogits(model, reference.logits["mobilenet"]!);
  model.dispose();
});

describe("AST's names", () => {
  it.each([
    ["transformers", "AST (transformers)", "classifier.layernorm", []],
    [
      "authors",
      "AST (YuanGongND)",
      "mlp_head.0",
      ["v.head.weight", "v.head.bias", "v.head_dist.weight", "v.head_dist.bias"],
    ],
  ])("of %s are those of Ast, and the norm of the head is reported", (file, map, norm, leftOut) => {
    const { model, report } = load(astOf(NUM_FRAMES), file);
    expect(report).toMatchObject({ map, missing: [], changed: [] });
    expect(report.unexpected.sort()).toEqual([`${norm}.bias`, `${norm}.weight`]);
    expect(report.leftOut.sort()).toEqual(leftOut.sort());
    expectLogits(model, reference.logits["ast"]!);
    model.dispose();
  });

  it("keep their positions for shorter clips, interpolated", () => {
    const { model, report } = load(astOf(40), "transformers");
    expect(report.missing).toEqual([]);
    expect(report.changed).toEqual([
      {
        name: "encoder.embeddings.position_embeddings",
        change: "positions interpolated from 3 x 5 to 3 x 3",
      },
    ]);
    model.dispose();
  });
});
