import { join } from "node:path";
import { Command } from "commander";
import { displayPath } from "../display-path.js";
import { MODEL_ARGUMENT } from "./model-argument.js";
import { wholeNumber } from "./option-numbers.js";
import { MAKES_FOLDERS } from "./output-file.js";
import { formatBytes } from "./size.js";

interface Options {
  out?: string;
  opset?: number;
  check: boolean;
  json?: boolean;
}

export function exportCommand(): Command {
  return new Command("export")
    .description("export a trained model to ONNX (input: audio samples, output: predictions)")
    .argument("<model>", MODEL_ARGUMENT)
    .option(
      "--out <file>",
      `write the model to this file (default: model.onnx in the run's folder; for models:/..., in the working directory); ${MAKES_FOLDERS}`,
    )
    .option(
      "--opset <number>",
      "ONNX operator set, 17 to 22; older runtimes need a lower one (default: 18)",
      wholeNumber(1),
    )
    .option("--no-check", "skip the comparison with onnxruntime")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Examples:
  woodshed export runs/quickstart-20261123-101500-a1b2
  woodshed export runs/quickstart-20261123-101500-a1b2/checkpoints/last --out web/model.onnx
  woodshed export runs/quickstart-20261123-101500-a1b2 --opset 17 --json

Input: waveform [batch, samples], mono, at the sample rate of training, of any length; with data.channels stereo or a number
[batch, channels, samples].
Outputs: predictions, such as probabilities [batch, labels], and embedding [batch, width].
The front end is part of the model. Labels and sample rate are in its metadata. docs/export.md has examples for the
browser, Node and Python.`,
    )
    .action(exportModel);
}

async function exportModel(name: string, options: Options): Promise<void> {
  const { resolveModel } = await import("../serving/resolve.js");
  const { isReference } = await import("../registry/versions/reference.js");
  const { exportOnnx } = await import("../export/onnx/index.js");
  const { findCheckpoint, runOf } = await import("../checkpoint/index.js");
  const path = await resolveModel(name);
  const checkpoint = findCheckpoint(path);
  // A registered version lies in the cache, whose files must stay as they were registered.
  const folder = isReference(name) ? "." : (runOf(checkpoint) ?? checkpoint);
  const out = options.out ?? join(folder, "model.onnx");
  const { opset, check } = options;
  const written = await exportOnnx(checkpoint, out, { check, ...(opset === undefined ? {} : { opset }) });
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...written, checkpoint })}\n`);
    return;
  }
  const shapes = (values: typeof written.inputs) =>
    values.map(({ name, shape }) => `${name} [${shape.join(", ")}]`).join(", ");
  const checked =
    written.maxDifference === null
      ? "not checked"
      : `onnxruntime agrees within ${written.maxDifference.toExponential(1)}`;
  process.stdout.write(
    `${displayPath(written.path)}  ${formatBytes(written.size)}, operator set ${written.opset}; ${checked}
  from    ${displayPath(checkpoint)}
  inputs  ${shapes(written.inputs)}, float32 at ${written.metadata["sample_rate_hz"]} Hz
  outputs ${shapes(written.outputs)}
`,
  );
}
