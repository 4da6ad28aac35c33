import { describe, expect, it } from "vitest";
import { labelTable } from "./dry-run.js";

describe("the table of labels", () => {
  it("has one column of clip counts for each split", () => {
    expect(
      labelTable([
        { label: "dog", train: 120, validation: 13, test: 0 },
        { label: "chainsaw", train: 7, validation: 1, test: 2 },
      ]),
    ).toEqual([
      "label     train  validation  test",
      "dog       120    13          0",
      "chainsaw  7      1           2",
    ]);
  });

  it("lists only the labels with the fewest training clips if there are many labels", () => {
    const labels = Array.from({ length: 100 }, (_, i) => ({
      label: `l${i}`,
      train: 200 - i,
      validation: 1,
      test: 1,
    }));
    const lines = labelTable(labels);
    expect(lines).toHaveLength(31);
    expect(lines[1]).toMatch(/^l99 +101 /);
    expect(lines.at(-1)).toBe("and 71 more labels with 130 to 200 training clips each");
  });
});
