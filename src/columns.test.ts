import { describe, expect, it } from "vitest";
import { decodeColumns, encodeColumns } from "./columns.js";

const columns = [
  { name: "clip", shape: [], values: Int32Array.of(0, 1, 2) },
  { name: "is_correct", shape: [], values: Uint8Array.of(1, 0, 2) },
  { name: "scores", shape: [2], values: Float32Array.of(0.25, 0.75, Number.NaN, 1, 0, 1) },
  { name: "loss", shape: [], values: Float64Array.of(1e-300, -0, Infinity) },
  { name: "events", shape: [3], values: new Float32Array(0) },
];
const meta = { labels: ["Ä", "</script>"], step: 48 };

describe("columns", () => {
  it("are read as they were written, at any place in memory", () => {
    const bytes = encodeColumns({ meta, columns });
    expect(decodeColumns(bytes)).toEqual({ meta, columns });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeColumns(shifted.subarray(3))).toEqual({ meta, columns });
  });

  it("of a file that was cut short, or of another format, are refused", () => {
    const bytes = encodeColumns({ meta, columns: columns.slice(0, 4) });
    expect(() => decodeColumns(bytes.slice(0, -1))).toThrow(/expected \d+ bytes, the file has \d+/);
    expect(() => decodeColumns(bytes.slice(0, 40))).toThrow("cut short");
    for (const other of [new Uint8Array(0), new TextEncoder().encode("RIFFxxxxWAVEfmt ")])
      expect(() => decodeColumns(other)).toThrow("begins with WSHDCOL1");
  });
});
