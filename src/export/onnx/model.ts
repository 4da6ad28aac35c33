import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { DType } from "../../tensor/index.js";

/*
 * The part of ONNX's format that exports use, with the field numbers of onnx.proto (onnx 1.23, proto2).
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

export type Attribute = number | readonly number[] | string | readonly string[] | Float | OnnxGraph;

/** A floating-point attribute, even if its value is whole: ONNX distinguishes it from an integer. */
export class Float {
  constructor(readonly value: number) {}
}

export interface OnnxNode {
  name: string;
  opType: string;
  /** "" for an optional input that is left out. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxTensor {
  name: string;
  dtype: DType;
  shape: readonly number[];
  /** Row-major, little-endian. */
  bytes: Uint8Array;
}

/** An input or output. A dimension that is a string is dynamic; dimensions of the same name are equal. */
export interface OnnxValueInfo {
  name: string;
  dtype: DType;
  shape: readonly (number | string)[];
  description?: string;
}

export interface OnnxGraph {
  name: string;
  nodes: readonly OnnxNode[];
  initializers: readonly OnnxTensor[];
  inputs: readonly OnnxValueInfo[];
  outputs: readonly OnnxValueInfo[];
}

export interface OnnxModel {
  graph: OnnxGraph;
  opset: number;
  producerVersion: string;
  description: string;
  metadata: Readonly<Record<string, string>>;
}

const DATA_TYPES: Partial<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
};

/** Returns ONNX's number for a dtype; undefined if ONNX has none. */
export function dataTypeOf(dtype: DType): number | undefined {
  return DATA_TYPES[dtype];
}

/** Returns the format version that was released with an operator set. */
function irVersion(opset: number): number {
  return opset <= 18 ? 8 : opset <= 20 ? 9 : 10;
}

/** Encodes a model as the bytes of a `.onnx` file. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new BinaryWriter();
  int(writer, 1, irVersion(model.opset));
  text(writer, 2, "woodshed");
  text(writer, 3, model.producerVersion);
  text(writer, 6, model.description);
  message(writer, 7, () => writeGraph(writer, model.graph));
  message(writer, 8, () => int(writer, 2, model.opset));
  for (const [key, value] of Object.entries(model.metadata)) {
    message(writer, 14, () => {
      text(writer, 1, key);
      text(writer, 2, value);
    });
  }
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, graph: OnnxGraph): void {
  for (const node of graph.nodes) message(writer, 1, () => writeNode(writer, node));
  text(writer, 2, graph.name);
  for (const tensor of graph.initializers) message(writer, 5, () => writeTensor(writer, tensor));
  for (const input of graph.inputs) message(writer, 11, () => writeValueInfo(writer, input));
  for (const output of graph.outputs) message(writer, 12, () => writeValueInfo(writer, output));
}

function writeNode(writer: BinaryWriter, node: OnnxNode): void {
  for (const input of node.inputs) text(writer, 1, input);
  for (const output of node.outputs) text(writer, 2, output);
  text(writer, 3, node.name);
  text(writer, 4, node.opType);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(writer, 5, () => writeAttribute(writer, name, value));
  }
}

const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, graph: 5, ints: 7, strings: 8 } as const;

function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  text(writer, 1, name);
  const type = (kind: keyof typeof ATTRIBUTE_TYPES) => int(writer, 20, ATTRIBUTE_TYPES[kind]);
  if (value instanceof Float) {
    writer.tag(2, WireType.Bit32).float(value.value);
    type("float");
  } else if (typeof value === "number") {
    int(writer, 3, value);
    type("int");
  } else if (typeof value === "string") {
    text(writer, 4, value);
    type("string");
  } else if ("nodes" in value) {
    message(writer, 6, () => writeGraph(writer, value));
    type("graph");
  } else if (value.length > 0 && value.every((item) => typeof item === "string")) {
    for (const item of value) text(writer, 9, item);
    type("strings");
  } else {
    for (const item of value as readonly number[]) int(writer, 8, item);
    type("ints");
  }
}

function writeTensor(writer: BinaryWriter, { name, dtype, shape, bytes }: OnnxTensor): void {
  for (const size of shape) int(writer, 1, size);
  int(writer, 2, DATA_TYPES[dtype]!);
  text(writer, 8, name);
  writer.tag(9, WireType.LengthDelimited).bytes(bytes);
}

function writeValueInfo(writer: BinaryWriter, { name, dtype, shape, description }: OnnxValueInfo): void {
  text(writer, 1, name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      int(writer, 1, DATA_TYPES[dtype]!);
      message(writer, 2, () => {
        for (const size of shape) {
          message(writer, 1, () => {
            if (typeof size === "number") int(writer, 1, size);
            else text(writer, 2, size);
          });
        }
      });
    }),
  );
  if (description !== undefined) text(writer, 3, description);
}

function int(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
