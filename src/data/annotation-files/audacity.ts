/*
 * Label tracks of Audacity, exported as text: start, end and label, separated by tabs. A line that begins with a backslash has
 * the frequencies of the label before it.
 * https://manual.audacityteam.org/man/importing_and_exporting_labels.html
 */
import { DataError } from "../../errors.js";
import type { AnnotationFormat } from "./format.js";
import { LINE_END, type NumberedRow } from "./table.js";

const COLUMNS = ["start", "end", "label"] as const;
const TIME = String.raw`-?\d+(?:[.,]\d*)?`;
const LABEL = new RegExp(`^${TIME}\\t${TIME}(\\t|$)`);

export const AUDACITY: AnnotationFormat = {
  title: ["Audacity label track", "Audacity label tracks"],
  columns: { start_sec: "start", end_sec: "end", label: "label" },
  hasHead: false,
  required: [],
  labels: "label",
  isBeside: true,
  endings: /\.txt$/i,
  recognizes: (text) => LABEL.test(text.split(LINE_END).find((line) => line.trim() !== "") ?? ""),
  parse(text, path) {
    const rows = text.split(LINE_END).flatMap((content, i): NumberedRow[] => {
      if (content.trim() === "" || /^\\\t/.test(content)) return [];
      const [start = "", end, ...label] = content.split("\t");
      if (end === undefined)
        throw new DataError(
          "COLUMNS",
          `${path}:${i + 1}: expected start, end and label, separated by tabs, got ${JSON.stringify(content.slice(0, 60))}; export the labels from Audacity again`,
        );
      return [{ line: i + 1, row: { start: start.trim(), end: end.trim(), label: label.join("\t").trim() } }];
    });
    return { columns: COLUMNS, rows, headLine: 1, separator: "\t" };
  },
};
