/** Reads what the page of a run shows besides its row. */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { MANIFEST_FILE } from "../../checkpoint/file-names.js";
import { linkTarget } from "../../checkpoint/links.js";
import { metricDirection } from "../../tasks/directions.js";
import { declaredMetric } from "../../tasks/metrics.js";
import type { MetricName, RunDetail, RunRow } from "../api.js";
import { flatConfig, hideSecrets, isObject, isSecretName } from "./flat-config.js";
import { finiteOrNull, isStep, numberOf, RecordReader, textOf, timeOf } from "./record-reader.js";
import { stepsPerEpochOf } from "./row.js";
import { readRunFile } from "./run-file.js";

export type DetailOnly = Omit<RunDetail, keyof RunRow>;

const MOST_ITEMS = 20_000;
/** An item of predictions names three files. */
const MOST_PREDICTIONS_JSON = 10_000;
const MOST_EVENTS = 2000;
const MOST_CHECKPOINTS = 200;

export async function readDetail(folder: string): Promise<DetailOnly> {
  // Loads the schema of recipes, which takes a moment: rows are read before the first page of a run is opened.
  const { verdictOf } = await import("./verdict.js");
  using record = new RecordReader(folder);
  return record.snapshot(() => {
    const facts = record.facts();
    const items = headsOf(record);
    return {
      metrics: record.metricNames().map(described),
      items,
      evaluations: evaluationsOf(items),
      events: eventsOf(record),
      checkpoints: checkpointsOf(folder),
      command: commandOf(facts.command),
      versions: isObject(facts.versions)
        ? Object.fromEntries(Object.entries(facts.versions).map(([name, version]) => [name, textOf(version)]))
        : {},
      stepsPerEpoch: stepsPerEpochOf(record, flatConfig(facts.config), folder),
      verdict: verdictOf(record, facts.config),
      model: modelOf(record),
    };
  });
}

function described(name: string): MetricName {
  const [group, ...rest] = name.split("/");
  const leaf = rest.join("/");
  const declared = leaf === "" ? undefined : declaredMetric(leaf.replace(/^epoch_/, ""));
  const title = (leaf === "" ? name : `${group} ${declared?.title ?? leaf}`).replaceAll("_", " ");
  return { name, title, better: metricDirection(name) ?? null };
}

function headsOf(record: RecordReader): DetailOnly["items"] {
  if (!record.hasItems) return [];
  return record
    .all(
      `SELECT step, name, time_ms,
         CASE WHEN item_json LIKE '{"kind":"%' THEN substr(item_json, 10, instr(substr(item_json, 10, 60), '"') - 1) END AS kind,
         CASE WHEN name LIKE '%/predictions' AND length(item_json) < ${MOST_PREDICTIONS_JSON} AND json_valid(item_json)
           THEN json_extract(item_json, '$.weightsStep') END AS weights_step
       FROM items ORDER BY step DESC, name DESC LIMIT ${MOST_ITEMS}`,
    )
    .reverse()
    .flatMap((row) =>
      isStep(row["step"])
        ? [
            {
              step: row["step"],
              name: textOf(row["name"], 512),
              kind: (textOf(row["kind"]) || "other") as DetailOnly["items"][number]["kind"],
              timeMs: timeOf(row["time_ms"]),
              ...(isStep(row["weights_step"]) ? { weightsStep: row["weights_step"] } : {}),
            },
          ]
        : [],
    );
}

function evaluationsOf(items: DetailOnly["items"]): DetailOnly["evaluations"] {
  const steps = new Map<string, number[]>();
  for (const { name, kind, step } of items) {
    const split = /^([^/]+)\/predictions$/.exec(name)?.[1];
    if (kind === "predictions" && split !== undefined) steps.set(split, [...(steps.get(split) ?? []), step]);
  }
  return Object.fromEntries(steps);
}

function eventsOf(record: RecordReader): DetailOnly["events"] {
  return record
    .all(`SELECT time_ms, level, message FROM events ORDER BY rowid DESC LIMIT ${MOST_EVENTS}`)
    .reverse()
    .map((row) => ({
      timeMs: timeOf(row["time_ms"]),
      level: row["level"] === "error" || row["level"] === "warning" ? row["level"] : "info",
      message: hideSecrets(textOf(row["message"], 10_000)),
    }));
}

function checkpointsOf(folder: string): DetailOnly["checkpoints"] {
  const place = join(folder, "checkpoints");
  let names: string[];
  try {
    if (!lstatSync(place).isDirectory()) return [];
    names = readdirSync(place).filter((name) => /^step-\d+(\.\d+)?$/.test(name));
  } catch {
    return [];
  }
  const [best, last] = [linkTarget(place, "best"), linkTarget(place, "last")];
  return names
    .sort()
    .slice(-MOST_CHECKPOINTS)
    .flatMap((name) => {
      try {
        const manifest: unknown = JSON.parse(
          readRunFile(folder, join("checkpoints", name, MANIFEST_FILE), {
            endings: [".json"],
            mostBytes: 4_000_000,
          }).toString("utf8"),
        );
        const { position, metrics } = isObject(manifest) ? manifest : {};
        const step =
          isObject(position) && isStep(position["step"]) ? position["step"] : Number(name.split(/[-.]/)[1]);
        const numbers = isObject(metrics) ? Object.entries(metrics) : [];
        return [
          {
            ...{
              name,
              step,
              bytes: bytesOf(join(place, name)),
              isBest: name === best,
              isLast: name === last,
            },
            metrics: Object.fromEntries(
              numbers.map(([metric, value]) => [metric, finiteOrNull(numberOf(value))]),
            ),
          },
        ];
      } catch {
        // Incomplete, or removed just now.
        return [];
      }
    });
}

function bytesOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    const found = lstatSync(join(folder, name));
    return found.isFile() ? sum + found.size : sum;
  }, 0);
}

/** Hides secrets that were given as an option or as its next argument. */
function commandOf(command: unknown): string[] {
  if (!Array.isArray(command)) return [];
  const texts = command.slice(0, 1000).map((part) => textOf(part, 10_000));
  return texts.map((text, i) => (isSecretName(texts[i - 1] ?? "") ? "(hidden)" : hideSecrets(text)));
}

function modelOf(record: RecordReader): string | null {
  if (!record.hasItems) return null;
  const [row] = record.all(
    `SELECT CASE WHEN json_valid(item_json) THEN json_extract(item_json, '$.name') END AS name,
       CASE WHEN json_valid(item_json) THEN json_extract(item_json, '$.numParameters') END AS count
     FROM items WHERE name = 'model' AND length(item_json) < 10000000 ORDER BY step DESC LIMIT 1`,
  );
  const name = textOf(row?.["name"], 200);
  const count = numberOf(row?.["count"]);
  if (name === "") return null;
  return Number.isFinite(count) ? `${name}, ${count.toLocaleString("en-US")} parameters` : name;
}
