import { expect, test } from "vitest";
import { outlineText, parseOutline, parseVisible, visibleText } from "./map-state.js";

test("what is shown of the map survives the address", () => {
  const visible = { x: -1.25, y: 3e-7, width: 12.5 };
  expect(parseVisible(visibleText(visible))).toEqual(visible);
  expect(visibleText(null)).toBe("");
  for (const text of ["", "1_2", "1_2_0", "1_2_-3", "a_b_c", "1__2", "1_2_Infinity"])
    expect(parseVisible(text)).toBeNull();
});

test("an outline survives it in at most 60 places", () => {
  const circle = Array.from({ length: 1000 }, (_, i) => ({ x: Math.cos(i / 159), y: Math.sin(i / 159) }));
  const read = parseOutline(outlineText({ step: 480, places: circle }))!;
  expect(read.step).toBe(480);
  for (const { x, y } of read.places) expect(Math.hypot(x, y)).toBeCloseTo(1, 3);
  // Doubled area of the polygon, as that of the circle within 2 %.
  const { places } = read;
  const doubled = places.reduce(
    (sum, { x, y }, i) => sum + x * places.at(i - 1)!.y - places.at(i - 1)!.x * y,
    0,
  );
  expect(Math.abs(doubled)).toBeGreaterThan(0.98 * 2 * Math.PI);
  expect(outlineText({ step: 480, places: circle })).toMatch(/^[-\w.]+$/);
  const side = (from: number, to: number): number[] =>
    Array.from({ length: 20 }, (_, i) => from + ((to - from) * i) / 20);
  const square = [
    ...side(0, 1).map((x) => ({ x, y: 0 })),
    ...side(0, 1).map((y) => ({ x: 1, y })),
    ...side(1, 0).map((x) => ({ x, y: 1 })),
    ...side(1, 0).map((y) => ({ x: 0, y })),
  ];
  expect(outlineText({ step: 1, places: square })).toBe("1_0_0_1_0_1_1_0_1");
  const triangle = { step: 0, places: circle.slice(0, 3) };
  expect(parseOutline(outlineText(triangle))!.places).toHaveLength(3);
  for (const text of [
    "",
    "480",
    "480_1_2_3_4",
    "480_1_2_3_4_5",
    "-1_1_2_3_4_5_6",
    "1.5_1_2_3_4_5_6",
    "x_1_2_3_4_5_6",
  ])
    expect(parseOutline(text)).toBeNull();
  expect(parseOutline(`1_${"1_".repeat(2000)}1`)).toBeNull();
});
