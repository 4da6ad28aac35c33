import type { VersionDescription } from "./description.js";

/** What people read first: what the model is for, how good it is, where it comes from, how to use it. In Markdown. */
export function modelCard(name: string, description: VersionDescription): string {
  const { model, labels, audio, features, lineage, environment, onnx, metrics } = description;
  const { git, data } = lineage;
  const lines = [
    `# ${name}`,
    "",
    `${model.name} with ${model.numParameters.toLocaleString("en")} parameters. It names one of ${labels.length} labels in mono audio at ${audio.sampleRateHz} Hz, in windows of ${audio.clipSec} s.`,
    "",
    `Labels: ${labels.map(cellText).join(", ")}.`,
    "",
    "## How good",
    "",
    ...table(
      ["metric", "value"],
      Object.entries(metrics).map(([key, value]) => [key, value.toPrecision(4)]),
    ),
    ...confusionLines(description),
    "## Where it comes from",
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
      ? "There is no ONNX file in this version."
      : `\`model.onnx\` (opset ${onnx.opset}) has the features inside: \`waveform\` [batch, samples] float32 in, \`probabilities\` [batch, ${labels.length}] and \`embedding\` [batch, D] out.${checked(onnx.maxDifference)}`,
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
      `**${cellText(labels[i]!)}**`,
      ...row.map((count) => (count === 0 ? "." : String(count))),
      recall,
    ];
  });
  return [
    `Confusion matrix of the ${split} clips; rows: what it is, columns: what the model says.`,
    "",
    ...table(["", ...labels, "recall"], rows),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return ["Nothing was measured.", ""];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head.map(cellText)), line(head.map(() => "---")), ...rows.map(line), ""];
}

function checked(maxDifference: number | null): string {
  if (maxDifference === null) return "";
  return ` In onnxruntime it differed from Woodshed by at most ${maxDifference.toExponential(1)} when it was made.`;
}

const cellText = (text: string): string => text.replaceAll("|", "\\|");
