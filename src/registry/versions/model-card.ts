import type { VersionDescription } from "./description.js";

/** Writes the model card in Markdown: purpose, metrics, origin and use of the model. */
export function modelCard(name: string, description: VersionDescription): string {
  const { model, labels, audio, features, lineage, environment, onnx, metrics } = description;
  const { git, data } = lineage;
  const lines = [
    `# ${name}`,
    "",
    `${model.name} with ${model.numParameters.toLocaleString("en")} parameters. It predicts one of ${labels.length} labels for mono audio at ${audio.sampleRateHz} Hz, in windows of ${audio.clipSec} s.`,
    "",
    `Labels: ${labels.map(escapeCell).join(", ")}.`,
    "",
    "## Metrics",
    "",
    ...table(
      ["metric", "value"],
      Object.entries(metrics).map(([key, value]) => [key, value.toPrecision(4)]),
    ),
    ...confusionLines(description),
    "## Origin",
    "",
    ...table(
      ["", ""],
      [
        ["run", `${lineage.runId}, ${lineage.checkpoint}, step ${lineage.step}`],
        ["data", `${data.train}, ${data.numClips} clips, fingerprint ${data.fingerprint}`],
        ["test data", data.test ?? "none"],
        [
          "source",
          git === null ? "not in a git checkout" : `${git.sha}${git.isDirty ? ", with changes" : ""}`,
        ],
        ["configuration", `config.yaml, ${lineage.configHash}`],
        ["command", `\`${lineage.command.join(" ")}\``],
        [
          "made with",
          Object.entries(environment.versions)
            .map(([key, value]) => `${key} ${value}`)
            .join(", "),
        ],
      ],
    ),
    "## Use",
    "",
    "```ts",
    'import { loadModel, predictFile } from "woodshed";',
    "",
    `const model = await loadModel("models:/${name}/<version>");`,
    'console.log(predictFile(model, "recording.wav"));',
    "```",
    "",
    onnx === null
      ? "This version has no ONNX file."
      : `\`model.onnx\` (opset ${onnx.opset}) includes the features: input \`waveform\` [batch, samples] float32; outputs \`probabilities\` [batch, ${labels.length}] and \`embedding\` [batch, D].${checked(onnx.maxDifference)}`,
    "",
    "## Features",
    "",
    ...table(
      ["setting", "value"],
      Object.entries(features).map(([key, value]) => [key, String(value)]),
    ),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function confusionLines({ confusion, labels }: VersionDescription): string[] {
  if (confusion === null) return [];
  const { split, counts } = confusion;
  const rows = counts.map((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    const recall = total === 0 ? "" : `${((100 * row[i]!) / total).toFixed(1)}%`;
    return [
      `**${escapeCell(labels[i]!)}**`,
      ...row.map((count) => (count === 0 ? "." : String(count))),
      recall,
    ];
  });
  return [
    `Confusion matrix of the ${split} clips; rows: true label, columns: predicted label.`,
    "",
    ...table(["", ...labels, "recall"], rows),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return ["No metrics.", ""];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head.map(escapeCell)), line(head.map(() => "---")), ...rows.map(line), ""];
}

function checked(maxDifference: number | null): string {
  if (maxDifference === null) return "";
  return ` Its results in onnxruntime differ from Woodshed by at most ${maxDifference.toExponential(1)}.`;
}

const escapeCell = (text: string): string => text.replaceAll("|", "\\|");
