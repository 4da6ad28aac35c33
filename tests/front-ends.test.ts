// Built-in front ends against the formulas of librosa, torchaudio, Kaldi and leaf-audio (tests/parity/spectra.py).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../src/config/load.js";
import { createFrontEnd, type FrontEnd } from "../src/front-ends/index.js";
import { FRONT_ENDS, type FrontEndChoice } from "../src/front-ends/options.js";
import { smoothFrames } from "../src/front-ends/pcen/smooth.js";
import { packageRoot } from "../src/package-root.js";
import { manualSeed, noGrad, scope, Tensor } from "../src/tensor/index.js";
import { ops } from "../src/tensor/ops.js";
import { onTestDevice, TEST_DEVICE } from "./support/device.js";
import { exportFunction, largestDifference } from "./support/onnx.js";
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
        const frontEnd = create(name, options).to({ device: TEST_DEVICE });
        const placed = onTestDevice(wave);
        const single = frontEnd.forward(placed).to("float64");
        frontEnd.to({ dtype: "float64" });
        const double = frontEnd.forward(placed.to("float64"));
        expect(double).toBeAllclose(expected[i]!, { rtol: 1e-9, atol: 1e-9 });
        // Rounding of float32 is relative to the loudest band of a frame: logarithms of quiet ones lose digits.
        const largest = expected[i]!.abs().max().item() as number;
        expect(single.sub(double).abs().mean().item()).toBeLessThan(1e-5 * Math.max(1, largest));
        frontEnd.dispose();
      }),
    );
  });
});

describe("exported for clips of any length, equal in onnxruntime:", () => {
  it.each([
    ["log_mel", { deltas: 2, normalize: "instance", log: "db", top_db: 60 }],
    ["kaldi_fbank", { snip_edges: false, energy: true }],
    ["kaldi_fbank", { normalize: "instance", normalize_over: "all" }],
    ["mfcc", {}],
    ["pcen", { trainable: true, normalize: "running", normalize_over: "all" }],
    ["leaf", { num_filters: 6, normalize: "training_set" }],
    ["raw", { frame_samples: 80, hop_samples: 30 }],
  ] as const)("%s %o", async (name, options) => {
    const frontEnd = create(name, options).eval();
    const body = (x: Tensor) => frontEnd.forward(x);
    const shapes = [
      [2, 16_000],
      [3, 12_000],
      [7, 7_000],
    ];
    const model = exportFunction(body, shapes, { modules: { front_end: frontEnd } });
    const tried = [
      [1, 4_444],
      [2, 15_999],
    ];
    const largest = scope(() => noGrad(() => body(wave).abs().max().item())) as number;
    expect(await largestDifference(model, body, tried)).toBeLessThan(1e-4 * Math.max(1, largest));
    frontEnd.dispose();
  });
});

describe("kaldi_fbank", () => {
  it.each([{}, { snip_edges: false, window: "hamming" }])(
    "equals kaldi-native-fbank with %o",
    async (options) => {
      const code = `
import kaldi_native_fbank as knf
o = knf.FbankOptions()
o.frame_opts.dither, o.mel_opts.num_bins, o.mel_opts.low_freq = 0, 80, 20
o.frame_opts.snip_edges, o.frame_opts.window_type = options.get("snip_edges", True), options.get("window", "povey")
clips = []
for w in wave.numpy():
    bank = knf.OnlineFbank(o)
    bank.accept_waveform(16000, w.tolist())
    bank.input_finished()
    clips.append(np.stack([bank.get_frame(i) for i in range(bank.num_frames_ready)], 1))
out["levels"] = torch.tensor(np.stack(clips)).double()
`;
      const { levels } = await oracle.run(code, { wave, options: options as Value });
      noGrad(() =>
        scope(() => {
          const frontEnd = create("kaldi_fbank", options);
          const ours = frontEnd.forward(wave).to("float64").exp();
          const theirs = levels!.exp();
          expect(ours.shape).toEqual(theirs.shape);
          // Both round in float32, relative to the loudest band of the frame.
          const difference = ours
            .sub(theirs)
            .abs()
            .div(theirs.amax([1], true));
          expect(difference.max().item()).toBeLessThan(1e-5);
          expect(ours.log().sub(levels!).abs().mean().item()).toBeLessThan(1e-5);
          frontEnd.dispose();
        }),
      );
    },
  );
});

