// Events that `woodshed detect` finds in the test scenes of the soundscapes, beside the true ones: macro F1 of each model and hop.
// `node bench/soundscapes.mjs RUN[@HOP_SEC] ... [--data data/soundscapes]`, such as runs/soundscapes-... runs/soundscapes-tagging-...@0.1
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { collarMetrics } from "../dist/metrics/events/collars.js";
import { intersectionScores } from "../dist/metrics/events/intersection.js";
import { segmentMetrics } from "../dist/metrics/events/segments.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals: models } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string", default: "data/soundscapes" } },
});
const SCENE_SEC = 60;
const COLLARS = { onsetSec: 0.2, offsetSec: 0.2, offsetShare: 0.2, matching: "optimal" };

const rowsOf = (text, separator) =>
  text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(separator));
const truth = rowsOf(readFileSync(join(values.data, "test.tsv"), "utf8"), "\t");
const labels = [...new Set(truth.map(([, , , label]) => label))].filter(Boolean).sort();
const scenes = [...new Set(truth.map(([path]) => basename(path)))];

/** Returns a recording for each scene. @param detected rows of path, onset, offset, label */
function recordings(detected) {
  const of = (rows, scene) =>
    rows
      .filter(([path, , , label]) => basename(path) === scene && label)
      .map(([, onset, offset, label]) => ({
        ...{ label: labels.indexOf(label), onsetSec: Number(onset), offsetSec: Number(offset) },
      }));
  return scenes.map((scene) => ({
    ...{ name: scene, durationSec: SCENE_SEC },
    ...{ trueEvents: of(truth, scene), detectedEvents: of(detected, scene) },
  }));
}

console.log(`${truth.length} events in ${scenes.length} scenes`);
for (const model of models) {
  const [run, hop] = model.split("@");
  const args = ["detect", run, join(values.data, "test"), ...(hop === undefined ? [] : ["--hop", hop])];
  const { status, stdout, stderr } = spawnSync("node", [join(root, "dist/cli/main.js"), ...args], {
    ...{ encoding: "utf8", maxBuffer: 2 ** 26 },
  });
  if (status !== 0) throw new Error(stderr);
  const all = recordings(rowsOf(stdout, ","));
  const figures = {
    event: collarMetrics(all, labels.length, COLLARS).macroF1,
    onset: collarMetrics(all, labels.length, { ...COLLARS, offsetSec: null }).macroF1,
    segment: segmentMetrics(all, labels.length, 1).macroF1,
    intersection: intersectionScores(all, labels.length, { dtc: 0.5, gtc: 0.5, cttc: null }).macroF1,
  };
  const text = Object.entries(figures).map(([name, f1]) => `${name} F1 ${f1.toFixed(3)}`);
  console.log(`${model}: ${text.join(", ")}`);
}
