import type { Cell, ConfusionMatrixItem, TableItem } from "../../items.js";

/** Formats the texts and numbers of a table as Markdown. */
export function tableMarkdown({ columns, rows }: TableItem): string {
  const shown = columns.flatMap(({ type }, i) => (type === "text" || type === "number" ? [i] : []));
  return markdown(
    shown.map((i) => columns[i]!.name),
    rows.map((row) => shown.map((i) => textOf(row[i] ?? null))),
  );
}

export function confusionMarkdown({ labels, counts }: ConfusionMatrixItem): string {
  return markdown(
    ["true, predicted", ...labels],
    labels.map((label, i) => [label, ...counts[i]!.map(String)]),
  );
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function textOf(cell: Cell): string {
  if (typeof cell !== "number") return cell === null ? "" : String(cell);
  return Number.isInteger(cell) ? String(cell) : Number(cell.toPrecision(4)).toString();
}

/** Escapes a label, so that it cannot break the table or become a heading. */
function escaped(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[\\|`*_<>[\]#]/g, "\\$&");
}
