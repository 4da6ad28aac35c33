// Augmentations at fixed parameters against scipy, numpy and torch, and torchaudio's and audiomentations' formulas in these.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { convolve } from "../src/audio/convolve.js";
import { Fft } from "../src/audio/fft.js";
import { withAudio } from "../src/audio/open.js";
import { encodeWav16 } from "../src/audio/wav.js";
import type { AugmentationDefinition } from "../src/augment/define.js";
import { COLORS, noiseOf } from "../src/augment/noise/color.js";
import { AUGMENTATIONS } from "../src/augment/options.js";
import { randomFloat } from "../src/data/random.js";
import { Tensor } from "../src/tensor/index.js";
import { startOracle } from "./support/oracle.js";

const oracle = startOracle();
const RATE = 16_000;
const NUM_SAMPLES = 6001;

const clip = Float32Array.from(
  { length: NUM_SAMPLES },
  (_, i) => 0.4 * Math.sin(0.11 * i) + 0.3 * Math.sin(1.7 * i) + 0.4 * (randomFloat(1, i) - 0.5),
);
const partner = Float32Array.from({ length: NUM_SAMPLES }, (_, i) => Math.cos(0.03 * i));

const folder = mkdtempSync(join(tmpdir(), "woodshed-rooms-"));
const room = join(folder, "room.wav");
writeFileSync(
  room,
  encodeWav16(
    Float32Array.from({ length: 3000 }, (_, i) =>
      i < 40 ? 0 : 0.9 * (i === 40 ? 1 : randomFloat(2, i) - 0.5) * 0.998 ** i,
    ),
    RATE,
  ),
);

/** Options that leave nothing but places to chance. */
const CASES = {
  low_pass: { cutoff_hz: [1234, 1234] },
  high_pass: { cutoff_hz: [432, 432] },
  band_pass: { center_hz: [1500, 1500], q: [1.3, 1.3] },
  peak: { center_hz: [2500, 2500], q: [2, 2], gain_db: [-9, -9] },
  low_shelf: { cutoff_hz: [600, 600], gain_db: [7, 7] },
  high_shelf: { cutoff_hz: [3000, 3000], gain_db: [-11, -11] },
  band_limit: { cutoff_hz: [3100, 3100] },
  impulse_response: { folder, wet: [0.7, 0.7] },
  gain: { gain_db: [-4.5, -4.5] },
  polarity: {},
  clipping: { percent: [17, 17] },
  bit_depth: { bits: [7, 7] },
  shift: { fraction: [0.3, 0.3] },
  speed: { factor: [1.07, 1.07] },
  time_stretch: { rate: [0.83, 0.83] },
  pitch_shift: { semitones: [3, 3] },
  mixup: { share: [0.3, 0.3] },
  between_class: { share: [0.3, 0.3] },
} as const;

function applied(name: keyof typeof CASES | "noise" | "cutmix", options: object): Float32Array {
  const definition = AUGMENTATIONS[name] as unknown as AugmentationDefinition;
  const augmentation = definition.create(definition.options.parse(options) as never, {
    files: [room],
    sampleRateHz: RATE,
  });
  const example = { samples: clip.slice(), numChannels: 1, sampleRateHz: RATE };
  let count = 0;
  augmentation.apply(example, () => randomFloat(3, count++), [{ ...example, samples: partner }]);
  return example.samples;
}

let expected: Record<keyof typeof CASES | "convolved" | "spectrum", Tensor>;
beforeAll(async () => {
  const response = withAudio(room, {}, (file) => file.read(0, file.numFrames));
  expected = await oracle.run(REFERENCE, {
    clip: Tensor.from(clip),
    partner: Tensor.from(partner),
    response: Tensor.from(response),
  });
});

describe("augmentations at fixed parameters equal the reference within 1e-5", () => {
  it.each(Object.keys(CASES) as (keyof typeof CASES)[])("%s", (name) => {
    const ours = applied(name, CASES[name]);
    const reference = expected[name].toFloat32Array();
    expect(ours.length).toBe(reference.length);
    let worst = 0;
    for (let i = 0; i < ours.length; i++) worst = Math.max(worst, Math.abs(ours[i]! - reference[i]!));
    expect(worst).toBeLessThan(1e-5);
  });

  it("convolution, in one block and in several, and the transform", () => {
    const response = Float64Array.from({ length: 700 }, (_, i) => Math.cos(i * i) / (1 + i));
    const ours = convolve(clip, response);
    const reference = expected.convolved.toArray() as Float64Array;
    expect(ours.length).toBe(reference.length);
    for (let i = 0; i < ours.length; i++) expect(Math.abs(ours[i]! - reference[i]!)).toBeLessThan(1e-10);
    const [re, im] = [Float64Array.from(clip.subarray(0, 64)), Float64Array.from(clip.subarray(64, 128))];
    const spectrum = expected.spectrum.toArray() as Float64Array; // [2, 64]
    Fft.of(64).forward(re, im);
    for (let i = 0; i < 64; i++) {
      expect(Math.abs(re[i]! - spectrum[i]!)).toBeLessThan(1e-10);
      expect(Math.abs(im[i]! - spectrum[64 + i]!)).toBeLessThan(1e-10);
    }
    Fft.of(64).inverse(re, im);
    for (let i = 0; i < 64; i++) expect(Math.abs(re[i]! - clip[i]!)).toBeLessThan(1e-12);
  });
});

