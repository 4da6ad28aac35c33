import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compressTrace, mergeTraces, readTrace } from "./trace-file.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-traces-"));

/** Writes a trace file in Kineto's format. */
function kinetoFile(name: string, numEvents: number, rank = 0, baseNs = 1_000_000): string {
  const events = Array.from(
    { length: numEvents },
    (_, i) =>
      `  {\n    "ph": "X",\n    "name": "aten::add",\n    "pid": 7,\n    "tid": 7,\n    "ts": ${i},\n    "args": {\n      "External id": ${i}\n    }\n  }`,
  );
  const path = join(folder, name);
  writeFileSync(
    path,
    `{\n  "schemaVersion": 1,\n    "distributedInfo": {"rank": ${rank}},\n    "baseTimeNanoseconds": ${baseNs},\n  "traceEvents": [\n${events.join(",\n")}\n  ],"traceName": "x" }`,
  );
  return path;
}

describe("a trace file", () => {
  it("is compressed completely if it is small enough", async () => {
    const path = kinetoFile("whole.json", 5000);
    await compressTrace(path, `${path}.gz`, 1e9);
    expect(gunzipSync(readFileSync(`${path}.gz`)).equals(readFileSync(path))).toBe(true);
    expect(readTrace(`${path}.gz`).traceEvents.length).toBe(5000);
  });

  it("is truncated after a complete event if it is too large, and remains a valid trace", async () => {
    const path = kinetoFile("large.json", 5000);
    for (const maxBytes of [1000, 70_000, 200_001]) {
      await compressTrace(path, `${path}.gz`, maxBytes);
      const bytes = gunzipSync(readFileSync(`${path}.gz`)).length;
      expect(bytes).toBeLessThan(maxBytes + 100);
      expect(bytes).toBeGreaterThan(maxBytes - 400);
      const trace = readTrace(`${path}.gz`);
      expect(trace["truncated"]).toBe(true);
      expect(trace.traceEvents.at(-1)).toMatchObject({ ph: "X", args: {} });
    }
    expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  it("is merged with traces of other ranks on one time axis, with distinct process ids", () => {
    const paths = [kinetoFile("r0.json", 3, 0, 5_000_000), kinetoFile("r1.json", 3, 1, 7_000_000)];
    const to = join(folder, "new", "merged.trace.json.gz");
    expect(mergeTraces(paths, to)).toEqual({ numEvents: 6 });
    const { traceEvents } = readTrace(to);
    expect(traceEvents.map(({ ts }) => ts)).toEqual([0, 1, 2, 2000, 2001, 2002]);
    expect(new Set(traceEvents.map(({ pid }) => pid)).size).toBe(2);
  });

  it("is refused with its path if it is not a trace", () => {
    const path = join(folder, "no.json");
    writeFileSync(path, "{}");
    expect(() => readTrace(path)).toThrow(
      /no\.json: expected a trace in Chrome's JSON \(it has no traceEvents\)/,
    );
  });
});
