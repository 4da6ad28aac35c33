import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { type DType, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { exportWeights } from "./export.js";
import { FileImage } from "./image.js";
import { mapSafetensors, readLayout } from "./safetensors.js";

const oracle = startOracle();
const folder = mkdtempSync(join(tmpdir(), "woodshed-safetensors-"));

const DTYPES: DType[] = [
  "bool",
  "float64",
  "float32",
  "float16",
  "bfloat16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint8",
];

/** Mixes narrow and wide dtypes with odd counts: in this order, values would be unaligned. */
const tensors = new Map([
  ...DTYPES.map(
    (dtype) =>
      [
        dtype,
        Tensor.from([
          [0, 1, 2],
          [1, 0, 1],
          [1, 1, 1],
        ]).to(dtype),
      ] as [string, Tensor],
  ),
  ["scalar", Tensor.from(2.5)],
  ["empty", ops.zeros([0, 3])],
  ["channels_last", ops.randn([2, 3, 4, 5]).clone({ memoryFormat: "channels_last" })],
]);

function write(path: string, content = tensors, metadata = {}): string {
  const image = new FileImage(content, metadata);
  image.capture(content);
  writeFileSync(path, new Uint8Array(image.memory));
  image.dispose();
  return path;
}

describe("a safetensors file", () => {
  it("round-trips dtype, shape and values", () => {
    const read = mapSafetensors(write(join(folder, "own.safetensors")));
    expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [name, tensor] of tensors) {
      expect([read.get(name)!.dtype, read.get(name)!.shape]).toEqual([tensor.dtype, tensor.shape]);
      expect(read.get(name)!.toNested()).toEqual(tensor.toNested());
    }
  });

  it("is mapped privately: changes to the tensors do not reach the file", () => {
    const path = write(join(folder, "mapped.safetensors"));
    const before = readFileSync(path);
    const read = mapSafetensors(path);
    scope(() => read.get("float32")!.add_(1));
    expect(readFileSync(path).equals(before)).toBe(true);
    writeFileSync(join(folder, "other"), "");
    expect(read.get("float64")!.sum().item()).toBe(8);
  });

  it("is readable in Python, and files written by Python are readable here, aligned or not", async () => {
    const ours = write(join(folder, "ours.safetensors"));
    const [theirs, odd] = ["theirs", "odd"].map((name) => join(folder, `${name}.safetensors`));
    const { sums } = await oracle.run<{ sums: Record<string, number> }>(
      `
      import json, struct
      from safetensors.torch import load_file, save_file
      tensors = load_file(ours)
      out["sums"] = {name: float(t.double().sum()) for name, t in tensors.items()}
      save_file({name: t.clone() for name, t in tensors.items()}, theirs)
      header = json.dumps({"a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]},
                           "b": {"dtype": "F64", "shape": [2], "data_offsets": [1, 17]}}).encode()
      open(odd, "wb").write(struct.pack("<Q", len(header)) + header + b"\\x07" + struct.pack("<2d", 1.5, -2.5))
      `,
      { ours, theirs: theirs!, odd: odd! },
    );
    for (const [name, tensor] of tensors) expect(sums[name]).toBe(tensor.to("float64").sum().item());
    const read = mapSafetensors(theirs!);
    for (const [name, tensor] of tensors) expect(read.get(name)!.toNested()).toEqual(tensor.toNested());
    const unaligned = mapSafetensors(odd!);
    expect([unaligned.get("a")!.toNested(), unaligned.get("b")!.toNested()]).toEqual([[7], [1.5, -2.5]]);
  });

  it.each([
    ["with only a few bytes", (whole: Buffer) => whole.subarray(0, 5), /it has 5 bytes/],
    ["with half a header", (whole: Buffer) => whole.subarray(0, 40), /its header claims/],
    [
      "with half of the values",
      (whole: Buffer) => whole.subarray(0, whole.length - 8),
      /lies at bytes .* the file has/,
    ],
    ["that is text", () => Buffer.from("hello, this is a text file"), /its header claims/],
    [
      "with a header that is not JSON",
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 8), Buffer.from("?"), whole.subarray(9)]),
      /its header is not JSON/,
    ],
    [
      "with an unknown dtype",
      (whole: Buffer) => Buffer.from(whole.toString("latin1").replace('"F32"', '"X32"'), "latin1"),
      /unknown dtype X32/,
    ],
    ...["null", "[]", '{"dtype":"F32"}', '{"dtype":"F32","shape":[-2,-2],"data_offsets":[0,16]}'].map(
      (entry): [string, (whole: Buffer) => Buffer, RegExp] => [
        `with an entry that is ${entry}`,
        () => {
          const header = Buffer.from(`{"w":${entry}}`);
          const length = Buffer.alloc(8);
          length.writeBigUInt64LE(BigInt(header.length));
          return Buffer.concat([length, header, Buffer.alloc(16)]);
        },
        /w has no dtype, shape and data_offsets/,
      ],
    ),
    [
      "with a shape that does not fit its bytes",
      (whole: Buffer) =>
        Buffer.from(whole.toString("latin1").replace('"shape":[4]', '"shape":[5]'), "latin1"),
      /w \[5\] does not fit its 16 bytes/,
    ],
  ])("%s is refused", (_, damage, message) => {
    const path = write(join(folder, "damaged.safetensors"), new Map([["w", ops.ones([4])]]));
    writeFileSync(path, damage(readFileSync(path)));
    expect(() => mapSafetensors(path)).toThrow(message);
    expect(() => mapSafetensors(path)).toThrow(/damaged\.safetensors: not a complete safetensors file/);
  });
});

describe("exported weights", () => {
  const weights = new Map([
    ["w", Tensor.from([1, 0.1, -3])],
    ["count", Tensor.from([7], { dtype: "int64" })],
  ]);

  it.each([
    ["fp32", "float32", 0],
    ["fp16", "float16", 2 ** -11],
    ["bf16", "bfloat16", 2 ** -8],
  ] as const)("are written as %s, with integers unchanged", (dtype, expected, relative) => {
    const path = join(folder, dtype, "model.safetensors");
    exportWeights(weights, path, dtype, { made: "here" });
    const read = mapSafetensors(path);
    expect([read.get("w")!.dtype, read.get("count")!.dtype]).toEqual([expected, "int64"]);
    const values = read.get("w")!.to("float32").toFloat32Array();
    for (const [i, value] of [1, Math.fround(0.1), -3].entries())
      expect(Math.abs(values[i]! - value)).toBeLessThanOrEqual(relative * Math.abs(value));
    expect(readLayout(path).metadata).toEqual({ format: "pt", made: "here" });
  });

  it("that are too large for fp16 are refused, with the parameter's name", () => {
    const large = new Map([["head.weight", Tensor.from([1, 1e6])]]);
    expect(() => exportWeights(large, join(folder, "large"), "fp16")).toThrow(
      /head\.weight: its largest value 1000000 does not fit in fp16; export as bf16 or fp32/,
    );
  });
});
