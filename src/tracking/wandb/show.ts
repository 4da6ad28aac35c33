import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelItem, ShownItem } from "../items.js";
import { confusionFigure, curvesFigure, embeddingsFigure, type Figure } from "./charts.js";
import { writeMedia } from "./media-files.js";
import type { Session } from "./session.js";
import { logTable } from "./table.js";

/**
 * Sends what a run shows: charts as Plotly figures, tables with their media as artifacts, the model as text. Gives the
 * value for the history's row, as JSON; null for what has none.
 *
 * @throws Error where a file of the run cannot be read
 */
export async function showItem(
  session: Session,
  runFolder: string,
  runId: string,
  step: number,
  { name, item }: ShownItem,
): Promise<string | null> {
  switch (item.kind) {
    case "confusion_matrix":
      return showFigure(session, name, step, confusionFigure(item));
    case "curves":
      return showFigure(session, name, step, curvesFigure(item));
    case "embeddings":
      return showFigure(session, name, step, embeddingsFigure(item));
    case "figure":
      return showFigure(session, name, step, { data: item.data, layout: item.layout });
    case "table": {
      const { filesFolder, folder } = session;
      const stagingFolder = join(folder, "artifacts");
      const table = logTable(item, { runId, key: name, step, runFolder, filesFolder, stagingFolder });
      await session.artifact(table.artifact, stagingFolder);
      session.files(table.files);
      return table.value;
    }
    case "model":
      writeFileSync(join(session.filesFolder, "model.txt"), describeModel(item));
      session.files(["model.txt"]);
      session.config({ architecture: { name: item.name, num_parameters: item.numParameters } });
      return null;
  }
}

function showFigure(session: Session, key: string, step: number, figure: Figure): string {
  const place = { kind: "plotly", key, step, extension: ".plotly.json" };
  const file = writeMedia(session.filesFolder, place, JSON.stringify(figure));
  session.files([file.path]);
  return JSON.stringify({ _type: "plotly-file", ...file });
}

function describeModel({ name, numParameters, layers }: ModelItem): string {
  const rows = layers.map(({ name, type, parameters }) => {
    const shapes = Object.entries(parameters).map(([key, shape]) => `${key} [${shape.join(", ")}]`);
    const count = Object.values(parameters).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    return [name, type, shapes.join(", "), count.toLocaleString("en")];
  });
  const table = [["layer", "type", "parameters", "count"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) => row.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]!) : cell)).join("  "));
  return `${name}, ${numParameters.toLocaleString("en")} parameters\n\n${lines.join("\n")}\n`;
}
