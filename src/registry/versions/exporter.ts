import type { ExportOnnx } from "./contents.js";

/** Woodshed's exporter. It is loaded on use, as it loads onnxruntime. */
export const defaultExporter: ExportOnnx = async (checkpoint, outPath) => {
  const { exportOnnx } = await import("../../export/onnx/index.js");
  return exportOnnx(checkpoint, outPath);
};
