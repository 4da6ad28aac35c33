import { describe, expect, it } from "vitest";
import { encodeMuLaw } from "./mu-law.js";

/** Decodes a byte by the formula of G.711's decoding table, in units of 1/32768. */
function decode(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
}

describe("encodeMuLaw", () => {
  it("returns each of the 256 codes for the value that it encodes", () => {
    const codes = Array.from({ length: 256 }, (_, code) => code);
    const values = Float32Array.from(codes, (code) => decode(code) / 32768);
    // 0x7f is minus zero, which no encoder returns.
    expect([...encodeMuLaw(values)]).toEqual(codes.map((code) => (code === 0x7f ? 0xff : code)));
    expect([...encodeMuLaw(Float32Array.of(0, 1, -1))]).toEqual([0xff, 0x80, 0x00]);
  });

  it("maps every sample to a code whose value is within half a step of its segment", () => {
    for (let value = -32768; value < 32768; value += 7) {
      const back = decode(encodeMuLaw(Float32Array.of(value / 32768))[0]!);
      const halfStep = 2 ** Math.max(3, Math.floor(Math.log2(Math.abs(value) + 0x84)) - 4) / 2;
      expect(Math.abs(back - Math.max(-32635, Math.min(32635, value)))).toBeLessThanOrEqual(halfStep + 1);
    }
  });

  it("clips samples beyond full scale", () => {
    expect([...encodeMuLaw(Float32Array.of(2, -2))]).toEqual([0x80, 0x00]);
  });
});