describe("leaf", () => {
  const options = { rate: RATE, filters: 40, low: 60, high: 7800 };

  it("begins as the mel bands of leaf-audio", async () => {
    const code = `${SPECTRA}
center, bandwidth = leaf_shapes(o)
out["center"], out["bandwidth"] = torch.tensor(center), torch.tensor(bandwidth)
`;
    const expected = await oracle.run(code, { o: options });
    const frontEnd = create("leaf", {});
    const found = new Map(frontEnd.namedParameters());
    for (const name of ["center", "bandwidth"])
      expect(found.get(`filterbank.${name}`)!.detach().to("float64")).toBeAllclose(expected[name]!, {
        ...{ rtol: 1e-6, atol: 0 },
      });
    frontEnd.dispose();
  });

  it("equals leaf-audio's formulas with trained parameters, and their bounds", async () => {
    const frontEnd = create("leaf", {}).to({ dtype: "float64" });
    manualSeed(5);
    // Factors from 0.5 to 1.5: some parameters leave their bounds.
    noGrad(() =>
      scope(() => {
        for (const one of frontEnd.parameters()) one.mul_(ops.rand([40]).add(0.5).to("float64"));
      }),
    );
    const short = scope(() => wave.narrow(1, 0, 20 * HOP).to("float64"));
    const parameters = Object.fromEntries(
      [...frontEnd.namedParameters()].map(([name, one]) => [name.split(".")[1]!, one.detach()]),
    );
    const code = `${SPECTRA}
p = {name: value.numpy() for name, value in parameters.items()}
out["features"] = torch.tensor(np.stack([leaf(w, o, p) for w in short.numpy()]))
`;
    const { features } = await oracle.run(code, { o: options, short, parameters });
    const ours = scope(() => noGrad(() => frontEnd.forward(short)));
    expect(ours).toBeAllclose(features!, { rtol: 1e-9, atol: 1e-9 });
    frontEnd.dispose();
  });
});

describe("smoothFrames", () => {
  it.each([1, 31, 33, 1100])("equals the recursion over %i frames, with its gradients", async (numFrames) => {
    manualSeed(7);
    const frames = ops.rand([2, 3, numFrames]).to("float64");
    const smoothing = Tensor.from(Float64Array.of(0.3, 0.02, 1));
    const initial = ops.rand([2, 3, 1]).to("float64");
    const weights = ops.randn([2, 3, numFrames]).to("float64");
    const code = `
tensors = [one.requires_grad_() for one in (frames, smoothing, initial)]
state, all = initial[:, :, 0], []
for t in range(frames.shape[2]):
    state = (1 - smoothing) * state + smoothing * frames[:, :, t]
    all.append(state)
smoothed = torch.stack(all, 2)
(smoothed * weights).sum().backward()
out["smoothed"] = smoothed
for i, one in enumerate(tensors): out[str(i)] = one.grad
`;
    const expected = await oracle.run(code, { frames, smoothing, initial, weights });
    const inputs = [frames, smoothing, initial];
    for (const one of inputs) one.requiresGrad = true;
    const smoothed = smoothFrames(frames, smoothing, initial);
    expect(smoothed.detach()).toBeAllclose(expected["smoothed"]!, { rtol: 1e-11, atol: 1e-11 });
    smoothed.mul(weights).sum().backward();
    for (const [i, one] of inputs.entries())
      expect(one.grad!).toBeAllclose(expected[i]!, { rtol: 1e-9, atol: 1e-10 });
  });
});

describe("conflicts between options are refused, with the keys:", () => {
  it.each([
    ["log_mel", { top_db: 80 }, /front_end\.top_db: 80 dB given with front_end\.log natural/],
    ["log_mel", { log: "db", log_floor: 1e-3 }, /set front_end\.db_floor instead/],
    ["log_mel", { delta_width: 4 }, /4 frames have no middle one; take an odd number, such as 5/],
    ["kaldi_fbank", { hop_ms: 30 }, /30 ms is longer than front_end\.window_ms 25/],
    ["kaldi_fbank", { num_mels: 300 }, /300 bands out of the 256 frequencies/],
    ["kaldi_fbank", { energy_floor: 1 }, /1 given with front_end\.energy false/],
    ["kaldi_fbank", { max_hz: 9000 }, /9000 Hz is above half of data\.sample_rate_hz 16000/],
    ["mfcc", { num_mfcc: 70 }, /70 coefficients of front_end\.num_mels 64 bands/],
    ["pcen", { trainable: true, bias: 0 }, /0 has no finite gradient under the root/],
    ["leaf", { hop_ms: 26.1 }, /26\.1 ms is longer than front_end\.window_ms 25/],
    ["raw", { frame_samples: 80, hop_samples: 81 }, /81 samples are more than front_end\.frame_samples 80/],
  ] as const)("%s %o", (name, options, message) => {
    const values = { data: { train: "clips" }, front_end: { name, ...options }, model: { channels: [1] } };
    expect(() => parseConfig(values)).toThrow(message);
  });
});
