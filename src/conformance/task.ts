// B = clips of a batch, N = clips of a set, D = width of the embedding, O = outputs.
/** The conformance suite of tasks, for Vitest: `woodshed/testing`. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { completeAnnotations } from "../data/annotation-defaults.js";
import type { Annotations, Row, TaskState } from "../data/annotations.js";
import type { Clip } from "../data/clip.js";
import { SINGLE_LABEL } from "../data/single-label.js";
import { rowsAt, type TargetColumn, type TargetTable } from "../data/targets.js";
import type { TaskDefinition } from "../tasks/define.js";
import type { Calibration, EvaluationRecord, TargetTensors, Task } from "../tasks/task.js";
import { manualSeed, noGrad, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

/** The case that a task is checked in. */
export interface TaskCase<Options extends z.ZodObject = z.ZodObject> {
  /** Options other than their defaults. */
  options?: z.input<Options>;
  /** Annotations of six clips or more, as a manifest's rows: `{ label: "dog" }`. */
  rows: readonly Row[];
  /** Width of the embeddings, and frames of each. By default 8 and 12. */
  width?: number;
  frames?: number;
}

const ROUNDING = 1e-4;

/** Checks that a task keeps the contract that training, evaluation over ranks and reports rely on. */
export function describeTask<Options extends z.ZodObject>(
  name: string,
  definition: TaskDefinition<Options>,
  { options = {} as z.input<Options>, rows, width = 8, frames = 12 }: TaskCase<Options>,
): void {
  describe(`${name} keeps the task contract`, () => {
    const parsed = definition.options.parse(options) as never;
    const own = definition.annotations?.(parsed);
    const annotations: Annotations = own === undefined ? SINGLE_LABEL : completeAnnotations(own);
    const clips: Clip[] = rows.map((row, i) => ({
      path: `${i}.wav`,
      startSec: 0,
      durationSec: null,
      label: annotations.parse(row, `row ${i}`),
    }));
    const state: TaskState = annotations.fit(
      clips.map(({ label }) => label),
      "rows",
      (i) => `row ${i}`,
    );
    let task: Task;
    let targets: TargetTable;

    beforeEach(() => {
      manualSeed(1);
      task = definition.create(parsed, state);
      targets = task.targetsOf(clips);
    });
    afterEach(() => manualSeed(0));

    const all = Int32Array.from(clips, (_, i) => i);
    const tensorsOf = (indices: Int32Array): TargetTensors =>
      Object.fromEntries(
        Object.entries(rowsAt(targets, indices)).map(([key, { values, shape }]) => [
          key,
          Tensor.view(values, [indices.length, ...shape]),
        ]),
      );
    /** Embeddings [N, D] and frames [N, D, F]: the same each time. */
    const encodingOf = (indices: Int32Array) => {
      manualSeed(2);
      const clip = ops.randn([clips.length, width]);
      const framed = ops.randn([clips.length, width, frames]);
      const places = Tensor.from([...indices], { dtype: "int64" });
      return { clip: clip.indexSelect(0, places), frames: framed.indexSelect(0, places) };
    };
    const headOf = () => {
      manualSeed(3);
      return task.head(width);
    };
    const outputsOf = (indices: Int32Array): Tensor => headOf().eval().forward(encodingOf(indices));
    /** Returns the rows and traces of the record: of recordings with one window of a second. */
    const collected = (outputs: Float32Array): Pick<EvaluationRecord, "outputs" | "traces"> => {
      if (task.collect === undefined) return { outputs };
      const window = { first: 0, count: 16_000, padded: 16_000 };
      const recordings = clips.map((_, clip) => {
        const recording = task.collect!({ clip, targets, numSamples: 16_000, sampleRateHz: 16_000 });
        recording.add(outputs, clip, clips.length, window);
        return { row: Array.from(recording.row()), trace: recording.trace?.() };
      });
      const traces = recordings.flatMap(({ trace }, clip) =>
        trace === undefined ? [] : [[clip, trace] as const],
      );
      expect(traces.length, "traces of collect").toBe(task.hasTraces ? clips.length : 0);
      return {
        outputs: Float32Array.from(recordings.flatMap(({ row }) => row)),
        ...(task.hasTraces ? { traces: new Map(traces) } : {}),
      };
    };
    const recordOf = (): EvaluationRecord =>
      scope(() =>
        noGrad(() => {
          const outputs = outputsOf(all);
          return {
            ...collected(task.activate(outputs).to("float32").toFloat32Array()),
            losses: task.clipLosses(outputs, tensorsOf(all)).to("float32").toFloat32Array(),
            targets,
            evaluated: all,
          };
        }),
      );

    it("reads annotations back as it writes them", () => {
      for (const [i, { label }] of clips.entries())
        expect(annotations.parse(annotations.row(label), `row ${i}`), annotations.quote(label)).toBe(label);
      expect(() => annotations.parse({}, "train.csv:7"), "a row without the column").toThrow(/train\.csv:7/);
    });

    it("fits a state of plain JSON, and is the same from its copy", () => {
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      const copy = definition.create(parsed, JSON.parse(JSON.stringify(state)) as TaskState);
      expect(copy.targetsOf(clips)).toEqual(targets);
      expect(clips.map(({ label }) => annotations.problemOf(label, state))).toEqual(clips.map(() => null));
    });

    it("has one target of fixed size for each clip", () => {
      for (const [key, { values, shape }] of Object.entries(targets)) {
        const size = shape.reduce((product, dim) => product * dim, 1);
        expect(values.length, `${key}: values of ${clips.length} clips of [${shape.join(", ")}]`).toBe(
          clips.length * size,
        );
      }
      const [alone, amongAll] = [task.targetsOf([clips[2]!]), rowsAt(targets, Int32Array.of(2))];
      expect(Object.keys(alone)).toEqual(Object.keys(amongAll));
      for (const [key, column] of Object.entries(alone))
        expect(withoutPadding(column), `${key} of one clip`).toEqual(withoutPadding(amongAll[key]!));
    });

    it("has a loss that is the sum over clips, as parts of a batch and ranks need it", ({ skip }) => {
      skip(task.couplesClips === true, "the task couples clips: its loss needs the whole batch");
      const lossAt = (indices: Int32Array): number =>
        scope(() => noGrad(() => task.trainingLoss(outputsOf(indices), tensorsOf(indices)).item()));
      const parts = [all.subarray(0, 2), all.subarray(2)].map(lossAt);
      const whole = lossAt(all);
      expect(Math.abs(parts[0]! + parts[1]! - whole)).toBeLessThanOrEqual(
        ROUNDING * Math.max(1, Math.abs(whole)),
      );
    });

    it("trains each parameter of its head", () => {
      const head = headOf().train();
      scope(() => task.trainingLoss(head.forward(encodingOf(all)), tensorsOf(all)).backward());
      const untrained = [...head.namedParameters()].filter(([, { grad }]) => {
        if (grad === null) return true;
        return !Number.isFinite(scope(() => grad.abs().max().item()));
      });
      expect(untrained.map(([parameter]) => parameter)).toEqual([]);
      head.dispose();
    });

    it("measures what it declares, for each clip and as sums", () => {
      scope(() =>
        noGrad(() => {
          const outputs = outputsOf(all);
          expect(task.clipLosses(outputs, tensorsOf(all)).shape, "shape of clipLosses").toEqual([
            clips.length,
          ]);
          const statistics = task.statistics(outputs, tensorsOf(all));
          expect(statistics.length, "statistics that metrics.training declares").toBe(
            task.metrics.training.length,
          );
          for (const one of statistics) expect(one.shape, "shape of a statistic").toEqual([]);
          const activated = task.activate(outputs);
          expect(activated.shape[0], "rows of activate").toBe(clips.length);
          if (task.hasFrames) expect(activated.shape.length, "axes of activate [B, R, F]").toBe(3);
          else expect(activated.shape[1], "numbers a clip, numOutputs").toBe(task.numOutputs);
          expect(task.outputScales.length, "outputScales").toBe(activated.shape[1]);
        }),
      );
      expect(recordOf().outputs.length / clips.length, "numOutputs").toBe(task.numOutputs);
    });

    it("summarizes the metrics that it declares, the same each time and after a restart", () => {
      const record = recordOf();
      const calibration = task.calibrate(record);
      const copy = JSON.parse(JSON.stringify(calibration)) as Calibration | null;
      expect(copy).toEqual(calibration);
      const summary = task.calibrated(calibration).summarize(record);
      expect(Object.keys(summary.metrics).sort()).toEqual(
        definition.metrics.evaluation.map((metric) => metric.name).sort(),
      );
      expect(summary.numClips).toBe(clips.length);
      const again = definition.create(parsed, state).calibrated(copy).summarize(record);
      expect(again.metrics).toEqual(summary.metrics);
      const items = summary.items().map(([item]) => item.replace(/_\d+$/, ""));
      expect(definition.metrics.items.map((item) => item.name)).toEqual(
        expect.arrayContaining([...new Set(items)]),
      );
      expect(JSON.stringify(summary.json())).toBeTypeOf("string");
      expect(summary.describe("validation", 80, "table.csv").length).toBeGreaterThan(0);
    });

    it("summarizes a part of the clips, and clips whose outputs are not finite, without failing", () => {
      const record = recordOf();
      const some = task.summarize({ ...record, evaluated: all.subarray(0, 3) });
      expect(some.numClips).toBe(3);
      const broken = { ...record, outputs: record.outputs.map((value, i) => (i === 0 ? Number.NaN : value)) };
      expect(() => task.summarize(broken)).not.toThrow();
    });

    it("answers in plain JSON, and describes each clip", () => {
      const outputs = scope(() => noGrad(() => task.activate(outputsOf(all)).to("float32").toFloat32Array()));
      const size = outputs.length / clips.length;
      const { json, brief, values } = task.answer(outputs.subarray(0, size), {
        durationSec: 1,
        windowedSec: 1,
      });
      expect(JSON.parse(JSON.stringify(json))).toEqual(json);
      expect(brief.length).toBeGreaterThan(0);
      expect(values.every(({ value }) => Number.isFinite(value))).toBe(true);
      const { truth, predicted } = task.describeClip(recordOf(), 0);
      expect([typeof truth, typeof predicted]).toEqual(["string", "string"]);
      const { before, after } = task.sampleCells(recordOf(), 0);
      expect([before.length, after.length]).toEqual([
        task.sampleColumns.before.length,
        task.sampleColumns.after.length,
      ]);
    });

    it("records predictions of some clips, a row for each", () => {
      if (task.predictions === undefined) return;
      const some = all.subarray(1, 3);
      const { kind, columns } = task.predictions(recordOf(), some);
      const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
      for (const { name, values, shape } of kind === "events" ? [] : columns)
        expect(values.length, name).toBe(some.length * sizeOf(shape));
      expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
    });
  });
}

/** Values of a clip, without the unused places at the end. */
function withoutPadding({ values, padding }: TargetColumn): unknown[] {
  const list: unknown[] = [...values];
  while (padding !== undefined && list.length > 0 && Object.is(list.at(-1), padding)) list.pop();
  return list;
}
