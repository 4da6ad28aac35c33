import { describe, expect, it } from "vitest";
import { formatTick, ticks } from "../plot/scale.js";
import { haveRoomForTexts } from "./cells.js";
import type { Bars, Cells, Chart, Points } from "./chart.js";
import { chartOfConfusion, chartOfCurves } from "./item-charts.js";
import { chartOfFigure } from "./plotly.js";
import { rowsOf, textOf } from "./values.js";

/** Reads a figure as it comes from a record: parsed JSON, with own properties such as `__proto__`. */
const figure = (data: unknown, layout: unknown = {}): Chart =>
  chartOfFigure(JSON.parse(JSON.stringify({ kind: "figure", data, layout })));
const marksOf = <T>(chart: Chart): T[] => chart.panels.flatMap(({ marks }) => marks as unknown as T[]);
const list = (values: Float64Array): number[] => [...values];

describe("a Plotly figure", () => {
  it("has points and lines at their values", () => {
    const chart = figure(
      [
        { type: "scatter", mode: "markers", name: "clips", x: [1, 2, 3], y: [4, null, "6"] },
        { type: "scatter", mode: "lines", name: "exact", x: [1, 3], y: [4, 6], line: { dash: "dot" } },
      ],
      { title: { text: "Pitch" }, xaxis: { title: { text: "true" } }, yaxis: { range: [0, 10] } },
    );
    const [clips, exact] = marksOf<Points>(chart);
    expect([list(clips!.x), list(clips!.y)]).toEqual([
      [1, 2, 3],
      [4, Number.NaN, 6],
    ]);
    expect([clips!.hasLine, exact!.hasLine, exact!.isDashed]).toEqual([false, true, true]);
    expect(chart.panels[0]!.y.scale).toMatchObject({ kind: "linear", low: 0, high: 10 });
    expect(chart.panels[0]!.x.title).toBe("true");
    expect([chart.title, chart.legend.map(({ name }) => name)]).toEqual(["Pitch", ["clips", "exact"]]);
  });

  it("counts a histogram: each value once, the largest too", () => {
    const x = [...Array<number>(30).fill(0.1), ...Array<number>(9).fill(1.9), 2];
    const [bars] = marksOf<Bars>(figure([{ type: "histogram", x }]));
    expect(list(bars!.to).reduce((sum, count) => sum + count, 0)).toBe(40);
    const bin = (value: number): number =>
      bars!.start.findIndex((from, i) => value >= from && value < bars!.end[i]!);
    expect(bars!.to[bin(0.1)]).toBe(30);
    const [given] = marksOf<Bars>(
      figure([{ type: "histogram", x: [1, 2, 2, 9], xbins: { start: 0, end: 10, size: 5 } }]),
    );
    expect([list(given!.start), list(given!.end), list(given!.to)]).toEqual([
      [0, 5],
      [5, 10],
      [3, 1],
    ]);
    const [labels] = marksOf<Bars>(figure([{ type: "histogram", x: ["a", "b", "a"] }]));
    expect(list(labels!.to)).toEqual([2, 1]);
  });

  it("places bars beside each other, and upon each other", () => {
    const data = [1, 2].map((k) => ({ type: "bar", x: ["a", "b"], y: [k, -k] }));
    const [one, two] = marksOf<Bars>(figure(data));
    expect(one!.end[0]).toBeCloseTo(two!.start[0]!);
    const [below, above] = marksOf<Bars>(figure(data, { barmode: "stack" }));
    expect([list(below!.to), list(above!.from), list(above!.to)]).toEqual([
      [1, -1],
      [1, -1],
      [3, -3],
    ]);
    const overlaid = (more: object): number[] =>
      marksOf<Bars>(
        figure(
          data.map((trace) => ({ ...trace, ...more })),
          { barmode: "overlay" },
        ),
      ).map(({ opacity }) => opacity);
    expect([one!.opacity, overlaid({}), overlaid({ opacity: 0.3 })]).toEqual([1, [0.6, 0.6], [0.3, 0.3]]);
    const [lying] = marksOf<Bars>(figure([{ type: "bar", orientation: "h", y: ["a"], x: [5] }]));
    expect([lying!.isUpright, list(lying!.to)]).toEqual([false, [5]]);
  });

  it("has the cells of a heat map, also of packed values; a reversed axis begins at the top", () => {
    const z = [
      [1, 2, 3],
      [4, null, 6],
    ];
    const chart = figure([{ type: "heatmap", z, x: ["a", "b", "c"] }], { yaxis: { autorange: "reversed" } });
    const [cells] = marksOf<Cells>(chart);
    expect(list(cells!.values)).toEqual([1, 2, 3, 4, Number.NaN, 6]);
    expect([list(cells!.x), list(cells!.y)]).toEqual([
      [-0.5, 0.5, 1.5, 2.5],
      [-0.5, 0.5, 1.5],
    ]);
    expect(chart.panels[0]!.x.scale.labels).toEqual(["a", "b", "c"]);
    const { low, high } = chart.panels[0]!.y.scale;
    expect(low).toBeGreaterThan(high);
    const bdata = Buffer.from(Float64Array.of(1, 2, 3, 4).buffer).toString("base64");
    expect(rowsOf({ dtype: "f8", bdata, shape: "2, 2" })).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("has panels by its axes, which may match, be logarithmic or lie over another", () => {
    const chart = figure(
      [
        { x: [1, 2], y: [1, 100] },
        { x: [3, 4], y: [5, 7], xaxis: "x2", yaxis: "y2" },
        { x: [1, 2], y: [0, 1], yaxis: "y3" },
      ],
      {
        xaxis: { domain: [0, 0.4] },
        xaxis2: { domain: [0.6, 1] },
        yaxis: { type: "log", range: [0, 2] },
        yaxis2: { matches: "y", showticklabels: false },
        yaxis3: { overlaying: "y", side: "right" },
      },
    );
    expect(chart.panels.map(({ place, isOverlay }) => [place.left, place.right, isOverlay])).toEqual([
      [0, 0.4, false],
      [0.6, 1, false],
      [0, 0.4, true],
    ]);
    expect(chart.panels[1]!.y.scale).toEqual(chart.panels[0]!.y.scale);
    expect(chart.panels[0]!.y.scale).toMatchObject({ kind: "log", low: 1, high: 100 });
  });

  it("has an axis of dates", () => {
    const x = ["2026-11-28 10:00", "2026-11-28T12:00:00"];
    const { scale } = figure([{ x, y: [1, 2] }]).panels[0]!.x;
    expect([scale.kind, ticks(scale, 4).map((tick) => formatTick(scale, tick))]).toEqual([
      "time",
      ["10:00", "11:00", "12:00"],
    ]);
    const days = figure([{ x: ["2026-11-01", "2026-11-20"], y: [1, 2] }]).panels[0]!.x.scale;
    const DAY_MS = 86_400_000;
    expect(ticks(days, 4).map((tick) => [tick % DAY_MS, tick % (10 * DAY_MS)])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("names what is not drawn", () => {
    const chart = figure([{ type: "scatter3d", x: [1], y: [1], z: [1] }], {
      annotations: [{}],
      images: [{}],
    });
    expect(chart.panels).toEqual([]);
    expect(chart.notDrawn).toEqual(["annotations", "images", "traces of the type scatter3d"]);
    expect(figure([{ x: Array(200_001).fill(1), y: [1] }]).notDrawn).toEqual([
      "points after the first 200,000",
    ]);
  });

  it("is read whatever it has in place of what it should have", () => {
    const values = [
      "null",
      "1",
      '"x"',
      "[]",
      "{}",
      "[[]]",
      "[null]",
      '{"__proto__":{"type":"bar"}}',
      "1e999",
      "true",
    ];
    for (const value of values)
      for (const text of [
        `{"data":${value},"layout":${value}}`,
        `{"data":[${value}],"layout":{"xaxis":${value},"annotations":${value},"title":${value}}}`,
        ...["scatter", "bar", "histogram", "heatmap", "pie"].map(
          (type) =>
            `{"data":[{"type":"${type}","x":${value},"y":${value},"z":${value},"labels":${value},"values":${value},` +
            `"base":${value},"xbins":${value},"name":${value},"xaxis":${value},"__proto__":{"x":[1]}}],"layout":{"xaxis":{"range":${value},"domain":${value},"matches":"x","type":"log"}}}`,
        ),
      ]) {
        const { panels } = chartOfFigure(JSON.parse(text));
        for (const { x, y } of panels)
          expect([Number.isFinite(x.scale.low), Number.isFinite(y.scale.high)]).toEqual([true, true]);
      }
    const loop = { xaxis: { matches: "x2" }, xaxis2: { matches: "x" }, yaxis: { overlaying: "y" } };
    expect(
      figure(
        [
          { x: [1], y: [1] },
          { x: [1], y: [1], xaxis: "x2" },
        ],
        loop,
      ).panels,
    ).toHaveLength(2);
    expect(({} as { type?: string }).type).toBeUndefined();
    const [point] = marksOf<Points>(
      chartOfFigure(JSON.parse('{"data":[{"y":[1],"__proto__":{"x":[7]}}],"layout":{}}')),
    );
    expect(list(point!.x)).toEqual([0]);
  });

  it("has texts without Plotly's tags; other markup is shown as it is", () => {
    expect(textOf("a<br>b <b>c</b> <a href='javascript:1'>d</a>")).toBe("a b c d");
    expect(textOf("<img src=x onerror=1> x < y")).toBe("<img src=x onerror=1> x < y");
  });
});

describe("cells", () => {
  const context = { measureText: (text: string) => ({ width: 7 * text.length }) as TextMetrics };
  const cells = (...values: number[]) => ({ x: Float64Array.of(0, 1, 2), values: Float64Array.from(values) });

  it("have texts if all of them fit into their columns", () => {
    const at = (edge: number): number => 40 * edge;
    expect(haveRoomForTexts(context, cells(1, 12), at)).toBe(true);
    expect(haveRoomForTexts(context, cells(1, Number.NaN), at)).toBe(true);
    expect(haveRoomForTexts(context, cells(1, -0.123), at)).toBe(false);
    expect(haveRoomForTexts(context, cells(1, 2), (edge) => 20 * edge)).toBe(false);
  });
});

describe("other items", () => {
  it("are charts: curves, and a confusion matrix coloured by the share of each row", () => {
    const curves = chartOfCurves({
      ...{ kind: "curves", title: "ROC", xLabel: "x", yLabel: "y" },
      curves: [{ label: "dog", x: [0, 1], y: [0, 1] }],
    });
    expect(list(marksOf<Points>(curves)[0]!.x)).toEqual([0, 1]);
    const chart = chartOfConfusion({
      kind: "confusion_matrix",
      labels: ["a", "__proto__"],
      counts: [
        [3, 1],
        [0, 0],
      ],
    });
    const [cells] = marksOf<Cells>(chart);
    expect([list(cells!.values), list(cells!.shares)]).toEqual([
      [3, 1, 0, 0],
      [0.75, 0.25, 0, 0],
    ]);
    expect(chartOfConfusion(JSON.parse('{"kind":"confusion_matrix"}')).panels).toHaveLength(1);
  });
});
