import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { FigureItem } from "../../items.js";
import { axisOf } from "./chart.js";
import { figurePicture } from "./figure-picture.js";

const LAYOUT = {
  title: { text: "Predicted pitch" },
  xaxis: { title: { text: "true" } },
  yaxis: { title: { text: "predicted" } },
};
const BLUE = "1f77b4";
const ORANGE = "ff7f0e";

/** Returns the pixels of a color, as [column, row]. */
function pixelsOf(figure: FigureItem, color: string): [number, number][] {
  const raster = figurePicture(figure)!;
  const png = raster.png();
  const chunk = (type: string): Buffer => {
    const at = png.indexOf(type, 8, "latin1");
    return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  };
  const palette = chunk("PLTE").toString("hex").match(/.{6}/g)!;
  const rows = inflateSync(chunk("IDAT"));
  const places: [number, number][] = [];
  for (let row = 0; row < raster.height; row++) {
    for (let column = 0; column < raster.width; column++) {
      if (palette[rows[row * (raster.width + 1) + 1 + column]!] === color) places.push([column, row]);
    }
  }
  return places;
}

const markers = (x: (number | null)[], y: (number | null)[]): FigureItem["data"][number] => {
  return { type: "scatter", mode: "markers", name: "clips", x, y };
};

describe("figurePicture", () => {
  it("draws a point where its numbers are", () => {
    const of = (y: number) =>
      pixelsOf({ kind: "figure", data: [markers([0, 10, 5], [0, 100, y])], layout: LAYOUT }, BLUE);
    const low = of(50);
    const high = of(75);
    const only = (pixels: [number, number][], others: [number, number][]) =>
      pixels.filter(([x, y]) => !others.some((other) => other[0] === x && other[1] === y));
    const [from, to] = [only(low, high), only(high, low)];
    expect(from.length).toBe(9); // 3 x 3 pixels
    expect(to).toEqual(from.map(([x, y]) => [x, y - 65])); // a quarter of the chart's 260 pixels
  });

  it("draws lines over points, and leaves out numbers that are not finite", () => {
    const line = { type: "scatter", mode: "lines", name: "exact", x: [0, 10], y: [0, 10] };
    const layout = LAYOUT;
    const pixels = pixelsOf({ kind: "figure", data: [markers([1, 2], [1, null]), line], layout }, ORANGE);
    expect(pixels.length).toBeGreaterThan(260);
    const nothing = markers([Number.NaN], [1]);
    expect(figurePicture({ kind: "figure", data: [nothing], layout })).toBeNull();
  });

  it("draws a histogram with bars as high as the counts", () => {
    const values = [...Array<number>(30).fill(0.1), ...Array<number>(10).fill(1.9)];
    const bars = pixelsOf({ kind: "figure", data: [{ type: "histogram", x: values }], layout: LAYOUT }, BLUE);
    const columns = bars.map(([column]) => column);
    const middle = (Math.min(...columns) + Math.max(...columns)) / 2;
    const heightOf = (isLeft: boolean) =>
      new Set(bars.filter(([column]) => column < middle === isLeft).map(([, row]) => row)).size;
    expect([heightOf(true), heightOf(false)]).toEqual([260, 87]);
  });

  it("leaves out figures of other kinds", () => {
    for (const trace of [
      { type: "bar", x: [1], y: [2] },
      { type: "scatter", mode: "markers", x: ["a"], y: [1] },
      { type: "histogram", x: [] },
    ]) {
      expect(figurePicture({ kind: "figure", data: [trace], layout: {} })).toBeNull();
    }
    expect(figurePicture({ kind: "figure", data: [], layout: {} })).toBeNull();
  });
});

describe("axisOf", () => {
  it("has round ticks around the values", () => {
    expect(axisOf("x", [0.11, 0.58]).ticks).toEqual([0, 0.2, 0.4, 0.6]);
    expect(axisOf("x", [-3, 96]).ticks).toEqual([-50, 0, 50, 100]);
    for (const values of [[5], [0, 0], [-7], [1e-9, 3e-9], [1e9, 1e9 + 1]]) {
      const { from, to, ticks } = axisOf("x", values);
      expect(from).toBeLessThanOrEqual(Math.min(...values));
      expect(to).toBeGreaterThanOrEqual(Math.max(...values));
      expect(to).toBeGreaterThan(from);
      expect(ticks.length).toBeLessThanOrEqual(7);
    }
  });
});
