import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GOLDEN_RUNS, type Golden, measureGolden } from "./measure.js";

/*
 * Numbers of small training runs, as the code computed them when they were recorded. A change that should not affect
 * results leaves them as they are. A change that should is a commit of its own, which records them anew:
 *
 *   WOODSHED_GOLDEN=write npx vitest run tests/golden
 *
 * `WOODSHED_GOLDEN=exact` compares to the bit, on the machine that recorded them.
 */
const FILE = new URL("golden.json", import.meta.url);
const mode = process.env["WOODSHED_GOLDEN"];

/**
 * Relative and absolute. Other instruction sets add in another order: with ATEN_CPU_CAPABILITY and ONEDNN_MAX_CPU_ISA
 * from SSE4.1 to AVX2, the largest difference of any number was 6e-7. A learning rate changed by 1 % changes losses by 1e-4.
 */
const TOLERANCE = 1e-5;

describe.each(Object.keys(GOLDEN_RUNS))("golden run: %s", (name) => {
  it("has the recorded metrics, weights and ONNX outputs", async () => {
    const measured = await measureGolden(name);
    if (mode === "write") record(name, measured);
    const recorded = read()[name]!;
    expect(Object.keys(measured)).toEqual(Object.keys(recorded));
    if (mode === "exact") expect(measured).toEqual(recorded);
    for (const [number, values] of Object.entries(recorded))
      expect(differences(measured[number]!, values), number).toEqual([]);
  });
});

function differences(values: readonly number[], recorded: readonly number[]): string[] {
  if (values.length !== recorded.length) return [`${values.length} values, recorded ${recorded.length}`];
  return recorded.flatMap((expected, i) =>
    Math.abs(values[i]! - expected) <= TOLERANCE * (1 + Math.abs(expected))
      ? []
      : [`[${i}] ${values[i]}, recorded ${expected}`],
  );
}

function read(): Record<string, Golden> {
  return JSON.parse(readFileSync(FILE, "utf8"));
}

function record(name: string, golden: Golden): void {
  writeFileSync(FILE, `${JSON.stringify({ ...read(), [name]: golden }, null, 1)}\n`);
}
