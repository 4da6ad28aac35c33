import { numChannelsOf } from "../../audio/sample-format.js";
import type { Cell, ConfusionMatrixItem, TableItem } from "../../items.js";
import { rounded } from "../../number-text.js";
import type { TaskDescription } from "../../tasks/answer.js";
import type { VersionDescription } from "./description.js";

/** Writes the model card in Markdown: purpose, metrics, origin and use of the model. */
export function modelCard(name: string, description: VersionDescription, task: TaskDescription): string {
  const { model, audio, features, lineage, environment, onnx, metrics } = description;
  const { git, data } = lineage;
  const lines = [
    `# ${name}`,
    "",
    `${model.name} with ${model.numParameters.toLocaleString("en")} parameters. It ${task.purpose} for ${channelsText(audio.channels)} audio at ${audio.sampleRateHz} Hz, in windows of ${audio.clipSec} s.`,
    "",
    ...propertyLines(task),
    "## Metrics",
    "",
    ...table(
      ["metric", "value"],
      Object.entries(metrics).map(([key, value]) => [key, rounded(value)]),
    ),
    ...resultLines(description),
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
    'console.log(predictFile(model, "recording.wav").answer.json);',
    "```",
    "",
    onnx === null
      ? "This version has no ONNX file."
      : `\`model.onnx\` (opset ${onnx.opset}) includes the features: input \`waveform\` ${numChannelsOf(audio.channels) === 1 ? "[batch, samples]" : `[batch, ${numChannelsOf(audio.channels)}, samples]`} float32; outputs \`${task.output.name}\` [batch, ${task.output.size}] and \`embedding\` [batch, D].${checked(onnx.maxDifference)}`,
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

function channelsText(channels: VersionDescription["audio"]["channels"]): string {
  if (channels === "stereo") return channels;
  const count = numChannelsOf(channels);
  return count === 1 ? "mono" : `${count}-channel`;
}

/** A paragraph for each property: `Labels: dog, rain.` */
function propertyLines({ properties }: TaskDescription): string[] {
  return Object.entries(properties).flatMap(([key, value]) => {
    const title = key[0]!.toUpperCase() + key.slice(1).replaceAll("_", " ");
    return [`${title}: ${escapeCell(textOf(value))}.`, ""];
  });
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value === "number") return rounded(value);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, one]) => `${key} ${textOf(one)}`)
    .join(", ");
}

function resultLines({ result }: VersionDescription): string[] {
  if (result === null) return [];
  const { split, name, item } = result;
  if (item.kind === "confusion_matrix") return confusionLines(split, item);
  return [`${name.replaceAll("_", " ")} of the ${split} clips:`, "", ...itemLines(item)];
}

function itemLines({ columns, rows }: TableItem): string[] {
  const shown = columns.flatMap(({ type }, i) => (type === "text" || type === "number" ? [i] : []));
  const cell = (value: Cell): string =>
    typeof value === "number" ? rounded(value) : escapeCell(String(value ?? ""));
  return table(
    shown.map((i) => columns[i]!.name),
    rows.map((row) => shown.map((i) => cell(row[i] ?? null))),
  );
}

function confusionLines(split: string, { labels, counts }: ConfusionMatrixItem): string[] {
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