const REFERENCE = `
  from math import gcd
  from scipy import signal
  rate = 16000
  x = clip.numpy().astype(np.float64)

  def rbj(shape, hz, q, gain_db=0.0):
      # R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients", as printed there.
      w = 2 * np.pi * hz / rate
      alpha, cos, A = np.sin(w) / (2 * q), np.cos(w), 10 ** (gain_db / 40)
      r = 2 * np.sqrt(A) * alpha
      b, a = {
          "low_pass": ([(1 - cos) / 2, 1 - cos, (1 - cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]),
          "high_pass": ([(1 + cos) / 2, -(1 + cos), (1 + cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]),
          "band_pass": ([alpha, 0, -alpha], [1 + alpha, -2 * cos, 1 - alpha]),
          "peak": ([1 + alpha * A, -2 * cos, 1 - alpha * A], [1 + alpha / A, -2 * cos, 1 - alpha / A]),
          "low_shelf": (
              [A * ((A + 1) - (A - 1) * cos + r), 2 * A * ((A - 1) - (A + 1) * cos), A * ((A + 1) - (A - 1) * cos - r)],
              [(A + 1) + (A - 1) * cos + r, -2 * ((A - 1) + (A + 1) * cos), (A + 1) + (A - 1) * cos - r]),
          "high_shelf": (
              [A * ((A + 1) + (A - 1) * cos + r), -2 * A * ((A - 1) + (A + 1) * cos), A * ((A + 1) + (A - 1) * cos - r)],
              [(A + 1) - (A - 1) * cos + r, 2 * ((A - 1) - (A + 1) * cos), (A + 1) - (A - 1) * cos - r]),
      }[shape]
      return signal.lfilter(b, a, x)

  def resample(x, orig, new):
      # torchaudio.functional.resample 2.0, sinc_interp_hann, lowpass_filter_width 6, rolloff 0.99
      d = gcd(orig, new)
      orig, new = orig // d, new // d
      base = min(orig, new) * 0.99
      width = int(np.ceil(6 * orig / base))
      idx = torch.arange(-width, width + orig, dtype=torch.float64)[None, None] / orig
      t = torch.arange(0, -new, -1, dtype=torch.float64)[:, None, None] / new + idx
      t = (t * base).clamp(-6, 6)
      window = torch.cos(t * np.pi / 12) ** 2
      t = t * np.pi
      kernels = torch.where(t == 0, torch.ones_like(t), t.sin() / t) * window * (base / orig)
      padded = F.pad(torch.as_tensor(x, dtype=torch.float64)[None], (width, width + orig))
      out = F.conv1d(padded[:, None], kernels, stride=orig).transpose(1, 2).reshape(-1)
      return out[: int(np.ceil(new * len(x) / orig))].numpy()

  def phase_vocoder(spec, rate, advance):
      # torchaudio.functional.phase_vocoder 2.0
      steps = torch.arange(0, spec.size(-1), rate, dtype=torch.float64)
      alphas = steps % 1.0
      phase_0 = spec[..., :1].angle()
      spec = F.pad(spec, [0, 2])
      one = spec.index_select(-1, steps.long())
      two = spec.index_select(-1, (steps + 1).long())
      phase = two.angle() - one.angle() - advance
      phase = phase - 2 * np.pi * torch.round(phase / (2 * np.pi)) + advance
      phase = torch.cat([phase_0, phase[..., :-1]], dim=-1)
      return torch.polar(alphas * two.abs() + (1 - alphas) * one.abs(), torch.cumsum(phase, -1))

  def stretch(x, rate, n_fft=1024):
      hop = n_fft // 4
      window = torch.hann_window(n_fft, dtype=torch.float64)
      spec = torch.stft(torch.as_tensor(x), n_fft, hop, window=window, center=True, pad_mode="reflect", return_complex=True)
      advance = torch.linspace(0, np.pi * hop, spec.size(-2), dtype=torch.float64)[:, None]
      out = phase_vocoder(spec, rate, advance)
      return torch.istft(out, n_fft, hop, window=window, length=int(round(len(x) / rate))).numpy()

  out["low_pass"] = rbj("low_pass", 1234, 0.5**0.5)
  out["high_pass"] = rbj("high_pass", 432, 0.5**0.5)
  out["band_pass"] = rbj("band_pass", 1500, 1.3)
  out["peak"] = rbj("peak", 2500, 2, -9)
  out["low_shelf"] = rbj("low_shelf", 600, 0.5**0.5, 7)
  out["high_shelf"] = rbj("high_shelf", 3000, 0.5**0.5, -11)
  taps = signal.firwin(255, 3100, window="hamming", fs=rate)
  out["band_limit"] = signal.fftconvolve(x, taps, mode="same")
  h = response.numpy().astype(np.float64)
  h = h[np.abs(h).argmax():]
  h = h / np.linalg.norm(h)
  out["impulse_response"] = 0.3 * x + 0.7 * signal.fftconvolve(x, h)[: len(x)]
  out["gain"] = x * 10 ** (-4.5 / 20)
  out["polarity"] = -x
  # audiomentations 0.43, ClippingDistortion
  low, high = np.percentile(x, [17 / 2, 100 - 17 / 2])
  out["clipping"] = np.clip(x, low, high)
  out["bit_depth"] = np.floor(x * 64 + 0.5) / 64
  out["shift"] = np.roll(x, round(0.3 * len(x)))
  # torchaudio.functional.speed 2.0
  out["speed"] = resample(x, 107, 100)
  out["time_stretch"] = stretch(x, 0.83)
  steps = round(400 * 2 ** (3 / 12))
  out["pitch_shift"] = resample(stretch(x, 400 / steps), steps, 400)[: len(x)]
  out["mixup"] = 0.7 * x + 0.3 * partner.numpy().astype(np.float64)

  def loudest(x, n_fft=2048):
      # The loudest moment by the formulas of Tokozume et al., 2018, at 16 kHz.
      hz = np.arange(n_fft // 2 + 1) * rate / n_fft
      hz[0] = 1
      poles = 20.6**2, 107.7**2, 737.9**2, 12194.0**2
      gain = 12194.0**2 * hz**4 / (hz**2 + poles[0]) / (hz**2 + poles[3])
      gain = gain / np.sqrt((hz**2 + poles[1]) * (hz**2 + poles[2]))
      weights = 10 ** (np.maximum(20 * np.log10(gain) + 2, -80) / 10)
      frames = np.lib.stride_tricks.sliding_window_view(x, n_fft)[:: n_fft // 2]
      power = np.abs(np.fft.rfft(frames * signal.get_window("hann", n_fft), axis=1)) ** 2
      return 10 * np.log10(max((power * weights).sum(1).max(), 1e-8))

  y = partner.numpy().astype(np.float64)
  weight = 1 / (1 + 10 ** ((loudest(x) - loudest(y)) / 20) * 0.3 / 0.7)
  out["between_class"] = (weight * x + (1 - weight) * y) / np.sqrt(weight**2 + (1 - weight) ** 2)
  out.update({name: torch.as_tensor(np.ascontiguousarray(value), dtype=torch.float32) for name, value in out.items()})
  i = np.arange(700, dtype=np.float64)
  out["convolved"] = torch.as_tensor(signal.fftconvolve(x, np.cos(i * i) / (1 + i)))
  z = np.fft.fft(x[:64] + 1j * x[64:128])
  out["spectrum"] = torch.as_tensor(np.stack([z.real, z.imag]))
`;

