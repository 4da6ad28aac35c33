/** Reads items of a record, and the files that they name. */
import type { Item, PredictionsItem, TableItem } from "../../items.js";
import { RequestError } from "../../serving/request-error.js";
import type { ItemAnswer } from "../api.js";
import { isObject } from "./flat-config.js";
import { isStep, RecordReader, timeOf } from "./record-reader.js";
import { readRunFile } from "./run-file.js";

const MOST_JSON = 64_000_000;
const MOST_MEDIA_BYTES = 64_000_000;

/** Media by their first bytes: the name alone proves nothing. */
const MEDIA = {
  audio: { ending: ".wav", type: "audio/wav", head: "RIFF" },
  image: { ending: ".png", type: "image/png", head: "\x89PNG" },
} as const;

export interface MediaFile {
  bytes: Uint8Array;
  type: string;
}

/** The item at a step; the newest one without a step. */
export function readItem(folder: string, name: string, step: number | null): ItemAnswer {
  using record = new RecordReader(folder);
  return itemOf(record, name, step);
}

/** The sound or picture in a cell of a table. */
export function readMedia(
  folder: string,
  name: string,
  step: number,
  row: number,
  column: number,
): MediaFile {
  const { item } = readItem(folder, name, step);
  const { columns, rows } = item as Partial<TableItem>;
  if (item.kind !== "table" || !Array.isArray(columns) || !Array.isArray(rows))
    throw new RequestError(404, "NO_MEDIA", "this item is not a table");
  const type: unknown = columns[column]?.type;
  const media = type === "audio" || type === "image" ? MEDIA[type] : null;
  const cells: unknown = rows[row];
  const path: unknown = Array.isArray(cells) ? cells[column] : null;
  if (media === null || typeof path !== "string")
    throw new RequestError(404, "NO_MEDIA", "this cell has no sound or picture");
  const bytes = readRunFile(folder, path, { endings: [media.ending], mostBytes: MOST_MEDIA_BYTES });
  if (bytes.toString("latin1", 0, media.head.length) !== media.head)
    throw new RequestError(422, "NOT_MEDIA", `the file is no ${media.ending.slice(1).toUpperCase()}`);
  return { bytes, type: media.type };
}

/** The item with the predictions for a split; the newest one without a step. */
export function predictionsItem(
  record: RecordReader,
  split: string,
  step: number | null,
): PredictionsItem & { step: number } {
  const found = itemOf(record, `${split}/predictions`, step);
  if (found.item.kind !== "predictions") throw noItem(`${split}/predictions`, step);
  return { ...found.item, step: found.step };
}

function itemOf(record: RecordReader, name: string, step: number | null): ItemAnswer {
  if (!record.hasItems) throw noItem(name, step);
  const [row] = record.all(
    `SELECT step, time_ms, length(item_json) AS length,
       CASE WHEN length(item_json) <= ${MOST_JSON} THEN item_json END AS json
     FROM items WHERE name = ? ${step === null ? "" : "AND step = ?"} ORDER BY step DESC LIMIT 1`,
    ...(step === null ? [name] : [name, step]),
  );
  if (row === undefined || !isStep(row["step"])) throw noItem(name, step);
  if (row["json"] === null)
    throw new RequestError(413, "TOO_LARGE", `the item ${name} has ${row["length"]} characters`);
  const item = parse(row["json"]);
  if (!isObject(item) || typeof item["kind"] !== "string")
    throw new RequestError(422, "DAMAGED", `the item ${name} is not JSON with a kind: the record is damaged`);
  return { step: row["step"], name, timeMs: timeOf(row["time_ms"]), item: item as unknown as Item };
}

function parse(json: unknown): unknown {
  try {
    return JSON.parse(json as string);
  } catch {
    return null;
  }
}

const noItem = (name: string, step: number | null): RequestError =>
  new RequestError(
    404,
    "NO_ITEM",
    `the run has no item ${name.slice(0, 200)}${step === null ? "" : ` at step ${step}`}`,
  );
