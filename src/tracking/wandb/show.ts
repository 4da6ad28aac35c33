import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EmbeddingsItem, ModelItem, ShownItem, TableItem } from "../items.js";
import { modelText } from "../model-text.js";
import { confusionFigure, curvesFigure, type Figure } from "./charts.js";
import { embeddingsTable } from "./embeddings-table.js";
import { mapPage } from "./map-page.js";
import { writeMedia } from "./media-files.js";
import type { Session } from "./session.js";
import { logTable } from "./table.js";

/** Where items come from and what is missing there. */
export interface ShowPlace {
  runFolder: string;
  runId: string;
  /** Told a file of the run that is not there any more. */
  onMissing: (path: string) => void;
}

/** Values for the history's row, as JSON by their key. */
export type ShownValues = [key: string, json: string][];

/**
 * Sends what a run shows: charts as Plotly figures, maps as pages, tables with their media as artifacts, the model as
 * text. Checkpoints and models go their own way.
 */
export async function showItem(
  session: Session,
  place: ShowPlace,
  { step, name, item }: ShownItem,
): Promise<ShownValues> {
  switch (item.kind) {
    case "confusion_matrix":
      return showFigure(session, name, step, confusionFigure(item));
    case "curves":
      return showFigure(session, name, step, curvesFigure(item));
    case "embeddings":
      return showMap(session, place, step, name, item);
    case "table":
      return showTable(session, place, step, name, item);
    case "figure":
      return showFigure(session, name, step, { data: item.data, layout: item.layout });
    case "model":
      showModel(session, item);
      return [];
    case "files":
      return [];
  }
}

function showFigure(session: Session, key: string, step: number, figure: Figure): ShownValues {
  const where = { kind: "plotly", key, step, extension: ".plotly.json" };
  const file = writeMedia(session.filesFolder, where, JSON.stringify(figure));
  session.files([file.path]);
  return [[key, JSON.stringify({ _type: "plotly-file", ...file })]];
}

async function showMap(
  session: Session,
  place: ShowPlace,
  step: number,
  key: string,
  item: EmbeddingsItem,
): Promise<ShownValues> {
  const where = { kind: "html", key, step, extension: ".html" };
  const file = writeMedia(session.filesFolder, where, mapPage(item, place.runFolder));
  session.files([file.path]);
  const page: ShownValues = [[key, JSON.stringify({ _type: "html-file", ...file })]];
  const table = embeddingsTable(item, place.runFolder);
  return table === null ? page : [...page, ...(await showTable(session, place, step, `${key}_table`, table))];
}

async function showTable(
  session: Session,
  { runFolder, runId, onMissing }: ShowPlace,
  step: number,
  key: string,
  item: TableItem,
): Promise<ShownValues> {
  const { filesFolder, folder } = session;
  const stagingFolder = join(folder, "artifacts");
  const table = logTable(item, { runId, key, step, runFolder, filesFolder, stagingFolder, onMissing });
  await session.artifact(table.artifact, stagingFolder);
  session.files(table.files);
  return [[key, table.value]];
}

function showModel(session: Session, item: ModelItem): void {
  writeFileSync(join(session.filesFolder, "model.txt"), modelText(item));
  session.files(["model.txt"]);
  const { name, numParameters, flops, input } = item;
  session.config({
    architecture: { name, num_parameters: numParameters, flops_per_clip: flops, input },
  });
}