describe("noise", () => {
  it("is added at the ratio that is asked for", () => {
    for (const snrDb of [-10, 0, 25]) {
      for (const color of COLORS) {
        const samples = applied("noise", { snr_db: [snrDb, snrDb], colors: [color] });
        let [signal, added] = [0, 0];
        for (let i = 0; i < samples.length; i++) {
          signal += clip[i]! ** 2;
          added += (samples[i]! - clip[i]!) ** 2;
        }
        // Samples are float32: at 25 dB the noise has 19 bits or more.
        expect(Math.abs(10 * Math.log10(signal / added) - snrDb)).toBeLessThan(1e-3);
      }
    }
  });

  it("has the slope of its colour", async () => {
    const noises = COLORS.map((color, i) => {
      let count = 0;
      return Tensor.from(noiseOf(color, 1 << 17, () => randomFloat(4 + i, count++)));
    });
    const { slopes } = await oracle.run<{ slopes: number[] }>(
      `
      from scipy import signal
      slopes = []
      for noise in noises:
          hz, power = signal.welch(noise.numpy(), fs=16000, nperseg=2048)
          band = (hz > 60) & (hz < 2500)
          slopes.append(float(np.polyfit(np.log2(hz[band]), 10 * np.log10(power[band]), 1)[0]))
      out["slopes"] = slopes`,
      { noises },
    );
    // Octaves at the ends of the band have few frequencies; the seeds are fixed.
    for (const [i, slope] of [0, -3.01, -6.02, 3.01, 6.02].entries())
      expect(Math.abs(slopes[i]! - slope), COLORS[i]).toBeLessThan(0.15);
  });
});

it("cutmix replaces one stretch by the partner's", () => {
  const samples = applied("cutmix", { share: [0.25, 0.25] });
  const replaced = [...samples].map((value, i) => value !== clip[i]);
  const [first, last] = [replaced.indexOf(true), replaced.lastIndexOf(true)];
  expect(last - first + 1).toBe(Math.round(0.25 * NUM_SAMPLES));
  expect(samples.subarray(first, last + 1)).toEqual(partner.subarray(first, last + 1));
});
