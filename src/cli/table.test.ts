import { describe, expect, it } from "vitest";
import { tableLines } from "./table.js";

const rows = [
  ["checkpoint", "epoch", "validation/loss", "size", "saved", "for", ""],
  ["step-00000048", "1", "1.6100", "5.5 MB", "2026-11-27 05:18:50", "every-epoch, best", "best"],
  ["step-00000090", "1 + 42 batches", "", "5.5 MB", "2026-11-27 05:19:20", "stop", ""],
  ["step-00000096", "2", "0.9540", "5.5 MB", "2026-11-27 05:19:31", "every-epoch", "last"],
];
const words = (lines: readonly string[]): string[] => lines.flatMap((line) => line.trim().split(/\s+/));

describe("a table", () => {
  it("is one line a row in a pipe and where it fits", () => {
    const lines = tableLines(rows, { isTTY: false, columns: 40 });
    expect(lines).toHaveLength(rows.length);
    expect(lines[3]).toBe(
      "step-00000096  2               0.9540           5.5 MB  2026-11-27 05:19:31  every-epoch        last",
    );
    expect(tableLines(rows, { isTTY: true, columns: 100 })).toEqual(lines);
  });

  it.each([80, 40])("keeps words whole in %i columns, and columns aligned", (width) => {
    const lines = tableLines(rows, { isTTY: true, columns: width });
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(words(lines)).toEqual(words(rows.flat()).filter(Boolean));
  });

  it("continues wide rows on indented lines, without empty ones", () => {
    expect(tableLines(rows, { isTTY: true, columns: 60 })).toEqual([
      "checkpoint     epoch           validation/loss  size",
      "  saved                for",
      "step-00000048  1               1.6100           5.5 MB",
      "  2026-11-27 05:18:50  every-epoch, best  best",
      "step-00000090  1 + 42 batches                   5.5 MB",
      "  2026-11-27 05:19:20  stop",
      "step-00000096  2               0.9540           5.5 MB",
      "  2026-11-27 05:19:31  every-epoch        last",
    ]);
    const sparse = [
      ["trial", "note"],
      ["a-very-long-name", ""],
      ["b", "n".repeat(20)],
    ];
    expect(tableLines(sparse, { isTTY: true, columns: 24 })).toEqual([
      "trial",
      "  note",
      "a-very-long-name",
      "b",
      `  ${"n".repeat(20)}`,
    ]);
  });

  it("breaks a cell that is wider than the terminal at spaces, and leaves longer words whole", () => {
    const wide = [["run"], [`${"x".repeat(30)} of the study`]];
    expect(tableLines(wide, { isTTY: true, columns: 20 }).join("\n").split("\n")).toEqual([
      "run",
      "x".repeat(30),
      "  of the study",
    ]);
  });
});
