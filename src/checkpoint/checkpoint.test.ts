import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { parseConfig } from "../config/load.js";
import { ops } from "../ops/index.js";
import { type DType, Tensor } from "../tensor/index.js";
import {
  CheckpointReader,
  CheckpointWriter,
  decodeSafetensors,
  encodeSafetensors,
  findCheckpoint,
  MODEL_FILE,
} from "./index.js";

const oracle = startOracle();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-checkpoint-"));
});

const DTYPES: DType[] = [
  "float64",
  "float32",
  "float16",
  "bfloat16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint8",
  "bool",
];

describe("safetensors", () => {
  const tensors = new Map([
    ...DTYPES.map(
      (dtype) =>
        [
          dtype,
          Tensor.from([
            [0, 1, 2],
            [1, 0, 1],
          ]).to(dtype),
        ] as [string, Tensor],
    ),
    ["scalar", Tensor.from(2.5)],
    ["empty", ops.zeros([0, 3])],
  ]);

  it("gives back dtype, shape and values", () => {
    const read = decodeSafetensors(Buffer.concat(encodeSafetensors(tensors)), "here");
    expect([...read.keys()]).toEqual([...tensors.keys()]);
    for (const [name, tensor] of tensors) {
      expect([read.get(name)!.dtype, read.get(name)!.shape]).toEqual([tensor.dtype, tensor.shape]);
      expect(read.get(name)!.toArray()).toEqual(tensor.toArray());
    }
  });

  it("is read by Python, and reads what Python wrote", async () => {
    const ours = join(folder, "ours.safetensors");
    const theirs = join(folder, "theirs.safetensors");
    writeFileSync(ours, Buffer.concat(encodeSafetensors(tensors)));
    const { sums } = await oracle.run<{ sums: Record<string, number> }>(
      `
      from safetensors.torch import load_file, save_file
      tensors = load_file(ours)
      out["sums"] = {name: float(t.double().sum()) for name, t in tensors.items()}
      save_file({name: t.clone() for name, t in tensors.items()}, theirs)
      `,
      { ours, theirs },
    );
    for (const [name, tensor] of tensors) expect(sums[name]).toBe(tensor.to("float64").sum().item());
    const read = decodeSafetensors(readFileSync(theirs), theirs);
    for (const [name, tensor] of tensors) expect(read.get(name)!.toNested()).toEqual(tensor.toNested());
  });

  it.each([
    ["a few bytes", (whole: Buffer) => whole.subarray(0, 5), /it has 5 bytes/],
    ["half a header", (whole: Buffer) => whole.subarray(0, 40), /its header claims/],
    [
      "half the values",
      (whole: Buffer) => whole.subarray(0, whole.length - 8),
      /lies at bytes .* the file has/,
    ],
    ["text", () => Buffer.from("hello, this is a text file"), /its header claims/],
  ])("%s is not taken for whole", (_, damage, message) => {
    const whole = Buffer.concat(encodeSafetensors(new Map([["w", ops.ones([4])]])));
    expect(() => decodeSafetensors(damage(whole), "m.safetensors")).toThrow(message);
    expect(() => decodeSafetensors(damage(whole), "m.safetensors")).toThrow(/^m\.safetensors: not a whole/);
  });
});

const config = parseConfig({ data: { train: "x" } });

function content(step: number) {
  return {
    manifest: {
      runId: "run",
      position: { step, epoch: 0, batch: step },
      metrics: {},
      best: null,
      stopping: { best: null, numBad: 0 },
      labels: ["a"],
      config,
    },
    model: new Map([["w", Tensor.from([step])]]),
    training: new Map<string, Tensor>(),
  };
}

const stepOf = (path: string): number => new CheckpointReader(path).tensors(MODEL_FILE).get("w")!.item();

describe("writing", () => {
  it("keeps what last and best name, and deletes the rest", async () => {
    const checkpoints = join(folder, "checkpoints");
    const writer = new CheckpointWriter(checkpoints);
    await writer.write(content(1), ["last", "best"]);
    await writer.write(content(2), ["last"]);
    await writer.write(content(3), ["last"]);
    expect(readdirSync(checkpoints).sort()).toEqual(["best", "last", "step-0000001", "step-0000003"]);
    expect([stepOf(folder), stepOf(join(checkpoints, "last"))]).toEqual([1, 3]);
    expect(readlinkSync(join(checkpoints, "best"))).toBe("step-0000001");
  });

  it("takes the same step again without a moment in which last names nothing", async () => {
    const writer = new CheckpointWriter(folder);
    await writer.write(content(5), ["last", "best"]);
    const again = { ...content(5), model: new Map([["w", Tensor.from([50])]]) };
    let wasAlwaysThere = true;
    const watch = setInterval(() => {
      wasAlwaysThere &&= existsSync(join(folder, "last", "checkpoint.json"));
    });
    await writer.write(again, ["last"]);
    clearInterval(watch);
    expect(wasAlwaysThere).toBe(true);
    expect(stepOf(join(folder, "last"))).toBe(50);
    expect(stepOf(join(folder, "best"))).toBe(5);
  });

  it("leaves what was there when it fails, and says so", async () => {
    const writer = new CheckpointWriter(folder);
    await writer.write(content(1), ["last"]);
    // No folder can be made below a file.
    writeFileSync(join(folder, "file"), "in the way");
    const blocked = new CheckpointWriter(join(folder, "file", "inside"));
    await expect(blocked.write(content(2), ["last"])).rejects.toThrow(
      /step-0000002: the checkpoint was not written.*untouched/,
    );
    expect(stepOf(join(folder, "last"))).toBe(1);
  });

  it("clears away what a killed process left half-written", async () => {
    mkdirSync(join(folder, ".writing-step-0000001-999999999"));
    await new CheckpointWriter(folder).write(content(2), ["last"]);
    expect(readdirSync(folder).sort()).toEqual(["last", "step-0000002"]);
  });
});

describe("reading says what is wrong, and where", () => {
  beforeEach(async () => {
    await new CheckpointWriter(folder).write(content(1), ["last"]);
  });
  const model = () => join(folder, "last", MODEL_FILE);

  it("a flipped bit", () => {
    const bytes = readFileSync(model());
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(model(), bytes);
    expect(() => stepOf(folder)).toThrow(/model\.safetensors: its checksum is wrong.*use another checkpoint/);
  });

  it("a truncated file", () => {
    truncateSync(model(), 20);
    expect(() => stepOf(folder)).toThrow(/model\.safetensors: expected \d+ bytes, found 20/);
  });

  it("a manifest that is no JSON, and one of a newer version", () => {
    const manifest = join(folder, "last", "checkpoint.json");
    const text = readFileSync(manifest, "utf8");
    writeFileSync(manifest, text.replace('"version": 1', '"version": 99'));
    expect(() => stepOf(folder)).toThrow(/format version 99, this Woodshed reads up to 1; update Woodshed/);
    writeFileSync(manifest, text.slice(0, 50));
    expect(() => stepOf(folder)).toThrow(/checkpoint\.json: not readable as JSON/);
  });

  it("no checkpoint at all", () => {
    expect(() => findCheckpoint(join(folder, "nowhere"))).toThrow(/nowhere: no such folder/);
    const other = mkdtempSync(join(tmpdir(), "woodshed-other-"));
    expect(() => findCheckpoint(other)).toThrow(/holds no checkpoint \(found nothing\)/);
  });
});
