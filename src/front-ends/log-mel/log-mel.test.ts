import { describe, expect, it } from "vitest";
import "../../../tests/support/allclose.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { manualSeed } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { LogMel } from "./log-mel.js";

const oracle = startOracle();

/** librosa.filters.mel with its defaults, and torch.stft, as librosa and PyTorch document them. */
const REFERENCE = `
import numpy as np, torch
def hz_to_mel(f):
    return f / (200 / 3) if f < 1000 else 15 + np.log(f / 1000) / (np.log(6.4) / 27)
def mel_to_hz(m):
    return m * 200 / 3 if m < 15 else 1000 * np.exp((m - 15) * np.log(6.4) / 27)
edges = np.array([mel_to_hz(m) for m in np.linspace(hz_to_mel(low), hz_to_mel(high), mels + 2)])
bins = np.linspace(0, rate / 2, fft // 2 + 1)
ramps = edges[:, None] - bins[None]
widths = np.diff(edges)
filters = np.maximum(0, np.minimum(-ramps[:-2] / widths[:-1, None], ramps[2:] / widths[1:, None]))
filters *= (2 / (edges[2:] - edges[:-2]))[:, None]
out["filters"] = torch.tensor(filters)
wave = wave.double().requires_grad_()
spec = torch.stft(wave, fft, hop, window, torch.hann_window(window).double(), center=True, return_complex=True)
mel = torch.log(torch.tensor(filters) @ spec.abs() ** 2 + 1e-5)
mel.sum().backward()
out["mel"], out["grad"] = mel.detach(), wave.grad
`;

describe("LogMel", () => {
  it.each([
    { rate: 16000, fft: 512, window: 400, hop: 160, mels: 64, low: 50, high: 8000 },
    { rate: 32000, fft: 1024, window: 1024, hop: 320, mels: 64, low: 50, high: 14000 },
  ])("equals librosa's mel filters applied to torch.stft at $rate Hz", async (o) => {
    manualSeed(1);
    const wave = ops.randn([3, o.rate / 4]).mul(0.1);
    const features = new LogMel({
      sampleRateHz: o.rate,
      fftSamples: o.fft,
      windowSamples: o.window,
      hopSamples: o.hop,
      numMels: o.mels,
      minHz: o.low,
      maxHz: o.high,
      logFloor: 1e-5,
    });
    const expected = await oracle.run(REFERENCE, { ...o, wave });
    expect(features.filters.to("float64")).toBeAllclose(expected["filters"]!, { rtol: 1e-6, atol: 1e-9 });
    wave.requiresGrad = true;
    const mel = features.forward(wave);
    expect(mel.shape).toEqual([3, o.mels, features.numFrames(o.rate / 4)]);
    // Compares float32 with float64: power sums of a few hundred terms, then a logarithm of values about 1.
    expect(mel.detach().to("float64")).toBeAllclose(expected["mel"]!, { rtol: 1e-4, atol: 1e-4 });
    mel.sum().backward();
    // Each gradient has a size of 1 to 100 and is a sum over all bins of a frame.
    expect(wave.grad!.to("float64")).toBeAllclose(expected["grad"]!, { rtol: 1e-3, atol: 2e-2 });
  });

  it("refuses a band without a Fourier bin, and names the keys", () => {
    const options = { sampleRateHz: 16000, fftSamples: 64, windowSamples: 64, hopSamples: 32, numMels: 64 };
    expect(() => new LogMel({ ...options, minHz: 0, maxHz: null, logFloor: 1e-5 })).toThrow(
      /mel band \d+ of 64 contains no Fourier bin; lower front_end\.num_mels/,
    );
  });
});
