import type { Cell, ConfusionMatrixItem, ModelItem, TableItem } from "../items.js";

/** A table as Markdown; sounds and pictures are left out. */
export function tableMarkdown({ columns, rows }: TableItem): string {
  const shown = columns.flatMap(({ type }, i) => (type === "audio" || type === "image" ? [] : [i]));
  return markdown(
    shown.map((i) => columns[i]!.name),
    rows.map((row) => shown.map((i) => textOf(row[i] ?? null))),
  );
}

export function confusionMarkdown({ labels, counts }: ConfusionMatrixItem): string {
  return markdown(
    ["is, heard as", ...labels],
    labels.map((label, i) => [label, ...counts[i]!.map(String)]),
  );
}

export function modelMarkdown({ name, numParameters, layers }: ModelItem): string {
  const rows = layers.map((layer) => [
    layer.name,
    layer.type,
    Object.entries(layer.parameters)
      .map(([key, shape]) => `${key} [${shape.join(", ")}]`)
      .join(", "),
  ]);
  const title = `${name}, ${numParameters.toLocaleString("en")} parameters`;
  return `${title}\n\n${markdown(["layer", "type", "parameters"], rows)}`;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function textOf(cell: Cell): string {
  if (typeof cell !== "number") return cell ?? "";
  return Number.isInteger(cell) ? String(cell) : Number(cell.toPrecision(4)).toString();
}

/** Labels are anyone's: none breaks the table, or becomes a heading. */
function escaped(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[\\|`*_<>[\]#]/g, "\\$&");
}
