import { describe, expect, it } from "vitest";
import { fitTo, wrapColumns } from "./wrap.js";

describe("a line that is too wide for the terminal", () => {
  it("is broken at spaces, with further lines aligned to the second column", () => {
    const line = "data      1200 training clips, 300 validation; 4 labels: high, low, middle, none";
    expect(wrapColumns(line, 40).split("\n")).toEqual([
      "data      1200 training clips, 300",
      "          validation; 4 labels: high,",
      "          low, middle, none",
    ]);
  });

  it.each([80, 40, 12])("fits into %i columns except for longer words", (width) => {
    const line =
      "epoch  1/10  train loss 1.532, accuracy 0.431 (epoch mean)  validation loss 1.220, accuracy 0.512";
    const lines = wrapColumns(line, width).split("\n");
    for (const part of lines) expect(part.length).toBeLessThanOrEqual(width);
    const words = (text: string) => text.split(/\s+/).filter(Boolean);
    expect(words(lines.join(" "))).toEqual(words(line));
  });

  it("is measured without colour codes, and a long path is not broken", () => {
    const path = `\x1b[1mrun\x1b[0m       ${"x".repeat(60)}`;
    expect(wrapColumns(path, 40)).toBe(`\x1b[1mrun\x1b[0m\n${" ".repeat(10)}${"x".repeat(60)}`);
    expect(wrapColumns("\x1b[1mshort\x1b[0m", 5)).toBe("\x1b[1mshort\x1b[0m");
  });

  it("is unchanged in a pipe", () => {
    const line = "a ".repeat(100);
    expect(fitTo({ isTTY: false }, line)).toBe(line);
    expect(fitTo({ isTTY: true, columns: 20 }, line)).toContain("\n");
  });
});
