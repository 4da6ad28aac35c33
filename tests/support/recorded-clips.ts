/** A run's record of predictions and embeddings, written without training. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeColumns } from "../../src/columns.js";
import { signHere } from "../../src/machine-signature.js";
import type { PredictedClip, PredictedClips, PredictionsMeta } from "../../src/predictions.js";
import type { RunRecorder } from "../../src/tracking/store/recorder.js";

export interface RecordedEvaluation {
  step: number;
  /** `validation` by default. */
  split?: string;
  weightsStep?: number;
  source: string | null;
  clips: readonly PredictedClip[];
  labels: readonly string[];
  /** Places of predicted labels, by clip. */
  predicted: readonly number[];
  /** Numbers of each clip; null for none. */
  embeddings: readonly (readonly number[])[] | null;
  /** False: as of another machine. */
  isSigned?: boolean;
}

/** Writes the files of an evaluation, of one label for each clip. */
export function recordEvaluation(recorder: RunRecorder, folder: string, given: RecordedEvaluation): void {
  const { step, split = "validation", weightsStep, source, clips, labels, predicted, embeddings } = given;
  const id = split === "validation" ? String(step) : `${split}-${step}`;
  const media = join(folder, "media");
  mkdirSync(media, { recursive: true });
  const truth = clips.map(({ label }) => labels.indexOf(label));
  const meta: PredictionsMeta = {
    ...{ step, split, task: "classification", numClips: clips.length },
    ...{ kind: "one_label", labels, thresholds: null, texts: [...labels, "?"] },
  };
  const scores = Float32Array.from({ length: clips.length * labels.length }, (_, i) =>
    predicted[Math.floor(i / labels.length)] === i % labels.length ? 0.8 : 0.2 / (labels.length - 1),
  );
  const ints = (values: readonly number[]): Int32Array => Int32Array.from(values);
  const textOf = (label: number): number => (label < 0 ? labels.length : label);
  const columns = [
    { name: "clip", shape: [], values: ints([...clips.keys()]) },
    {
      name: "loss",
      shape: [],
      values: Float32Array.from(truth, (t, i) => (t === predicted[i] ? 0.2 : 2 + i)),
    },
    { name: "is_correct", shape: [], values: Uint8Array.from(truth, (t, i) => Number(t === predicted[i])) },
    { name: "truth_text", shape: [], values: ints(truth.map(textOf)) },
    { name: "predicted_text", shape: [], values: ints(predicted) },
    { name: "truth", shape: [], values: ints(truth) },
    { name: "predicted", shape: [], values: ints(predicted) },
    { name: "scores", shape: [labels.length], values: scores },
  ];
  writeFileSync(join(media, `predictions-${id}.columns`), encodeColumns({ meta, columns }));
  if (embeddings !== null)
    writeFileSync(
      join(media, `embeddings-${id}.columns`),
      encodeColumns({
        meta: {},
        columns: [
          { name: "clip", shape: [], values: ints([...embeddings.keys()]) },
          { name: "embedding", shape: [embeddings[0]!.length], values: Float32Array.from(embeddings.flat()) },
        ],
      }),
    );
  const bytes = Buffer.from(JSON.stringify({ source, clips } satisfies PredictedClips));
  const list = split === "validation" ? "clips.json" : `clips-${split}.json`;
  writeFileSync(join(media, list), bytes);
  recorder.show(step, `${split}/predictions`, {
    kind: "predictions",
    columns: join("media", `predictions-${id}.columns`),
    embeddings: embeddings === null ? null : join("media", `embeddings-${id}.columns`),
    clips: join("media", list),
    signature: given.isSigned === false ? "0".repeat(64) : signHere(bytes),
    ...(weightsStep === undefined ? {} : { weightsStep }),
  });
}
