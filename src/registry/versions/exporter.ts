import type { ExportOnnx } from "./contents.js";

/** Woodshed's own exporter, loaded when it is used: it brings onnxruntime. */
export const defaultExporter: ExportOnnx = async (checkpoint, outPath) => {
  const { exportOnnx } = await import("../../export/onnx/index.js");
  return exportOnnx(checkpoint, outPath);
};
