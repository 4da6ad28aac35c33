import { type ColumnFile, decodeColumns, type NamedColumn } from "../../../../src/columns.js";
import type { CurvesMeta } from "../../../../src/dashboard/api.js";

/** The series of a question about curves, as RUN:METRIC; names of metrics may have commas. */
export function seriesOf(address: string): string[] {
  const text = new URLSearchParams(address.split("?")[1]).get("series") ?? "";
  return text === "" ? [] : text.split(/,(?=[0-9a-f]{12}:)/);
}

interface KeptCurve {
  series: string;
  /** null for a metric that the page does not have. */
  bytes: Uint8Array<ArrayBuffer> | null;
}

/** Answers a question about several curves from files of one each: their buckets within the steps that were asked for. */
export function composeCurves(address: string, files: readonly KeptCurve[]): ColumnFile<CurvesMeta> {
  const params = new URLSearchParams(address.split("?")[1]);
  const from = Number(params.get("from") ?? 0);
  const to = Number(params.get("to") ?? Number.POSITIVE_INFINITY);
  const parts = files.map(({ series, bytes }, i) => {
    if (bytes === null) return { meta: unknownSeries(series), columns: emptyColumns(i) };
    const { meta, columns } = decodeColumns<CurvesMeta>(bytes);
    const [one] = meta.series;
    const steps = columns.find(({ name }) => name === "0/step")!.values;
    // A bucket that begins before the first step may reach beyond it.
    const width = 2 ** one!.level;
    const rows = Array.from(steps, (_, row) => row).filter(
      (row) => steps[row]! + width > from && steps[row]! <= to,
    );
    return {
      meta: one!,
      columns: columns.map(
        ({ name, shape, values }): NamedColumn => ({
          ...{ name: name.replace(/^0/, String(i)), shape },
          values: (values as Float64Array<ArrayBuffer>).filter(
            (_, row) => row >= rows[0]! && row <= rows.at(-1)!,
          ),
        }),
      ),
    };
  });
  return {
    meta: { series: parts.map(({ meta }) => meta) },
    columns: parts.flatMap(({ columns }) => columns),
  };
}

function unknownSeries(series: string): CurvesMeta["series"][number] {
  const [run = "", ...metric] = series.split(":");
  return { run, metric: metric.join(":"), level: 0, generation: 0, lastStep: -1 };
}

function emptyColumns(i: number): NamedColumn[] {
  const column = (name: string, values: NamedColumn["values"]): NamedColumn => ({
    name: `${i}/${name}`,
    shape: [],
    values,
  });
  return [
    ...["step", "first", "last", "min", "max", "mean", "time"].map((name) =>
      column(name, new Float64Array(0)),
    ),
    ...["count", "nan"].map((name) => column(name, new Int32Array(0))),
  ];
}
