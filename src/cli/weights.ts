/** `woodshed weights`: shows and converts files of weights. */
import { statSync } from "node:fs";
import { Command } from "commander";
import { counted } from "../counted.js";
import { MAKES_FOLDERS } from "./output-file.js";
import { formatBytes } from "./size.js";
import { tableLines } from "./table.js";

const PATH =
  "folder of a run, a checkpoint or a Hugging Face model, or a file: .safetensors, .pth, .pt, .bin or .ckpt";

export function weightsCommand(): Command {
  const command = new Command("weights").description("inspect and convert files of weights").addHelpText(
    "after",
    `
Examples:
  woodshed weights inspect Cnn14_mAP=0.431.pth
  woodshed weights convert Cnn14_mAP=0.431.pth --output cnn14.safetensors
  woodshed train recipes/folder.yaml --init-from cnn14.safetensors

PyTorch's own weights_only loader reads pickles, in a process of its own. A pickle with code in it is refused.`,
  );
  command
    .command("inspect")
    .description("list the tensors of a file of weights, with their names in our models")
    .argument("<path>", PATH)
    .option("--json", "print one line of JSON")
    .addHelpText(
      "after",
      `
Examples:
  woodshed weights inspect runs/quickstart-20261123-101500-a1b2
  woodshed weights inspect Cnn14_mAP=0.431.pth --json`,
    )
    .action(inspect);
  command
    .command("convert")
    .description("write weights to a safetensors file, with their names in our models")
    .argument("<path>", PATH)
    .requiredOption("--output <file>", `write the weights to this file; ${MAKES_FOLDERS}`)
    .option("--json", "print one line of JSON")
    .addHelpText(
      "after",
      "\nExample:\n  woodshed weights convert Cnn14_mAP=0.431.pth --output cnn14.safetensors",
    )
    .action(convert);
  return command;
}

async function inspect(path: string, { json }: { json?: boolean }): Promise<void> {
  const { readNamed } = await import("../weights/read-named.js");
  const { scope } = await import("../tensor/index.js");
  scope(() => {
    const { source, tensors, map, dropped } = readNamed(path);
    const rows = [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
    const { format, labels } = source;
    if (json) {
      process.stdout.write(`${JSON.stringify({ path, format, map, labels, dropped, tensors: rows })}\n`);
      return;
    }
    const lines = [
      ["name", "type", "shape"],
      ...rows.map(({ name, dtype, shape }) => [name, dtype, `[${shape.join(", ")}]`]),
    ];
    for (const line of tableLines(lines)) process.stdout.write(`  ${line}\n`);
    const numValues = [...tensors.values()].reduce((sum, { numel }) => sum + numel, 0);
    const names = map === null ? "" : `, names of ${map} replaced by ours`;
    process.stdout.write(
      `${counted(rows.length, "tensor")}, ${numValues.toLocaleString("en")} values, ${format}${names}\n`,
    );
    if (dropped.length > 0) process.stdout.write(`left out: ${dropped.join(", ")}\n`);
    if (labels !== null) process.stdout.write(`labels: ${labels.join(", ")}\n`);
  });
}

async function convert(path: string, { output, json }: { output: string; json?: boolean }): Promise<void> {
  const { readNamed } = await import("../weights/read-named.js");
  const { writeWeights } = await import("../checkpoint/index.js");
  const { scope } = await import("../tensor/index.js");
  const { map, numTensors } = scope(() => {
    const { source, tensors, map } = readNamed(path);
    const { labels } = source;
    writeWeights(tensors, output, labels === null ? {} : { woodshed: JSON.stringify({ labels }) });
    return { map, numTensors: tensors.size };
  });
  const bytes = statSync(output).size;
  if (json) process.stdout.write(`${JSON.stringify({ path, output, map, tensors: numTensors, bytes })}\n`);
  else
    process.stdout.write(
      `${output}: ${counted(numTensors, "tensor")}, ${formatBytes(bytes)}, from ${path}\n`,
    );
}
