// Built-in front ends against the formulas of librosa, torchaudio, Kaldi and leaf-audio (tests/parity/spectra.py).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createFrontEnd, type FrontEnd } from "../src/front-ends/index.js";
import { FRONT_ENDS, type FrontEndChoice } from "../src/front-ends/options.js";
import { packageRoot } from "../src/package-root.js";
import { manualSeed, noGrad, scope, type Tensor } from "../src/tensor/index.js";
import { ops } from "../src/tensor/ops.js";
import { startOracle, type Value } from "./support/oracle.js";
import "./support/allclose.js";

const oracle = startOracle();
const SPECTRA = readFileSync(join(packageRoot, "tests/parity/spectra.py"), "utf8");

const RATE = 16_000;
const HOP = 160;

function create<Name extends FrontEndChoice["name"]>(name: Name, options: object): FrontEnd {
  const choice = { name, ...FRONT_ENDS[name].options.parse(options) } as unknown as FrontEndChoice;
  return createFrontEnd(choice, { sampleRateHz: RATE });
}

interface Case {
  title: string;
  name: FrontEndChoice["name"];
  /** Keys of the recipe. */
  options: object;
  /** Calls the reference: `w` is a wave, `o` the options of `given`. */
  reference: string;
  given: Record<string, Value>;
}

const mel = (given: Record<string, Value>): Record<string, Value> => ({
  ...{ rate: RATE, fft: 512, size: 400, hop: HOP, mels: 64, low: 50, high: 8000, power: 2 },
  ...{ window: "hann", scale: "slaney", norm: "slaney", log: "natural", floor: 1e-5, ...given },
});
const kaldi = (given: Record<string, Value>): Record<string, Value> => ({
  ...{ rate: RATE, window_ms: 25, hop_ms: 10, mels: 80, low: 20, high: 8000, window: "povey" },
  ...{ scale: 1, remove_dc: true, pre_emphasis: 0.97, power: 2, snip_edges: true },
  ...{ energy: false, energy_floor: 0, ...given },
});
const PCEN = { scale: 2 ** 31, time_constant: 0.4, gain: 0.98, bias: 2, root: 0.5, eps: 1e-6 };
const DB = { log: "db", floor: 1e-10 };

