import { describe, expect, it } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { decodeNpy, encodeNpy } from "./npy.js";

const oracle = startOracle();
const values = Float32Array.from({ length: 21 }, (_, i) => Math.sin(i));

describe("rows of float32 as a .npy file", () => {
  it("can be read by numpy.load", async () => {
    const npy = encodeNpy(values, 3).toString("base64");
    const out = await oracle.run<{ rows: number[][]; shape: number[] }>(
      `
        import io, base64
        loaded = np.load(io.BytesIO(base64.b64decode(npy)))
        out["rows"], out["shape"] = loaded.tolist(), list(loaded.shape)
      `,
      { npy },
    );
    expect([out.shape, out.rows.flat()]).toEqual([[7, 3], [...values]]);
  });

  it("are read back, and other or truncated files are refused", () => {
    const bytes = encodeNpy(values, 7);
    expect(decodeNpy(bytes)).toEqual({ values, width: 7 });
    expect(() => decodeNpy(bytes.subarray(0, -1))).toThrow(/cut off/);
    expect(() => decodeNpy(Buffer.from("not an array"))).toThrow(/expected NumPy/);
    expect(decodeNpy(encodeNpy(new Float32Array(0), 0)).values.length).toBe(0);
  });
});
