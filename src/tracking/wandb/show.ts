import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EmbeddingsItem, LoggedItem, ModelItem, TableItem } from "../../items.js";
import { modelText } from "../model-text.js";
import { confusionFigure, curvesFigure, type Figure } from "./charts.js";
import { embeddingsTable } from "./embeddings-table.js";
import { mapPage } from "./map-page.js";
import { writeMedia } from "./media-files.js";
import type { Session } from "./session.js";
import { logTable } from "./table.js";

/** The run that items belong to. */
export interface ItemContext {
  runFolder: string;
  runId: string;
  /** Receives the path of a missing file of the run. */
  onMissing: (path: string) => void;
}

/** Values of a row of history, as JSON by key. */
export type HistoryValues = [key: string, json: string][];

/**
 * Sends an item: charts as Plotly figures, maps as pages, tables with their media as artifacts, the model as text.
 * Checkpoints and exported models are sent by ArtifactUploads.
 */
export async function showItem(
  session: Session,
  context: ItemContext,
  { step, name, item }: LoggedItem,
): Promise<HistoryValues> {
  switch (item.kind) {
    case "confusion_matrix":
      return showFigure(session, name, step, confusionFigure(item));
    case "curves":
      return showFigure(session, name, step, curvesFigure(item));
    case "embeddings":
      return showMap(session, context, step, name, item);
    case "table":
      return showTable(session, context, step, name, item);
    case "figure":
      return showFigure(session, name, step, { data: item.data, layout: item.layout });
    case "model":
      showModel(session, item);
      return [];
    case "files":
    case "predictions":
      return [];
  }
}

function showFigure(session: Session, key: string, step: number, figure: Figure): HistoryValues {
  const where = { kind: "plotly", key, step, extension: ".plotly.json" };
  const file = writeMedia(session.filesFolder, where, JSON.stringify(figure));
  session.files([file.path]);
  return [[key, JSON.stringify({ _type: "plotly-file", ...file })]];
}

async function showMap(
  session: Session,
  context: ItemContext,
  step: number,
  key: string,
  item: EmbeddingsItem,
): Promise<HistoryValues> {
  const where = { kind: "html", key, step, extension: ".html" };
  const file = writeMedia(session.filesFolder, where, mapPage(item, context.runFolder));
  session.files([file.path]);
  const page: HistoryValues = [[key, JSON.stringify({ _type: "html-file", ...file })]];
  const table = embeddingsTable(item, context.runFolder);
  return table === null
    ? page
    : [...page, ...(await showTable(session, context, step, `${key}_table`, table))];
}

async function showTable(
  session: Session,
  { runFolder, runId, onMissing }: ItemContext,
  step: number,
  key: string,
  item: TableItem,
): Promise<HistoryValues> {
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
