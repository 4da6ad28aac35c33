import { describe, expect, it } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { randomFloat } from "../data/random.js";
import { Tensor } from "../tensor/index.js";
import { resample, resamplePart } from "./resample.js";
import { kernelFor, kernelSize, type RateChange, RESAMPLING_NAMES } from "./sinc-kernel.js";

const oracle = startOracle();

/** torchaudio.functional.resample of torchaudio 2.11 in float64; torchaudio rounds Kaiser's beta to float32. */
const TORCHAUDIO = `
import math
def resample(wave, orig, new, method):
    gcd = math.gcd(orig, new)
    orig, new = orig // gcd, new // gcd
    lowpass, rolloff = (6, 0.99) if method == "sinc_hann" else (64, 0.9475937167399596)
    base = min(orig, new) * rolloff
    width = math.ceil(lowpass * orig / base)
    idx = torch.arange(-width, width + orig, dtype=torch.float64)[None, None] / orig
    t = torch.arange(0, -new, -1, dtype=torch.float64)[:, None, None] / new + idx
    t = (t * base).clamp(-lowpass, lowpass)
    if method == "sinc_hann":
        window = torch.cos(t * math.pi / lowpass / 2) ** 2
    else:
        beta = torch.tensor(14.769656459379492, dtype=torch.float64)
        window = torch.i0(beta * torch.sqrt(1 - (t / lowpass) ** 2)) / torch.i0(beta)
    t = t * math.pi
    kernels = torch.where(t == 0, torch.tensor(1.0, dtype=torch.float64), t.sin() / t) * window * (base / orig)
    length = wave.shape[-1]
    wave = torch.nn.functional.pad(wave, (width, width + orig))
    out = torch.nn.functional.conv1d(wave[None, None], kernels, stride=orig)
    return out.transpose(1, 2).reshape(-1)[: math.ceil(new * length / orig)]
for orig, new, method in cases:
    out[f"{orig} {new} {method}"] = resample(wave.double(), orig, new, method)
`;

const noiseOf = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => 2 * randomFloat(i) - 1);

const RATES = [
  [44_100, 16_000],
  [8000, 16_000],
  [22_050, 16_000],
  [48_000, 16_000],
  [16_000, 44_100],
  [48_000, 44_100],
] as const;

it("equals torchaudio in float64 within 1e-7", async () => {
  const noise = noiseOf(6000);
  const cases = RATES.flatMap((rates) => RESAMPLING_NAMES.map((method) => [...rates, method] as const));
  const expected = await oracle.run(TORCHAUDIO, {
    wave: Tensor.from(noise),
    cases: cases.map((one) => [...one]),
  });
  for (const [from, to, method] of cases) {
    const ours = resample(noise, from, to, method);
    const reference = expected[`${from} ${to} ${method}`]!.toArray() as Float64Array;
    expect(ours.length).toBe(reference.length);
    const largest = ours.reduce((most, value, k) => Math.max(most, Math.abs(value - reference[k]!)), 0);
    expect(largest, `${from} to ${to} Hz, ${method}`).toBeLessThan(1e-7);
  }
});

describe("the addon adds taps in order, in float64 without fused products", () => {
  /** The definition of the bits: no CPU and no path of the addon computes others. */
  const inOrder = (input: Float32Array, change: RateChange, first: number, count: number): Float32Array => {
    const { from, to, taps, starts, weights } = kernelFor(change);
    return Float32Array.from({ length: count }, (_, k) => {
      const phase = (first + k) % to;
      const start = Math.floor((first + k) / to) * from + starts[phase]!;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += (input[start + tap] ?? 0) * weights[phase * taps + tap]!;
      return sum;
    });
  };

  it.each([
    // Rows of one sample, several blocks of periods, a kernel wider than a block's rows, and an odd rate.
    [8000, 16_000, "sinc_hann", 9000],
    [48_000, 16_000, "sinc_kaiser", 20_000],
    [44_100, 16_000, "sinc_hann", 30_000],
    [44_100, 16_000, "sinc_kaiser", 15_000],
    [16_000, 44_100, "sinc_hann", 5000],
    [44_101, 16_000, "sinc_hann", 50_000],
  ] as const)("from %i to %i Hz with %s", (fromHz, toHz, resampling, numSamples) => {
    const change = { fromHz, toHz, resampling };
    const noise = noiseOf(numSamples);
    const whole = resample(noise, fromHz, toHz, resampling);
    expect(whole).toEqual(inOrder(noise, change, 0, whole.length));
    const part = new Float32Array(Math.min(700, whole.length - 50));
    resamplePart(part, 50, noise, 0, change);
    expect(part).toEqual(whole.slice(50, 50 + part.length));
  });
});

describe("resample", () => {
  const noise = noiseOf(500);

  it("returns the same array when the rates are equal", () => {
    expect(resample(noise, 16_000, 16_000)).toBe(noise);
  });

  it("has a wider pass band and a deeper stop band with sinc_kaiser", () => {
    const levelOf = (hz: number, resampling: "sinc_hann" | "sinc_kaiser"): number => {
      const sine = Float32Array.from({ length: 11_025 }, (_, i) => Math.sin((2 * Math.PI * hz * i) / 44_100));
      const middle = resample(sine, 44_100, 16_000, resampling).subarray(1000, 3000);
      return 10 * Math.log10(2 * (middle.reduce((sum, value) => sum + value * value, 0) / middle.length));
    };
    expect(levelOf(7200, "sinc_kaiser")).toBeGreaterThan(-0.1);
    expect(levelOf(7200, "sinc_hann")).toBeLessThan(-2);
    expect(levelOf(8600, "sinc_kaiser")).toBeLessThan(-100);
    expect(levelOf(8600, "sinc_hann")).toBeGreaterThan(-30);
  });

  it("returns the same samples after calls with many other rates", () => {
    const before = resample(noise, 22_050, 16_000);
    for (let rate = 8000; rate < 8040; rate++) resample(noise, rate, 16_000);
    expect(resample(noise, 22_050, 16_000)).toEqual(before);
  });
});

it("computes the size of the filter table for two rates", () => {
  expect(kernelSize({ fromHz: 44_100, toHz: 16_000 })).toBe(160 * 36);
  expect(kernelSize({ fromHz: 44_100, toHz: 16_000, resampling: "sinc_kaiser" })).toBe(160 * 376);
  expect(kernelSize({ fromHz: 383_987, toHz: 16_000 })).toBeGreaterThan(4e6);
});
