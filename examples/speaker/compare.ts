// Prints how similar the voices of two recordings are: compare.js WEIGHTS RECORDING RECORDING.
import { noGrad, readAudio, readWeights, resample, scope, Tensor } from "woodshed";
import { SpeakerEncoder } from "./encoder.js";
import { SpeakerMel } from "./mel.js";

const SAMPLE_RATE_HZ = 16_000;

const [weights, ...recordings] = process.argv.slice(2);
if (weights === undefined || recordings.length !== 2)
  throw new Error("usage: npm run compare -- pretrained.pt a.wav b.wav");
const frontEnd = new SpeakerMel(10 ** (-30 / 20));
const encoder = new SpeakerEncoder(frontEnd.channels, 256);
scope(() => {
  const saved = readWeights(weights).tensors;
  const own = [...encoder.stateDict().keys()].flatMap((name) => {
    const tensor = saved.get(name);
    return tensor === undefined ? [] : [[name, tensor] as const];
  });
  encoder.loadStateDict(new Map(own), weights);
});
encoder.eval();

const similarity = noGrad(() =>
  scope(() => {
    const [a, b] = recordings.map((path) => {
      const { samples, sampleRateHz } = readAudio(path);
      const wave = Tensor.from(resample(samples, sampleRateHz, SAMPLE_RATE_HZ)).unsqueeze(0); // [1, T]
      return encoder.forward(frontEnd.forward(wave)).clip; // [1, 256]
    });
    return a!.mul(b!).sum().item() as number; // the cosine, since embeddings have length 1
  }),
);
console.log(`similarity ${similarity.toFixed(3)}`);
