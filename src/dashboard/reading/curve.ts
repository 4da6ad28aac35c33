/** Answers questions about curves. */
import type { NamedColumn } from "../../columns.js";
import { Buckets } from "../../tracking/store/buckets.js";
import type { CurvesMeta, MetricValue } from "../api.js";
import { readBuckets } from "./parts.js";
import { finiteOrNull, RecordReader } from "./record-reader.js";
import { type Series, seriesOf, storeSeries } from "./series.js";

/** Part of a question. */
export interface CurveQuestion {
  /** Buckets that a chart has room for. */
  numBuckets: number;
  from: number;
  /** null: to the last step. */
  to: number | null;
  /** Level of all series of the question, so that they have one grid. */
  level: number;
}

export interface CurvePart {
  meta: CurvesMeta["series"][number];
  /** Columns by their names without the place of the series. */
  columns: NamedColumn[];
}

/** The last steps of metrics, by which the level of a question is chosen. */
export function readLastSteps(
  folder: string,
  identity: string,
  names: readonly string[],
  isOver: boolean,
): number[] {
  return withRecord(folder, (open) =>
    names.map((name) => known(folder, name, identity, isOver, open).lastStep),
  );
}

/** Reads a curve that pages show first, before anybody asks: that of a long run takes seconds once. */
export function prepareCurve(folder: string, identity: string, name: string): void {
  withRecord(folder, (open) => known(folder, name, identity, true, open));
}

/** Returns curves of one run, as a file of columns for each metric. */
export function readCurves(
  folder: string,
  run: string,
  identity: string,
  names: readonly string[],
  isOver: boolean,
  question: CurveQuestion,
): CurvePart[] {
  return withRecord(folder, (open) =>
    names.map((metric) => {
      const series = known(folder, metric, identity, isOver, open);
      const to = Math.min(question.to ?? series.lastStep, series.lastStep);
      const chosen = bucketsOf(series, metric, question, to, open);
      return {
        meta: {
          ...{ run, metric, level: chosen.level },
          ...{ generation: series.generation, lastStep: series.lastStep },
        },
        columns: columnsOf(chosen),
      };
    }),
  );
}

/** The values from a step on, inclusive: its last value may have changed, or have come later than that of another metric. */
export function readTails(
  folder: string,
  after: ReadonlyMap<string, number>,
  most: number,
): { generation: number; series: Record<string, MetricValue[]>; step: number } {
  using record = new RecordReader(folder);
  return record.snapshot(() => {
    const names = record.metricNames();
    const tails = names.map((name): [string, MetricValue[]] => {
      const from = after.get(name) ?? 0;
      const points = record.newest(name, most).filter(({ step }) => step >= from);
      return [name, points.reverse().map(({ step, value }) => ({ step, value: finiteOrNull(value) }))];
    });
    const step = Math.max(-1, ...names.map((name) => record.newest(name, 1)[0]?.step ?? -1));
    return { generation: record.generation(), series: Object.fromEntries(tails), step };
  });
}

function bucketsOf(
  series: Series,
  name: string,
  { from, level, numBuckets }: CurveQuestion,
  to: number,
  open: () => RecordReader,
): Buckets {
  const wanted = level;
  if (to < from) return new Buckets(wanted, 0);
  if (wanted >= series.buckets.level) {
    const [finest, width] = [series.buckets.between(from, to), 2 ** wanted];
    // Fewer values than there is room for are shown as they are, such as those of evaluations.
    if (series.buckets.level === 0 && finest.size <= numBuckets) return finest;
    const whole = series.buckets.between(
      Math.floor(from / width) * width,
      (Math.floor(to / width) + 1) * width - 1,
    );
    return whole.atLevel(wanted);
  }
  // Closer than what is kept: the record is read, whole buckets of it.
  const width = 2 ** wanted;
  const [first, last] = [Math.floor(from / width) * width, (Math.floor(to / width) + 1) * width - 1];
  const few = open().pointColumns(name, from, to, numBuckets + 1);
  if (few.step.length <= numBuckets) return Buckets.of(few);
  return readBuckets(open(), name, first, last, wanted);
}

function columnsOf(buckets: Buckets): NamedColumn[] {
  const [sums, counts, nans] = [buckets.values("sum"), buckets.values("count"), buckets.values("nan")];
  const column = (name: string, values: NamedColumn["values"]): NamedColumn => ({ name, shape: [], values });
  const width = 2 ** buckets.level;
  return [
    column(
      "step",
      buckets.values("bucket").map((bucket) => bucket * width),
    ),
    ...(["first", "last", "min", "max"] as const).map((name) => column(name, buckets.values(name).slice())),
    column(
      "mean",
      sums.map((sum, i) => sum / (counts[i]! - nans[i]!)),
    ),
    column("count", Int32Array.from(counts)),
    column("nan", Int32Array.from(nans)),
    column("time", buckets.values("time").slice()),
  ];
}

function known(
  folder: string,
  name: string,
  identity: string,
  isOver: boolean,
  open: () => RecordReader,
): Series {
  let wasRead = false;
  const series = seriesOf(folder, name, identity, () => {
    wasRead = true;
    return open();
  });
  if (wasRead && isOver) storeSeries(folder, name, series);
  return series;
}

/** Opens the record at most once, and not at all if what is asked for is known. */
function withRecord<T>(folder: string, use: (open: () => RecordReader) => T): T {
  let record: RecordReader | null = null;
  try {
    return use(() => {
      record ??= new RecordReader(folder);
      return record;
    });
  } finally {
    (record as RecordReader | null)?.close();
  }
}