const CASES: Case[] = [
  { title: "log_mel", name: "log_mel", options: {}, reference: "level(mel(w, o), o)", given: mel({}) },
  {
    title: "log_mel as torchaudio: htk, no norm, magnitude, dB of each clip, Hamming window",
    name: "log_mel",
    options: {
      ...{
        mel_scale: "htk",
        mel_norm: "none",
        power: 1,
        log: "db",
        top_db: 40,
        window: "hamming",
        min_hz: 0,
      },
      ...{ num_mels: 40 },
    },
    reference: "level(mel(w, o), o)",
    given: mel({
      ...{ scale: "htk", norm: "none", power: 1, ...DB, top_db: 40, window: "hamming", low: 0, mels: 40 },
    }),
  },
  {
    title: "log_mel with a Blackman window, dB without a limit",
    name: "log_mel",
    options: { mel_scale: "htk", log: "db", window: "blackman" },
    reference: "level(mel(w, o), o)",
    given: mel({ scale: "htk", ...DB, top_db: null, window: "blackman" }),
  },
  {
    title: "log_mel with a rectangular window and two derivatives",
    name: "log_mel",
    options: { window: "rectangular", deltas: 2, delta_width: 5 },
    reference: "(lambda x: np.concatenate([x, delta(x, 5), delta(delta(x, 5), 5)]))(level(mel(w, o), o))",
    given: mel({ window: "rectangular" }),
  },
  {
    title: "mfcc as librosa",
    name: "mfcc",
    options: { lifter: 22 },
    reference: "mfcc(w, o)",
    given: mel({ ...DB, top_db: 80, count: 20, dct_norm: "ortho", lifter: 22 }),
  },
  {
    title: "mfcc as torchaudio with log_mels",
    name: "mfcc",
    options: {
      ...{ num_mfcc: 40, mel_scale: "htk", mel_norm: "none", min_hz: 0, num_mels: 40 },
      ...{ log: "natural", log_floor: 1e-6, dct_norm: "none" },
    },
    reference: "mfcc(w, o)",
    given: mel({
      ...{ count: 40, scale: "htk", norm: "none", low: 0, mels: 40, floor: 1e-6 },
      ...{ dct_norm: "none", lifter: 0 },
    }),
  },
  {
    title: "pcen as librosa",
    name: "pcen",
    options: { start: "one" },
    reference: "pcen(mel(w, o) * o['scale_by'], o)",
    given: mel({ power: 1, ...PCEN, scale: "slaney", scale_by: PCEN.scale, start: "one" }),
  },
  {
    title: "pcen from the first frame, without bias",
    name: "pcen",
    options: { power: 2, scale: 3, time_constant_sec: 0.06, gain: 0.8, bias: 0, root: 0.25, eps: 1e-3 },
    reference: "pcen(mel(w, o) * o['scale_by'], o)",
    given: mel({
      ...{ time_constant: 0.06, gain: 0.8, bias: 0, root: 0.25, eps: 1e-3, scale_by: 3 },
      start: "first_frame",
    }),
  },
  { title: "kaldi_fbank", name: "kaldi_fbank", options: {}, reference: "fbank(w, o)", given: kaldi({}) },
  {
    title: "kaldi_fbank of AST: 128 bands, a Hann window",
    name: "kaldi_fbank",
    options: { num_mels: 128, window: "hann" },
    reference: "fbank(w, o)",
    given: kaldi({ mels: 128, window: "hann" }),
  },
  {
    title: "kaldi_fbank with reflected ends, odd lengths and energy",
    name: "kaldi_fbank",
    options: {
      ...{ snip_edges: false, window_ms: 31.95, hop_ms: 12.55, energy: true, energy_floor: 1e9 },
      ...{ scale: 32768, window: "blackman" },
    },
    reference: "fbank(w, o)",
    given: kaldi({
      ...{ snip_edges: false, window_ms: 31.95, hop_ms: 12.55, energy: true, energy_floor: 1e9 },
      ...{ scale: 32768, window: "blackman" },
    }),
  },
  {
    title: "kaldi_fbank of magnitudes, without emphasis and with the mean",
    name: "kaldi_fbank",
    options: {
      ...{ power: 1, pre_emphasis: 0, remove_dc: false, window: "hamming", min_hz: 100, max_hz: 4000 },
      ...{ num_mels: 23 },
    },
    reference: "fbank(w, o)",
    given: kaldi({
      ...{ power: 1, pre_emphasis: 0, remove_dc: false, window: "hamming", low: 100, high: 4000, mels: 23 },
    }),
  },
];

const NUM_SAMPLES = 6 * 1024 + 77;
let wave: Tensor; // [2, T], float32
beforeAll(() => {
  manualSeed(3);
  wave = ops.randn([2, NUM_SAMPLES]).mul(0.1).add(0.01);
});

describe("in float64 and float32, equal to the published formulas:", () => {
  let expected: Tensor[];
  beforeAll(async () => {
    const cases = CASES.map(({ reference, given }) => [reference, given]);
    const code = `${SPECTRA}
for i, (reference, o) in enumerate(cases):
    run = eval("lambda w, o: " + reference)
    out[str(i)] = torch.tensor(np.stack([run(w, o) for w in wave.double().numpy()]))
`;
    const found = await oracle.run(code, { wave, cases: cases as Value[] });
    expected = CASES.map((_, i) => found[i]!);
  });

  it.each(CASES.map((one, i) => [one.title, i] as const))("%s", (_, i) => {
    const { name, options } = CASES[i]!;
    noGrad(() =>
      scope(() => {
        const frontEnd = create(name, options);
        const single = frontEnd.forward(wave).to("float64");
        frontEnd.to({ dtype: "float64" });
        const double = frontEnd.forward(wave.to("float64"));
        expect(double).toBeAllclose(expected[i]!, { rtol: 1e-9, atol: 1e-9 });
        // Rounding of float32 is relative to the loudest band of a frame: logarithms of quiet ones lose digits.
        const largest = expected[i]!.abs().max().item() as number;
        expect(single.sub(double).abs().mean().item()).toBeLessThan(1e-5 * Math.max(1, largest));
        frontEnd.dispose();
      }),
    );
  });
});
