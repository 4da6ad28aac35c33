import { describe, expect, test } from "vitest";
import { between, discMask, drawPoints } from "./draw.js";
import { boundsOf, GridIndex, type Points } from "./grid.js";
import { fitView, fromCanvas, panBy, toCanvas, zoomAt } from "./view.js";

function randomPoints(count: number): Points {
  let state = 1;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const values = (): Float32Array => Float32Array.from({ length: count }, () => 20 * next() - 10);
  return { x: values(), y: values() };
}

describe("grid", () => {
  const points = randomPoints(3000);
  points.x[7] = Number.NaN;
  const index = new GridIndex(points);

  test("the nearest point is the one that a search of all finds", () => {
    for (let trial = 0; trial < 200; trial++) {
      const [x, y] = [((trial * 37) % 220) / 10 - 11, ((trial * 53) % 220) / 10 - 11];
      const radius = 0.1 + (trial % 5) / 4;
      const distances = Array.from(points.x, (px, i) => Math.hypot(px - x, points.y[i]! - y));
      const best = distances.reduce(
        (least, d, i) => (d <= radius && (least === -1 || d < distances[least]!) ? i : least),
        -1,
      );
      expect(index.nearest(x, y, radius)).toBe(best === -1 ? null : best);
    }
  });

  test("an outline finds the points inside of it", () => {
    const outline = [
      { x: -5, y: -5 },
      { x: 5, y: -5 },
      { x: 0, y: 6 },
    ];
    const inside = index.inside(outline);
    const expected = Array.from(points.x.keys()).filter((i) => {
      const [x, y] = [points.x[i]!, points.y[i]!];
      return y > -5 && y < 6 - (11 / 5) * Math.abs(x);
    });
    expect(inside).toEqual(expected);
    expect(inside.length).toBeGreaterThan(100);
    expect(index.inside(outline.slice(0, 2))).toEqual([]);
  });

  test("hidden points are not found; no points are no problem", () => {
    const isShown = new Uint8Array(3000);
    isShown[5] = 1;
    expect(new GridIndex(points, isShown).nearest(0, 0, 100)).toBe(5);
    const none = { x: new Float32Array(0), y: new Float32Array(0) };
    expect(new GridIndex(none).nearest(0, 0, 1)).toBeNull();
    expect(boundsOf(none)).toEqual({ left: 0, right: 1, bottom: 0, top: 1 });
  });

  test("points in one place", () => {
    const same = { x: Float32Array.of(2, 2), y: Float32Array.of(3, 3) };
    expect(new GridIndex(same).nearest(2, 3, 0.1)).toBe(0);
  });
});

describe("view", () => {
  const size = { width: 400, height: 200 };
  const view = fitView({ left: -1, right: 3, bottom: 0, top: 1 }, size);

  test("all points fit, and positions lead there and back", () => {
    for (const [x, y] of [
      [-1, 0],
      [3, 1],
    ]) {
      const at = toCanvas(view, size, x!, y!);
      expect(at.x).toBeGreaterThan(0);
      expect(at.x).toBeLessThan(400);
      const back = fromCanvas(view, size, at.x, at.y);
      expect(back.x).toBeCloseTo(x!);
      expect(back.y).toBeCloseTo(y!);
    }
  });

  test("a zoom keeps the point under the pointer, panning moves it along", () => {
    const pointer = { x: 90, y: 30 };
    const before = fromCanvas(view, size, pointer.x, pointer.y);
    const zoomed = zoomAt(view, size, 3, pointer);
    expect(zoomed.scale).toBeCloseTo(3 * view.scale);
    expect(fromCanvas(zoomed, size, pointer.x, pointer.y).x).toBeCloseTo(before.x);
    const panned = panBy(view, 10, -5);
    expect(toCanvas(panned, size, before.x, before.y).x).toBeCloseTo(pointer.x + 10);
    expect(toCanvas(panned, size, before.x, before.y).y).toBeCloseTo(pointer.y - 5);
  });
});

describe("drawing", () => {
  const size = { width: 9, height: 9 };
  const view = { x: 0, y: 0, scale: 1 };
  const style = { palette: Uint32Array.of(0xff0000ff), diameter: 3 };

  test("a point is a disc in its colour; hidden and distant ones are not drawn", () => {
    const pixels = new Uint32Array(81);
    const points = { x: Float32Array.of(0, 2, 100), y: Float32Array.of(0, 2, 100) };
    drawPoints(pixels, size, view, points, { ...style, colour: Uint8Array.of(0, 255, 0) });
    expect(pixels[5 * 9 + 5]).toBe(0xff0000ff);
    expect(pixels.filter((value) => value !== 0).length).toBeLessThanOrEqual(9);
    expect(pixels[0]).toBe(0);
  });

  test("discs at the edge are cut", () => {
    const pixels = new Uint32Array(81);
    drawPoints(
      pixels,
      size,
      view,
      { x: Float32Array.of(-5), y: Float32Array.of(0) },
      {
        ...style,
        colour: Uint8Array.of(0),
      },
    );
    expect(pixels.some((value) => value !== 0)).toBe(true);
    expect(discMask(3).coverage[4]).toBe(255);
  });

  test("positions between two maps", () => {
    const from = { x: Float32Array.of(0, Number.NaN, 1), y: Float32Array.of(0, Number.NaN, 1) };
    const to = { x: Float32Array.of(4, 2, Number.NaN), y: Float32Array.of(8, 2, Number.NaN) };
    const { x, y } = between(from, to, 0.25);
    expect([...x]).toEqual([1, 2, 1]);
    expect([...y]).toEqual([2, 2, 1]);
  });
});
