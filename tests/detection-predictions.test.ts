// The events that a detection's run records at each evaluation.
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PredictedClips } from "../src/predictions.js";
import { runCli } from "./support/cli.js";
import { type Recorded, recordedBy } from "./support/predictions.js";
import { numbersOf, onlyRun } from "./support/run.js";
import { makeScenes } from "./support/task-data.js";
import { toneOverrides } from "./support/tones.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-detection-predictions-"));
const manifest = makeScenes(40);
// Recordings whose labels have no times.
for (const [i, labels] of [["low"], ["high", "mid"]].entries()) {
  copyFileSync(join(manifest, `../clips/${i}.wav`), join(manifest, `../weak-${i}.wav`));
  appendFileSync(manifest, `${JSON.stringify({ path: `weak-${i}.wav`, labels })}\n`);
}
afterAll(() => {
  rmSync(root, { recursive: true });
  rmSync(join(manifest, ".."), { recursive: true });
});

async function train(name: string, ...more: string[]): Promise<string> {
  const { code, stderr } = await runCli(
    ...["train", "recipes/folder.yaml", ...toneOverrides(manifest, join(root, name))],
    ...["task.name=detection", `data.test=${manifest}`, "training.epochs=4", "model.dropout=0", ...more],
  );
  expect(code, stderr).toBe(0);
  return onlyRun(join(root, name));
}

let run: string;
beforeAll(async () => {
  run = await train("whole");
});

interface Event {
  label: string;
  onsetSec: number;
  offsetSec: number;
}

/** Returns the events of each clip of a record, by onset and label. */
function eventsOf({ meta, columns }: Recorded, isTrue: 0 | 1): Event[][] {
  const value = (name: string, i: number): number => columns[name]!.values[i]!;
  const all = Array.from({ length: columns["event_row"]!.values.length }, (_, i) => i);
  return Array.from(columns["clip"]!.values, (_, row) =>
    all
      .filter((i) => value("event_row", i) === row && value("event_is_true", i) === isTrue)
      .map((i) => ({
        label: meta.labels[value("event_label", i)]!,
        onsetSec: value("event_onset", i),
        offsetSec: value("event_offset", i),
      }))
      .sort((a, b) => a.onsetSec - b.onsetSec || (a.label < b.label ? -1 : 1)),
  );
}

function clipsOf(folder: string, { item }: Recorded): PredictedClips["clips"] {
  return (JSON.parse(readFileSync(join(folder, item.clips), "utf8")) as PredictedClips).clips;
}

it("records the true events and those found at each evaluation, as many as the metrics count", () => {
  const recorded = recordedBy(run);
  const losses = numbersOf(run).find(([name]) => name === "validation/loss")![1];
  expect(recorded.map(({ meta }) => meta.step)).toEqual(losses.map(([step]) => step));
  let numFound = 0;
  for (const one of [...recorded, ...recordedBy(run, "test")]) {
    const { meta, columns } = one;
    expect(meta).toMatchObject({ kind: "events", labels: ["high", "low", "mid"] });
    expect(meta.thresholds).toHaveLength(3);
    const clips = clipsOf(run, one);
    expect(columns["clip"]!.values).toHaveLength(clips.length);
    const [truth, found] = [eventsOf(one, 1), eventsOf(one, 0)];
    for (const [row, clip] of columns["clip"]!.values.entries()) {
      const { events, labels } = JSON.parse(clips[clip]!.label) as {
        events?: [string, number, number][];
        labels?: string[];
      };
      const expected = (events ?? []).map(([label, onsetSec, offsetSec]) => ({ label, onsetSec, offsetSec }));
      expect(truth[row]).toEqual(
        expected.sort((a, b) => a.onsetSec - b.onsetSec || (a.label < b.label ? -1 : 1)),
      );
      const weak = columns["weak_labels"]!.values.subarray(3 * row, 3 * row + 3);
      expect(meta.labels.filter((_, k) => weak[k] === 1)).toEqual(labels ?? []);
      const text = meta.texts[columns["predicted_text"]!.values[row]!]!;
      const numbers = /^(\d+) correct, \d+ missed, (\d+) false$/.exec(text);
      if (labels !== undefined) expect(text).toBe("not counted");
      else expect(found[row]).toHaveLength(Number(numbers![1]) + Number(numbers![2]));
      numFound += found[row]!.length;
    }
  }
  expect(numFound).toBeGreaterThan(0);
});

it("the events are those that woodshed detect finds with windows side by side", async () => {
  const [recorded] = recordedBy(run, "test") as [Recorded];
  const paths = clipsOf(run, recorded).map(({ file }) => file!);
  const { code, stdout, stderr } = await runCli(
    ...["detect", run, ...paths.slice(0, 40), "--hop", "0.25", "--format", "jsonl"],
  );
  expect(code, stderr).toBe(0);
  const lines = stdout.trim().split("\n");
  const found = lines.map(
    (line) => JSON.parse(line) as { path: string; label: string; start_sec: number; end_sec: number },
  );
  const rows = eventsOf(recorded, 0);
  for (const [row, path] of paths.slice(0, 40).entries()) {
    const expected = found
      .filter((event) => event.path === path)
      .sort((a, b) => a.start_sec - b.start_sec || (a.label < b.label ? -1 : 1));
    expect(rows[row]!.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
    for (const [i, { start_sec, end_sec }] of expected.entries()) {
      // detect rounds edges of frames down to a sample, of which there are 16,000 a second.
      expect(Math.abs(rows[row]![i]!.onsetSec - start_sec)).toBeLessThan(1 / 16_000);
      expect(Math.abs(rows[row]![i]!.offsetSec - end_sec)).toBeLessThan(1 / 16_000);
    }
  }
});

it("records as many recordings as fit, the same over two ranks and at each evaluation", async () => {
  const small = ["logging.predictions.max_mb=0.005", "training.epochs=2"];
  const one = await train("one", ...small);
  const two = await train("two", ...small, "training.distributed.world_size=2");
  const whole = recordedBy(await train("long", "training.epochs=2"), "test")[0]!;
  const [ofOne, ofTwo] = [recordedBy(one, "test")[0]!, recordedBy(two, "test")[0]!];
  const clips = [...ofOne.columns["clip"]!.values];
  expect(clips.length).toBeGreaterThan(1);
  expect(clips.length).toBeLessThan(ofOne.meta.numClips);
  expect([...ofTwo.columns["clip"]!.values]).toEqual(clips);
  expect(eventsOf(ofTwo, 0)).toEqual(eventsOf(ofOne, 0));
  const found = eventsOf(whole, 0);
  expect(eventsOf(ofOne, 0)).toEqual(clips.map((clip) => found[clip]));
  const evaluations = recordedBy(one).map(({ columns }) => [...columns["clip"]!.values]);
  expect(evaluations[1]).toEqual(evaluations[0]);
});
